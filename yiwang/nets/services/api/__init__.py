"""The services of a city as REST: catalogue, filing, cases, tasks, acts. By the code of the pages."""

from yiwang.nets.services.api import (
    cases,
    catalogue,
    corrections,
    drafts,
    filing,
    handling,
    papers,
    unmasking,
)
from yiwang.nets.services.api.router import router

__all__ = [
    "cases",
    "catalogue",
    "corrections",
    "drafts",
    "filing",
    "handling",
    "papers",
    "router",
    "unmasking",
]
