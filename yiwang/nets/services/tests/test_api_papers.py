"""Results and papers over REST: files with an entity tag, verified by anybody, promise and receipt."""

from __future__ import annotations

import json
import secrets
from hashlib import sha256

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.kernel import commands as c
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_api import API, send
from yiwang.nets.services.tests.test_api_corrections import returned
from yiwang.nets.services.tests.test_results_on_pages import ask, pdf_of, six_months  # noqa: F401


@pytest.fixture
def number(door, clock, clients):
    """A granted certificate of resident-wu."""
    filed = certificate(clients("resident-wu"))
    ask(door, clock, filed, c.DecideAtOnce(outcome="grant"))
    return filed


def issue(client, path):
    return client.post(f"{API}{path}", headers={"Idempotency-Key": secrets.token_urlsafe(16)})


def test_a_result_is_issued_once_and_given_by_its_tag(clients, number):
    wu, where = clients("resident-wu"), f"/cases/{number}/result/file"
    before = wu.get(f"{API}{where}")
    assert (before.status_code, before.json()["error"]["code"]) == (404, "services.not-issued")

    first, second = (issue(wu, where) for _ in range(2))
    kept = wu.get(f"{API}{where}")

    assert first.status_code == 200 and first.content.startswith(b"%PDF-")
    assert first.content == second.content == kept.content == pdf_of(wu, number)
    assert kept["ETag"] == f'"{sha256(first.content).hexdigest()}"' == first["ETag"]
    same = wu.get(f"{API}{where}", headers={"If-None-Match": kept["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    listed = wu.get(f"{API}/cases/{number}/result").json()["files"]
    assert [one["sha256"] for one in listed] == [sha256(first.content).hexdigest()]


def test_anybody_verifies_a_result_by_its_code_its_hash_and_the_file_itself(clients, number):
    wu = clients("resident-wu")
    told = wu.get(f"{API}/cases/{number}/result").json()
    content = issue(wu, f"/cases/{number}/result/file").content
    where = f"{API}/verify/{number}/{told['code']}"

    plain, hashed = Client().get(where), Client().get(f"{where}?sha256={sha256(content).hexdigest()}")
    file = Client().post(where, {"file": SimpleUploadedFile("result.pdf", content)})
    changed = Client().post(where, {"file": SimpleUploadedFile("result.pdf", content + b" ")})

    assert plain.status_code == 200, plain.content.decode()
    assert (plain.json()["good"], plain.json()["same_file"]) == (True, None)
    assert "430602190001010012" not in plain.content.decode()  # what it prints is masked
    assert (hashed.json()["same_file"], hashed.json()["signed"]) == (True, None)
    assert (file.json()["same_file"], file.json()["signed"]) == (True, True)
    assert (changed.json()["same_file"], changed.json()["signed"]) == (False, False)
    assert Client().get(f"{API}/verify/{number}/AAAAA").status_code == 404
    assert Client().get(f"{where}?sha256=abc").json()["error"]["code"] == "services.verify-file"
    assert Client().post(where).status_code == 422


def test_a_paper_is_signed_for_and_issued(clients):
    number, luo = returned(clients), clients("owner-luo")
    paper = next(
        one["number"]
        for one in luo.get(f"{API}/cases/{number}").json()["papers"]
        if one["kind"] == "correction"
    )

    signed = send(luo, f"/cases/{number}/papers/{paper}/serve", {})
    file = issue(luo, f"/cases/{number}/papers/{paper}/file")

    assert signed.status_code == 200, signed.content.decode()
    assert file.status_code == 200 and file.content.startswith(b"%PDF-")
    assert luo.get(f"{API}/cases/{number}/papers/{paper}/file")["ETag"] == file["ETag"]
    stranger = clients("resident-liu")
    assert issue(stranger, f"/cases/{number}/papers/{paper}/file").status_code == 404
    assert stranger.get(f"{API}/cases/{number}/papers/{paper}/file").status_code == 404


def test_an_entry_has_its_promise_and_then_its_receipt(clients, number, worker, clock):
    wu, where = clients("resident-wu"), f"{API}/cases/{number}/receipt"

    promise = wu.get(where)
    clock.pass_(minutes=2)
    worker.round()
    receipt = wu.get(where)

    assert json.loads(promise.content) != json.loads(receipt.content)
    assert wu.get(where, headers={"If-None-Match": receipt["ETag"]}).status_code == 304
    assert wu.get(f"{where}?entry=99").status_code == 404
    assert clients("resident-liu").get(where).status_code == 404
    keys = Client().get(f"{API}/city.pub")
    assert keys.status_code == 200 and b"yueyang" in keys.content


def test_a_result_is_renewed_by_a_draft_that_is_filled_in_and_begun_once(
    clients,
    door,
    clock,
    six_months,  # noqa: F811
    number,
):
    wu, key = clients("resident-wu"), secrets.token_urlsafe(16)
    ask(door, clock, number, c.Deliver(how="online"))

    begun, again = (send(wu, f"/cases/{number}/continue/renew", {}, key) for _ in range(2))

    assert (begun.status_code, again.status_code) == (201, 200), begun.content.decode()
    assert begun.json()["draft"] == again.json()["draft"]
    assert begun.json()["answers"]["insured_name"] == "吴演晴"
    filed = send(wu, f"/drafts/{begun.json()['draft']}/submit", {})
    assert filed.status_code == 201, filed.content.decode()
    late = send(wu, f"/cases/{number}/continue/renew", {}, key)
    assert (late.status_code, late.json()["error"]["code"]) == (409, "api.draft-filed")
    assert send(clients("resident-liu"), f"/cases/{number}/continue/renew", {}).status_code == 404
    assert send(wu, f"/cases/{number}/continue/praise", {}).status_code == 422
