"""Cases filed without a browser, through the same views."""

from __future__ import annotations

import re

from django.test import Client

from yiwang.nets.services.tests.applications import INSURED


def post(client: Client, address: str, **answers: str) -> str:
    """Send a page of a form; return where it leads. The page must be sound."""
    page = client.get(address).content.decode()
    shown = re.findall(r'name="_shown" value="([^"]+)"', page)
    answer = client.post(address, {**answers, "_shown": shown})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"])


def draft(client: Client) -> str:
    """Fill in a certificate's form; return the address of its check page."""
    begin = "/yueyang/services/insured-certificate/start"
    first = post(client, begin, **{"place.1": "430602", "place.2": "430602005"})
    second = post(client, first, insured_name="吴演晴", id_number=INSURED)
    return post(client, second, insurance_kind="pension", from_month="2024-01", to_month="2026-10")


def present(client: Client, check: str, **more: str) -> None:
    """Record who stands at the counter, for a draft of a window."""
    known = {"name": "示例甲", "document": "resident-id", "number": INSURED, "consent": "signed", **more}
    assert post(client, check.replace("/check", "/present"), **known) == check


def submit(client: Client, check: str) -> str:
    """Submit a draft; return the case's number."""
    answer = client.post(check.replace("/check", "/submit"))
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).split("/")[-2]


def certificate(client: Client) -> str:
    """File an application for a certificate; return its number."""
    return submit(client, draft(client))


def key_on(client: Client, number: str, act: str) -> str:
    """Return the idempotency key of an act's form on the case page."""
    page = client.get(f"/yueyang/services/cases/{number}/").content.decode()
    found = re.search(rf'/cases/{number}/{act}" .*?name="key" value="([^"]+)"', page, re.DOTALL)
    assert found, page
    return found[1]
