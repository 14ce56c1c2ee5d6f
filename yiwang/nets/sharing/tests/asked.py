"""A request for data as the tests' city makes it: what is typed, who does what, where it stands."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from django.test import Client

BASE = "/yueyang/sharing/"
TYPED = {
    "product": "population-basic",
    "fields": ["name", "domicile"],
    "basis": "社会保险经办条例 第十条",
    "scenario": "养老金资格核对",
    "scope": "市本级待遇科两人，每月一次",
    "purpose": "核对领取人是否仍在本市",
    "way": "lookup",
    "since": "2026-12-01",
    "until": "2027-05-31",
    "purpose_kind": "routine",
}
ASKER, ASKERS_HEAD = "steward-human-resources", "cdo-human-resources"
PROVIDER, PROVIDERS_HEAD = "steward-public-security", "cdo-public-security"
AUTHORITY = "cdo"


def ask(client: Client, **changed: Any) -> str:
    """File a request and return its number."""
    answer = client.post(f"{BASE}requests/new", {**TYPED, **changed})
    assert answer.status_code == 302, words(answer)
    return answer["Location"].rstrip("/").rpartition("/")[2]


def refused(client: Client, **changed: Any) -> str:
    """File a request that is refused and return the code."""
    answer = client.post(f"{BASE}requests/new", {**TYPED, **changed})
    assert answer.status_code == 409, answer.status_code
    return code(answer)


def code(answer: Any) -> str:
    """Return the code that a page refused with."""
    found = re.search(r'data-code="([^"]+)"', answer.content.decode())
    assert found is not None, words(answer)
    return found[1]


def words(answer: Any) -> str:
    """Return what a page says, without its marks."""
    main = answer.content.decode().split("<main")[-1]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", main))


def shown(client: Client, path: str) -> str:
    """Return the words of a page below the net's address."""
    answer = client.get(BASE + path)
    assert answer.status_code == 200, answer.status_code
    return words(answer)


def do(client: Client, number: str, outcome: str, reason: str = "") -> Any:
    """Choose an outcome of the step that is this client's now."""
    page = client.get(f"{BASE}requests/{number}/").content.decode()
    task = re.search(r'name="task" value="([^"]+)"', page)
    sent = {"task": task[1] if task else "", "outcome": outcome, "reason": reason}
    return client.post(f"{BASE}requests/{number}/complete", sent)


def act(client: Client, number: str, act: str, **sent: str) -> Any:
    """Press another button of a request."""
    return client.post(f"{BASE}requests/{number}/{act}", sent)


def on_grant(client: Client, grant: str, act: str, **sent: str) -> Any:
    """Press a button of a grant."""
    return client.post(f"{BASE}grants/{grant}/{act}", sent)


def grant_of(client: Client, number: str) -> str:
    """Return the id of the grant that a request gave."""
    page = client.get(f"{BASE}requests/{number}/").content.decode()
    found = re.search(r"/sharing/grants/([0-9a-f-]{36})/", page)
    assert found is not None, "the request gave no grant"
    return found[1]


def agreed(who: Callable[[str], Client], rounds: Callable[[], object], **changed: Any) -> str:
    """Return the number of a request that went through to its grant."""
    number = ask(who(ASKER), **changed)
    for persona, outcome in ((ASKERS_HEAD, "agree"), (PROVIDER, "complete"), (PROVIDERS_HEAD, "agree")):
        answer = do(who(persona), number, outcome)
        assert answer.status_code == 302, code(answer)
    rounds()
    return number
