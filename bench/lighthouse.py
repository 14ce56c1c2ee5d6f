"""Lighthouse, mobile, on a served city: the worst score of each category over a resident's pages.

The npm package runs through npx with the machine's own Chromium; it is of the bench alone and never of
the product. A machine without either skips, and says so. Network and processor are slowed down as
Lighthouse does by default, so that the figure of performance depends a little on the machine's load.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from http.cookiejar import CookieJar
from pathlib import Path
from urllib.parse import urlencode

PACKAGE = "lighthouse@13.5.0"
CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
LEAST = 95
PACK = Path(__file__).resolve().parents[1] / "packs" / "yueyang"
PERSONA, MATTER = "resident-wu", "insured-certificate"


class Skipped(Exception):
    """What is measured with is not on this machine."""


def tools() -> tuple[str, str]:
    """Return (npx, chromium). Raises Skipped where one is lacking."""
    npx = shutil.which("npx")
    names = ("chromium", "chromium-browser", "google-chrome")
    chromium = os.environ.get("YIWANG_CHROMIUM") or next(filter(None, map(shutil.which, names)), None)
    if npx is None or chromium is None:
        lacking = "npx (Debian: npm)" if npx is None else "Chromium (Debian: chromium)"
        raise Skipped(f"no {lacking} on this machine")
    return npx, chromium


def measure(rounds: int = 1) -> dict[str, float | str]:
    """Return the worst score of all pages and categories against 95; each category is printed."""
    npx, chromium = tools()
    with tempfile.TemporaryDirectory(prefix="yiwang-lighthouse-", ignore_cleanup_errors=True) as data:
        base, process = serve(Path(data))
        try:
            addresses, cookies = walk(base)
            worst = dict.fromkeys(CATEGORIES, 100.0)
            for address in addresses:
                found = scores(npx, chromium, address, cookies, Path(data))
                told = ", ".join(f"{name} {found[name]:.0f}" for name in CATEGORIES)
                print(
                    f"  {re.sub('[0-9a-f-]{36}', '…', address.removeprefix(base))}: {told}", file=sys.stderr
                )
                worst = {name: min(worst[name], found[name]) for name in CATEGORIES}
        finally:
            process.terminate()
            process.wait(30)
    low, high = min(worst.values()), max(worst.values())
    return {
        "ratio": low / LEAST,
        "low": low / LEAST,
        "high": high / LEAST,
        "ours": low,
        "other": LEAST,
        "unit": "points, the worst of " + ", ".join(f"{name} {score:.0f}" for name, score in worst.items()),
    }


def serve(data: Path) -> tuple[str, subprocess.Popen[bytes]]:
    """Serve the pack on a free port; return its address and the process."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).with_name("yiwang")), "serve", str(PACK), "--personas"]
    command += ["--data", str(data / "city"), "--listen", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    base = f"http://127.0.0.1:{port}"
    for _ in range(600):
        if process.poll() is not None:
            raise RuntimeError("the server ended before it answered; run yiwang serve to see why")
        try:
            urllib.request.urlopen(f"{base}/yueyang/", timeout=2).close()
        except OSError:
            time.sleep(0.5)
        else:
            return base, process
    process.terminate()
    raise RuntimeError("the server did not answer within five minutes")


def walk(base: str) -> tuple[list[str], str]:
    """Sign in as a persona and begin a draft; return the pages to look at, and the cookies for them."""
    jar = CookieJar()
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(jar))

    def post(path: str, **fields: str) -> str:
        page = browser.open(base + path).read().decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="([^"]+)"', page)
        assert token, path
        sent = urlencode({"csrfmiddlewaretoken": token[1], **fields}).encode()
        return str(browser.open(base + path, sent).geturl())

    post("/yueyang/sign-in", persona=PERSONA, next="/yueyang/")
    start = f"/yueyang/services/{MATTER}/start"
    section = post(start, **{"place.1": "430602", "place.2": "430602005"})
    cookies = "; ".join(f"{one.name}={one.value}" for one in jar)
    services = f"{base}/yueyang/services"
    pages = [f"{base}/yueyang/", f"{services}/", f"{services}/{MATTER}/", section]
    return [*pages, re.sub(r"pages/.*", "check", section), f"{services}/cases/"], cookies


def scores(npx: str, chromium: str, address: str, cookies: str, data: Path) -> dict[str, float]:
    """Return category → points (0 to 100) of one page."""
    told = data / "report.json"
    headers = data / "headers.json"
    headers.write_text(json.dumps({"Cookie": cookies}))
    command = [npx, "--yes", PACKAGE, address, "--quiet", "--output=json", f"--output-path={told}"]
    command += ["--form-factor=mobile", f"--only-categories={','.join(CATEGORIES)}"]
    command += [f"--extra-headers={headers}", "--chrome-flags=--headless --no-sandbox --disable-gpu"]
    done = subprocess.run(
        command,
        check=False,
        env={**os.environ, "CHROME_PATH": chromium},
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode != 0:
        if "ENOTFOUND" in done.stderr or "ECONNREFUSED" in done.stderr:
            raise Skipped("the package lighthouse is not in npm's cache and cannot be fetched")
        raise RuntimeError(done.stderr[-2000:])
    report = json.loads(told.read_text())
    return {name: 100 * report["categories"][name]["score"] for name in CATEGORIES}
