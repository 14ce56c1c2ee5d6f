"""The form of a matter, read once for each pack version."""

from __future__ import annotations

from yiwang.kernel.matter import City, Matter
from yiwang.web.forms.model import Form, read

_read: dict[tuple[str, str], Form] = {}


def form_of(city: City, matter: Matter) -> Form:
    """Return the form of a matter of this pack."""
    key = (city.pack, matter.id)
    if key not in _read:
        _read[key] = read(matter.form)
    return _read[key]
