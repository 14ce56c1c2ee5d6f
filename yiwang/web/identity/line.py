"""The line to a provider: JSON over HTTPS, within seconds or not at all, no redirects, no large answers."""

from __future__ import annotations

import base64
import json
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooLate
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

WITHIN_SECONDS = 4.0  # for everything one page asks of a provider
LARGEST = 262_144  # bytes of an answer
_askers = ThreadPoolExecutor(max_workers=8, thread_name_prefix="identity")


class ProviderDown(Exception):
    """The provider does not answer in time, or not with what the standard says."""


class ProviderRefuses(Exception):
    """The provider answered that it will not: the code is wrong, used or too old."""


class _NoRedirects(HTTPRedirectHandler):
    def redirect_request(self, *args: Any, **kwargs: Any) -> None:
        """Follow none: a secret goes to the address in the configuration or nowhere."""


_opener = build_opener(_NoRedirects)


class Asking:
    """What one page asks of a provider: all of it together has `WITHIN_SECONDS`."""

    def __init__(self) -> None:
        self.until = time.monotonic() + WITHIN_SECONDS

    def get(self, address: str, bearer: str = "") -> dict[str, Any]:
        """Return the JSON object at an address. Raises ProviderDown, ProviderRefuses."""
        headers = {"Authorization": f"Bearer {bearer}"} if bearer else {}
        return self._ask(Request(address, headers={"Accept": "application/json", **headers}))  # noqa: S310

    def post(self, address: str, fields: Mapping[str, str], user: str, secret: str) -> dict[str, Any]:
        """Post a form as this client (HTTP Basic). Raises ProviderDown, ProviderRefuses."""
        proof = base64.b64encode(f"{quote(user, safe='')}:{quote(secret, safe='')}".encode()).decode()
        headers = {"Accept": "application/json", "Authorization": f"Basic {proof}"}
        return self._ask(Request(address, data=urlencode(fields).encode(), headers=headers))  # noqa: S310

    def _ask(self, request: Request) -> dict[str, Any]:
        left = self.until - time.monotonic()
        if left <= 0:
            raise ProviderDown("late")
        try:
            # In a thread of its own, since looking up a name has no time limit of ours.
            return _askers.submit(_answer, request, self.until).result(left)
        except TooLate as error:
            raise ProviderDown("late") from error


def _answer(request: Request, until: float) -> dict[str, Any]:
    try:
        with _opener.open(request, timeout=max(0.1, until - time.monotonic())) as answer:
            body = b""
            while chunk := answer.read1(65_536):
                body += chunk
                if len(body) > LARGEST or time.monotonic() > until:
                    raise ProviderDown("too much, or too slow")
    except HTTPError as error:
        if error.code in (400, 401, 403):
            raise ProviderRefuses(str(error.code)) from error
        raise ProviderDown(str(error.code)) from error
    except (URLError, OSError, ValueError) as error:
        raise ProviderDown(type(error).__name__) from error
    try:
        read = json.loads(body)
    except ValueError as error:
        raise ProviderDown("not JSON") from error
    if not isinstance(read, dict):
        raise ProviderDown("not an object")
    return read
