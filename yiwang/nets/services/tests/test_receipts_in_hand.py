"""The promise a resident takes home, the receipt it becomes, and both checked without the city."""

from __future__ import annotations

import json

from yiwang.nets.services.tests.filing import certificate
from yiwang.store.receipts import check_document


def test_the_promise_becomes_a_receipt_and_both_hold_offline(clients, worker):
    client = clients("resident-wu")
    number = certificate(client)
    address = f"/yueyang/services/cases/{number}/receipt"
    key = client.get("/yueyang/services/city.pub").content.decode()

    promise = client.get(address)
    assert f"{number}-1.receipt.json" in promise["Content-Disposition"]
    told = check_document(promise.content, key)
    assert (told.standing, told.kind) == ("holds", "promise")

    worker.round()
    receipt = client.get(address).content
    told = check_document(receipt, key)
    assert (told.standing, told.kind) == ("holds", "receipt")


def test_an_altered_receipt_says_which_hash_differs(clients, worker):
    client = clients("resident-wu")
    number = certificate(client)
    worker.round()
    key = client.get("/yueyang/services/city.pub").content.decode()
    receipt = json.loads(client.get(f"/yueyang/services/cases/{number}/receipt").content)
    receipt["entry"] = receipt["entry"][:-1] + ("0" if receipt["entry"][-1] != "0" else "1")

    told = check_document(json.dumps(receipt).encode(), key)

    assert told.standing == "wrong"
    assert told.en and told.zh


def test_there_is_no_receipt_of_an_entry_that_never_was(clients):
    client = clients("resident-wu")
    address = f"/yueyang/services/cases/{certificate(client)}/receipt"

    for entry in ("2", "0", "-1", "x", "9" * 30):
        assert client.get(f"{address}?entry={entry}").status_code == 404
