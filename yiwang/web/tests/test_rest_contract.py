"""Whatever is sent to an operation, the answer is one that is described, never a fault of ours."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.web.rest.describing import operations
from yiwang.web.tests.bad_input import Spoiler

ASKERS = ("", "resident-wu", "officer-insurance", "window-yueyanglou", "system-admin")


def faults(told, browsers, known, times):
    """Send `times` bad requests to every operation as each asker; return what was wrong, once each."""
    found = {}
    for path, method, one in operations(told):
        for asker, browser in browsers.items():
            spoiler = Spoiler(path, one, f"{method} {path} {asker}", known)
            for _ in range(times):
                address, headers, body = spoiler.address(), spoiler.headers(), spoiler.body()
                try:
                    got = browser.generic(
                        method, address, body, content_type="application/json", headers=headers
                    )
                except Exception as fault:
                    wrong = repr(fault)[:300]
                else:
                    wrong = wrong_with(got, one)
                if wrong:
                    found.setdefault((method, path, wrong), (asker, address[:200], body[:200]))
    return found


def wrong_with(got, one):
    """Return what is wrong with an answer, "" when nothing is."""
    if got.status_code >= 500:
        return f"{got.status_code}"
    if got.status_code < 400:
        return "" if str(got.status_code) in one["responses"] else f"{got.status_code} is not described"
    try:
        error = json.loads(got.content)["error"]
    except (ValueError, KeyError, TypeError):
        return f"{got.status_code} without a problem: {got.content[:100]!r}"
    if not (error.get("code") and error.get("zh") and error.get("en")):
        return f"a problem without code or words: {error}"
    if error["code"] == "api.no-such-address":  # what was drawn is no part of this address at all
        return ""
    described = one["responses"].get(str(got.status_code))
    if described is None:
        return f"{got.status_code} {error['code']} is not described"
    if got.status_code in (412, 422, 428, 429) and error["code"] not in described["x-yw-codes"]:
        return f"{got.status_code} {error['code']} is not among {described['x-yw-codes']}"
    return ""


@pytest.fixture
def spoilt(clients, door):  # noqa: F811
    """`spoilt(times)`: what was answered wrongly."""
    number = certificate(clients("resident-wu"))
    told = Client().get("/yueyang/api/v1/openapi.json").json()
    known = {"number": number, "matter": "insured-certificate", "act": "comment", "hall": "yueyanglou-hall"}
    known |= {"bookable": "yueyanglou-general", "channel": "email", "why": "renew", "material": "id-card"}
    browsers = {asker: clients(asker) for asker in ASKERS}
    return lambda times: faults(told, browsers, known, times)


def test_bad_input_is_answered_with_a_problem_that_is_described(spoilt):
    found = spoilt(3)
    assert not found, "\n".join(map(str, list(found.items())[:40]))


@pytest.mark.full
def test_much_bad_input_is_answered_with_a_problem_that_is_described(spoilt):
    found = spoilt(40)
    assert not found, "\n".join(map(str, list(found.items())[:40]))
