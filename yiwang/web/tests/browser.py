"""A real browser on a real server, for tests of pages: fixtures to import in a conftest.


A machine without Chromium skips these tests and says so.
"""

from __future__ import annotations

import os
import shutil
import threading
from collections.abc import Iterator
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import pytest

ARGUMENTS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
AXE = Path(__file__).with_name("vendor") / "axe.min.js"
__all__ = ["axe_findings", "browser", "page", "site"]


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *args: Any) -> None:
        """Say nothing: addresses do not belong in a test's output."""


def chromium() -> str | None:
    """Return the path of a Chromium: YIWANG_CHROMIUM, else what the machine has."""
    named = os.environ.get("YIWANG_CHROMIUM")
    names = ("chromium", "chromium-browser", "google-chrome")
    return named or next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """Start one Chromium for all tests of this process."""
    path = chromium()
    if path is None:
        pytest.skip(
            "SKIPPED: no Chromium on this machine (Debian: apt install chromium), pages are not walked"
        )
    from playwright.sync_api import sync_playwright

    _clicks_wait_for_the_page()
    # Playwright's loop would make Django refuse synchronous database calls in this thread.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        yield started
        started.close()


def _clicks_wait_for_the_page() -> None:
    """Let a click that opens a page return when that page is whole, as a person would look at it.

    Playwright returns at the answer's first bytes: what was asked of the page right then was asked of half.
    """
    from playwright.sync_api import Locator, Page

    def waiting(method: Any, page_of: Any) -> Any:
        def act(self: Any, *args: Any, **kwargs: Any) -> Any:
            done = method(self, *args, **kwargs)
            page = page_of(self)
            if not page.is_closed():
                page.wait_for_load_state()
            return done

        return act

    for owner, name in ((Page, "click"), (Locator, "click"), (Locator, "press")):
        method = getattr(owner, name)
        setattr(owner, name, waiting(method, (lambda page: page) if owner is Page else lambda one: one.page))


@pytest.fixture
def site() -> Iterator[str]:
    """Serve the application from this process on a free port; the address, without a slash at its end."""
    from yiwang.web.wsgi import application

    server = make_server("127.0.0.1", 0, application, server_class=_Server, handler_class=_Quiet)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def page(browser: Any) -> Iterator[Any]:
    """Open a page that fails the test when the browser complains (CSP, a script's error)."""
    context = browser.new_context(viewport={"width": 1280, "height": 900}, locale="zh-CN")
    opened = context.new_page()
    complaints: list[str] = []
    opened.on("console", lambda message: complaints.append(message.text) if _is_complaint(message) else None)
    opened.on("pageerror", lambda error: complaints.append(str(error)))
    yield opened
    context.close()
    assert not complaints, complaints


def _is_complaint(message: Any) -> bool:
    # A 4xx answer is no fault of the page; the browser reports it as an error all the same.
    return message.type == "error" and "Failed to load resource" not in message.text


def axe_findings(page: Any, *skip: str) -> list[str]:
    """Run axe (WCAG 2.2 A and AA, best practice) and return `rule: element` for each finding."""
    page.evaluate(AXE.read_text())
    tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
    result = page.evaluate("tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", tags)
    return [
        f"{finding['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:200]}"
        for finding in result["violations"]
        if finding["id"] not in skip
        for node in finding["nodes"]
    ]
