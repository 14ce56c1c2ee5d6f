"""The city as REST and JSON: what the pages do, for systems with a key and for people who are signed in.

    <city>/api/v1/openapi.json      what there is, with the permission each operation asks for

A net offers its operations as `yiwang.nets.<net>.api.router`, a `Served`. The same rules, the same door and
the same words as on the pages; errors are `{"error": {"code", "zh", "en", …}}`.
"""

from yiwang.web.rest.served import Served

__all__ = ["Served"]
