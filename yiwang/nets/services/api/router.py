"""The operations of the services, gathered here."""

from __future__ import annotations

from yiwang.nets.services.api.texts import SAYS
from yiwang.web.rest import Served

router = Served("services", says=SAYS)
