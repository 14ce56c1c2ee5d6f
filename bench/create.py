"""Creating cases over HTTP with all their rules: how many a second, and how long one takes at 100 a second.

The pack is served as by `yiwang serve`, on this machine's cores, which the asking threads share. Each request
is signed in, carries a CSRF token and an idempotency key of its own, and is read by the form's rules, sealed,
decided, written and committed with fsync. The other figure is what Open Zaak publishes for creating a case:
24 requests a second (its performance tests, on ten nodes); wanted are ten times as many on two cores.
"""

from __future__ import annotations

import http.client
import json
import re
import secrets
import statistics
import sys
import tempfile
import threading
import time
from http.cookiejar import CookieJar
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

from bench.lighthouse import serve

OPEN_ZAAK = 24
PERSONA = "resident-wu"
WORKERS, SECONDS = 8, 8.0
RATE, AT_RATE_SECONDS, MOST_WAITING = 100, 12.0, 40
BODY = json.dumps(
    {
        "matter": "insured-certificate",
        "place": "430602005",
        "answers": {
            "insured_name": "吴演晴",
            "id_number": "430602190001010012",
            "insurance_kind": "pension",
            "from_month": "2024-01",
            "to_month": "2026-10",
        },
    }
).encode()


class Asker:
    """One connection that is kept open."""

    def __init__(self, base: str, headers: dict[str, str]) -> None:
        where = urlsplit(base)
        self.connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=30)
        self.headers = headers

    def create(self) -> float:
        """File one case; return the seconds it took. Raises RuntimeError when it was not filed."""
        before = time.perf_counter()
        key = secrets.token_urlsafe(16)
        self.connection.request(
            "POST", "/yueyang/api/v1/cases", BODY, {**self.headers, "Idempotency-Key": key}
        )
        answer = self.connection.getresponse()
        said = answer.read()
        if answer.status != 201:
            raise RuntimeError(f"{answer.status}: {said[:200]!r}")
        return time.perf_counter() - before


def measure(rounds: int = 3) -> dict[str, float | str]:
    """Return cases a second against Open Zaak's; what one takes at 100 a second is printed beside it."""
    with tempfile.TemporaryDirectory(prefix="yiwang-create-", ignore_cleanup_errors=True) as data:
        base, process = serve(Path(data))
        try:
            headers = signed_in(base)
            flood(base, headers, 2.0)
            rates = [flood(base, headers, SECONDS) for _ in range(rounds)]
            times = at_rate(base, headers)
        finally:
            process.terminate()
            process.wait(30)
    p95 = statistics.quantiles(times, n=20)[-1] * 1000
    print(
        f"  at {RATE} a second: median {statistics.median(times) * 1000:.1f} ms, p95 {p95:.1f} ms",
        file=sys.stderr,
    )
    ratios = [rate / OPEN_ZAAK for rate in rates]
    return {
        "ratio": statistics.median(ratios),
        "low": min(ratios),
        "high": max(ratios),
        "ours": statistics.median(rates),
        "other": OPEN_ZAAK,
        "unit": f"cases a second over HTTP; p95 {p95:.1f} ms at {RATE} a second (wanted: 10 times, 100 ms)",
    }


def signed_in(base: str) -> dict[str, str]:
    """Sign in as a persona; return the headers that a request then needs."""
    jar = CookieJar()
    browser = build_opener(HTTPCookieProcessor(jar))
    page = browser.open(f"{base}/yueyang/sign-in").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    sent = {"csrfmiddlewaretoken": token[1], "persona": PERSONA, "next": "/yueyang/"}
    browser.open(f"{base}/yueyang/sign-in", urlencode(sent).encode())
    page = browser.open(f"{base}/yueyang/services/insured-certificate/start").read().decode()
    token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
    assert token
    cookies = "; ".join(f"{one.name}={one.value}" for one in jar)
    return {"Cookie": cookies, "X-CSRFToken": token[1], "Content-Type": "application/json"}


def flood(base: str, headers: dict[str, str], seconds: float) -> float:
    """Ask over several connections as fast as answers come; return cases a second."""
    until, counts = time.perf_counter() + seconds, list[int]()
    began = time.perf_counter()
    run([lambda: counts.append(_until(Asker(base, headers), until)) for _ in range(WORKERS)])
    return sum(counts) / (time.perf_counter() - began)


def _until(asker: Asker, until: float) -> int:
    count = 0
    while time.perf_counter() < until:
        asker.create()
        count += 1
    return count


def at_rate(base: str, headers: dict[str, str]) -> list[float]:
    """Ask 100 times a second whether or not the answers came; each time counts from when it was due."""
    times: list[float] = []
    begin = time.perf_counter() + 0.1
    due = iter([begin + number / RATE for number in range(int(RATE * AT_RATE_SECONDS))])
    lock = threading.Lock()

    def work() -> None:
        asker = Asker(base, headers)
        while True:
            with lock:
                at = next(due, None)
            if at is None:
                return
            time.sleep(max(0.0, at - time.perf_counter()))
            asker.create()
            times.append(time.perf_counter() - at)

    run([work] * MOST_WAITING)
    return times


def run(jobs: list[Any]) -> None:
    """Run each job in a thread of its own, and raise what the first one raised."""
    faults: list[BaseException] = []

    def guarded(job: Any) -> None:
        try:
            job()
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=guarded, args=(job,)) for job in jobs]
    for one in threads:
        one.start()
    for one in threads:
        one.join()
    if faults:
        raise faults[0]
