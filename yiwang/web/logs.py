"""Logging that cannot leak what a person typed."""

from __future__ import annotations

import logging
import traceback
from types import TracebackType


class WithoutValues(logging.Formatter):
    """Formats an error as its class and its places in the code, without its message.

    A database's or a parser's message may quote a row or an input; class, file and line are
    enough to find the fault and hold no personal data.
    """

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """Drop the parts of Django's records that carry the query string."""
        record.exc_text = None
        if record.name == "django.request" and getattr(record, "request", None) is not None:
            record = logging.makeLogRecord({**record.__dict__, "msg": _of_request(record), "args": ()})
        return super().format(record)

    def formatException(
        self,
        ei: tuple[type[BaseException], BaseException, TracebackType | None] | tuple[None, None, None],
    ) -> str:
        """Return the frames and the class of the error and of what caused it."""
        lines: list[str] = []
        error: BaseException | None = ei[1]
        while error is not None:
            state = getattr(error, "sqlstate", None)
            places = traceback.extract_tb(error.__traceback__)
            frames = "\n".join(f"  {one.filename}:{one.lineno} {one.name}" for one in places)
            lines.append(f"{frames}\n{type(error).__qualname__}" + (f" [{state}]" if state else ""))
            error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        return "\ncaused by\n".join(lines)


def _of_request(record: logging.LogRecord) -> str:
    """Return status and method only: a path may hold a case number."""
    request = getattr(record, "request", None)
    route = getattr(getattr(request, "resolver_match", None), "view_name", None) or "?"
    return f"{getattr(record, 'status_code', '?')} {getattr(request, 'method', '?')} {route}"
