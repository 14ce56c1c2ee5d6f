"""Signing in with a provider that others wrote, in a process of its own: `oidc-provider-mock`, over HTTP."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from urllib.error import HTTPError, URLError
from urllib.parse import parse_qs, urlencode, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener, urlopen

import pytest
from django.test import Client

from yiwang.web import identity
from yiwang.web.account.tests.serving import free_port
from yiwang.web.account.tests.test_signing_in import ACCOUNT, told
from yiwang.web.identity import oidc
from yiwang.web.identity.tests.conftest import write
from yiwang.web.identity.tests.test_identity_service import CASES, COMPANY, start

CLAIMS = {"sub": "wang", "user_type": "1", "acr": "L3", "name": "王小河"}
OF_A_COMPANY = {"user_type": "3", "acr": "L3", "uscc": COMPANY, "company": "河边饮食店"}
USERS = (
    CLAIMS,
    {"sub": "li", "name": "李小江", **OF_A_COMPANY},
    {"sub": "zhao", "name": "赵小湖", **OF_A_COMPANY},
)


class _Stay(HTTPRedirectHandler):
    def redirect_request(self, *args, **kwargs):
        return None


@pytest.fixture
def provider(accounts, clock, tmp_path, settings) -> Iterator[str]:
    """The address of the provider."""
    clock.now = datetime.now(UTC)
    port = free_port()
    command = [sys.executable, "-m", "oidc_provider_mock", "-p", str(port), "--require-nonce", "true"]
    process = subprocess.Popen(
        [*command, *(word for one in USERS for word in ("--user-claims", json.dumps(one)))],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    try:
        settings.YIWANG_IDENTITY = str(write(tmp_path, _issuer(address, process)))
        oidc.forget()
        identity._read.cache_clear()
        yield address
    finally:
        process.terminate()
        process.wait(20)
        oidc.forget()
        identity._read.cache_clear()


def _issuer(address: str, process: subprocess.Popen[bytes]) -> str:
    give_up = time.monotonic() + 60
    while time.monotonic() < give_up and process.poll() is None:
        try:
            with urlopen(f"{address}/.well-known/openid-configuration", timeout=5) as answer:
                return str(json.load(answer)["issuer"])
        except (URLError, OSError):
            time.sleep(0.1)
    raise AssertionError("the provider does not start")


def sign_in_there(address: str) -> dict[str, str]:
    """Press the provider's own button as `wang`; returns the query with which one comes back."""
    form = Request(address, data=urlencode({"sub": "wang"}).encode())
    try:
        build_opener(_Stay).open(form, timeout=10)
    except HTTPError as redirect:
        location = redirect.headers["Location"]
        return {key: values[0] for key, values in parse_qs(urlsplit(location).query).items()}
    raise AssertionError("the provider does not lead back")


def test_a_resident_signs_in_with_it_once_for_each_code(provider):
    browser = Client()
    query = sign_in_there(start(browser)["Location"])
    answer = browser.get(f"{ACCOUNT}identity/province/back", query)

    assert answer.status_code == 302, told(answer)
    assert browser.get(CASES).status_code == 200
    other = Client()
    state = sign_in_there(start(other)["Location"])["state"]
    replayed = other.get(f"{ACCOUNT}identity/province/back", {**query, "state": state})
    assert told(replayed) == "account.identity.code-refused"


def test_a_resident_confirms_there_anew_that_it_is_them(provider):
    from yiwang.web.identity.tests.test_confirming_at_the_service import grow_old, way_of

    browser = Client()
    browser.get(f"{ACCOUNT}identity/province/back", sign_in_there(start(browser)["Location"]))
    grow_old(browser)
    page = browser.get("/yueyang/mine/mandates/offer")
    assert told(page) == "web.step-up"

    back = browser.get(
        f"{ACCOUNT}identity/province/back", sign_in_there(browser.get(way_of(page))["Location"])
    )

    assert back["Location"] == "/yueyang/mine/mandates/offer"
    assert told(browser.get("/yueyang/mine/mandates/offer")) == ""
