"""Systems keep assets and import scans over REST, with exact counts, as the pages do."""

from __future__ import annotations

import json
import secrets

from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.nets.security.tests.conftest import CITY, HEALTH, sarif

API = f"/{CITY}/api/v1/security/"
WEB = {
    "body": HEALTH,
    "ref": "web-1",
    "name": "预约挂号",
    "kind": "system",
    "level": 3,
    "addresses": "10.9.8.7",
}


def post(client, path: str, sent, file: bytes | None = None):
    key = {"Idempotency-Key": secrets.token_urlsafe(16)}
    if file is None:
        return client.post(API + path, json.dumps(sent), content_type="application/json", headers=key)
    form = {"scan": json.dumps(sent), "file": SimpleUploadedFile("a.sarif", file)}
    return client.post(API + path, form, headers=key)


def test_an_asset_and_its_scan_over_rest(clients):
    officer = clients("security-health")
    made = post(officer, "assets", WEB)
    assert made.status_code == 200, made.content
    asset = made.json()["asset"]
    (listed,) = officer.get(f"{API}assets").json()
    assert (listed["asset"], listed["level"], listed["standing"]) == (asset, 3, "in-use")
    shown = officer.get(f"{API}assets/{asset}").json()
    assert shown["sealed"] == ["addresses"] and shown["radius"]["count"] == 0 and "10.9" not in str(shown)
    assert post(officer, f"assets/{asset}/open", {"purpose": "check"}).json() == {
        "values": {"addresses": "10.9.8.7"}
    }
    changed = {name: value for name, value in WEB.items() if name not in ("body", "ref")} | {"level": 2}
    assert post(officer, f"assets/{asset}/change", changed).status_code == 200

    first = sarif(("sql", "a.py", 1), ("xss", "b.py", 2))
    taken = post(officer, "scans", {"body": HEALTH, "asset": asset}, first).json()
    assert (taken["new"], taken["same"], taken["open"], taken["repeated"]) == (2, 0, 2, False)
    again = post(officer, "scans", {"body": HEALTH, "asset": asset}, first).json()
    assert (again["new"], again["same"], again["repeated"]) == (0, 2, True)
    assert officer.get(f"{API}scans/{taken['source']}").json()["open"] == 2

    found = officer.get(f"{API}findings?body={HEALTH}").json()
    assert len(found) == 2 and "a.py" not in str(found)
    asked = {"body": HEALTH, "finding_ids": [one["finding"] for one in found], "purpose": "rectify"}
    opened = post(officer, "findings/open", asked).json()
    assert {one["where"] for one in opened} == {"a.py", "b.py"}


def test_what_is_wrong_is_a_problem_with_a_code(clients):
    officer = clients("security-health")
    for path, sent, file, status, code in (
        ("assets", WEB | {"kind": "weapon"}, None, 409, "security.no-kind"),
        ("assets", WEB | {"body": "yueyang-transport"}, None, 409, "security.no-body"),
        ("scans", {"body": "yueyang-transport"}, sarif(), 409, "security.no-body"),
        ("scans", {"body": HEALTH, "scope": "x"}, b"nonsense", 409, "security.not-whole"),
        (
            "findings/open",
            {"body": HEALTH, "finding_ids": [], "purpose": "check"},
            None,
            409,
            "security.none-chosen",
        ),
    ):
        answer = post(officer, path, sent, file)
        assert (answer.status_code, answer.json()["error"]["code"]) == (status, code), answer.content


def test_who_has_no_part_in_it_is_told_so(clients):
    assert clients("officer-health").get(f"{API}assets").status_code == 403
    assert clients("").get(f"{API}findings").status_code == 401
