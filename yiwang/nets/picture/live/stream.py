"""The ASGI application of live streams: asks the pages who somebody is, then sends what they may hear.

`GET /<city>/picture/live` passes the pages' own middleware and permission, in a thread; a 204 that names a
listener is taken over, any other answer goes out as it is. A stream ends after `LASTS` seconds, so that who
lost a right, or signed out, hears no more after that: the browser asks again by itself.
"""

from __future__ import annotations

import asyncio
import io
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlsplit

from yiwang.nets.picture.live.hub import Hub, Listener

LASTS = 120.0
BEAT = 15.0
"""Seconds between comments that keep a silent stream open through proxies."""

RETRY = b"retry: 3000\n\n"
AT_ONCE = 4
"""How many askers are looked up at one time; the others wait their turn."""

Send = Callable[[dict[str, Any]], Awaitable[None]]
Receive = Callable[[], Awaitable[dict[str, Any]]]
Pages = Callable[[dict[str, Any], Any], Any]


class Streams:
    """`Streams(pages, hub, origins)`: an ASGI application.

    Args:
        pages: the WSGI application of the pages.
        ports: ports of the pages, whose origin may listen from the same host name.
        origins: further origins that may, `https://city.example`.
    """

    def __init__(
        self, pages: Pages, hub: Hub, *, ports: tuple[str, ...] = (), origins: tuple[str, ...] = ()
    ) -> None:
        self._pages, self._hub, self._ports, self._origins = pages, hub, ports, origins
        self._askers = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="asker")

    async def __call__(self, scope: dict[str, Any], receive: Receive, send: Send) -> None:
        """Answer one request; everything but a stream ends at once."""
        if scope["type"] != "http":
            return
        headers = {
            name.decode("latin-1").lower(): value.decode("latin-1") for name, value in scope["headers"]
        }
        if scope["method"] != "GET" or not scope["path"].endswith("/picture/live"):
            await _answer(send, 404, {})
            return
        allowed = self._cross(headers)
        if self._hub.full:
            await _answer(send, 503, {**allowed, "Retry-After": "30"})
            return
        environ = environ_of(scope, headers)
        asked = await asyncio.get_running_loop().run_in_executor(self._askers, self._ask, environ)
        status, said, listener = asked
        if listener is None:
            await _answer(send, status, {**allowed, **said})
            return
        await self._stream(listener[0], Listener(listener[1]), headers, allowed, receive, send)

    def _ask(self, environ: dict[str, Any]) -> tuple[int, dict[str, str], Any]:
        """Ask the pages who this is. Returns status, where it leads, and (city key, actor) of a listener."""
        response = self._pages(environ, lambda status, headers, fault=None: None)
        try:
            led = {"Location": response["Location"]} if response.has_header("Location") else {}
            return response.status_code, led, getattr(response, "listener", None)
        finally:
            response.close()

    def _cross(self, headers: Mapping[str, str]) -> dict[str, str]:
        """Return the headers that let a page of ours, on another port of the same host, read the stream."""
        origin = headers.get("origin", "")
        if not origin:
            return {}
        from_page, here = urlsplit(origin), urlsplit(f"//{headers.get('host', '')}")
        same_host = from_page.hostname == here.hostname and str(from_page.port or "") in self._ports
        if not same_host and origin not in self._origins:
            return {}
        return {
            "Access-Control-Allow-Origin": origin,
            "Access-Control-Allow-Credentials": "true",
            "Vary": "Origin",
        }

    async def _stream(
        self,
        city: str,
        listener: Listener,
        headers: Mapping[str, str],
        allowed: dict[str, str],
        receive: Receive,
        send: Send,
    ) -> None:
        last = headers.get("last-event-id", "")
        try:
            await self._hub.join(city, listener, int(last) if last.isascii() and last.isdecimal() else None)
        except Exception as fault:
            print(f"live: {type(fault).__name__}", flush=True)
            await _answer(send, 503, {**allowed, "Retry-After": "5"})
            return
        said = {
            "Content-Type": "text/event-stream",
            "Cache-Control": "no-store",
            "X-Accel-Buffering": "no",
            **allowed,
        }
        writing = asyncio.create_task(_write(listener, said, send))
        ends = [writing, asyncio.create_task(listener.gone.wait()), asyncio.create_task(_left(receive))]
        try:
            await asyncio.wait(ends, timeout=LASTS, return_when=asyncio.FIRST_COMPLETED)
        finally:
            self._hub.leave(city, listener)
            for one in ends:
                one.cancel()
            await asyncio.gather(*ends, return_exceptions=True)


async def _write(listener: Listener, headers: dict[str, str], send: Send) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": _encoded(headers)})
    await _part(send, RETRY)
    while True:
        try:
            message = await asyncio.wait_for(listener.queue.get(), BEAT)
        except TimeoutError:
            message = b": still here\n\n"
        await _part(send, message)


async def _part(send: Send, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _left(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass


async def _answer(send: Send, status: int, headers: dict[str, str]) -> None:
    await send(
        {
            "type": "http.response.start",
            "status": status,
            "headers": _encoded({**headers, "Content-Length": "0"}),
        }
    )
    await send({"type": "http.response.body", "body": b""})


def _encoded(headers: Mapping[str, str]) -> list[tuple[bytes, bytes]]:
    return [(name.lower().encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()]


def environ_of(scope: Mapping[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    """Return a request as the pages' WSGI application reads it: path, query, cookies, host; no body."""
    server, client = scope.get("server") or ("127.0.0.1", 80), scope.get("client") or ("", 0)
    passed = {
        f"HTTP_{name.upper().replace('-', '_')}": headers[name] for name in headers if name not in _BODY
    }
    return {
        **passed,
        "REQUEST_METHOD": "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": scope["path"].encode("utf-8").decode("latin-1"),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "SERVER_PROTOCOL": "HTTP/1.1",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scope.get("scheme", "http"),
        "wsgi.input": io.BytesIO(),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": False,
        "wsgi.run_once": False,
    }


_BODY = frozenset({"content-length", "content-type", "transfer-encoding", "connection"})
