"""The description of the API: of every operation what it takes, what it answers, with an example of each."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from yiwang.nets.services.tests.conftest import clock, door  # noqa: F401
from yiwang.web.rest.describing import JSON, operations
from yiwang.web.rest.examples import NO_WORD

HERE = "/yueyang/api/v1/openapi.json"


@pytest.fixture
def told(door):  # noqa: F811
    """The description, as a client reads it."""
    answer = Client().get(HERE)
    assert answer.status_code == 200
    return answer.json()


def bodies(one):
    """Yield (where, media, body) of what an operation takes and answers."""
    for media, body in one.get("requestBody", {}).get("content", {}).items():
        yield "sent", media, body
    for status, answer in one["responses"].items():
        for media, body in answer.get("content", {}).items():
            yield status, media, body


def test_every_operation_says_permission_words_and_what_may_go_wrong(told):
    for path, method, one in operations(told):
        where = (method, path)
        assert one["x-yw-permission"], where
        assert one["summary"] and one["description"], where
        assert "x-yw-scope" in one and "x-yw-declared" not in one, where
        answers = one["responses"]
        assert any(status in answers for status in ("200", "201", "204")), where
        assert "422" in answers and "503" in answers, where
        assert all(answer["description"] for answer in answers.values()), where
        for status, answer in answers.items():
            if int(status) >= 400:
                assert "x-yw-codes" in answer and answer["content"][JSON]["example"], (where, status)
                assert answer["x-yw-codes"] or status == "409", (where, status)


def test_whoever_changes_something_sends_a_key(told):
    without = {
        "/verify/{number}/{code}": "reads",
        "/nothing-gets-done/answer": "reads",
        "/reports/near": "reads",
        "/reports/follow": "reads",
        "/checkpoints/cosignatures": "a signature is its own key: sent again it changes nothing",
        "/drafts/{draft}/answers": "takes the version instead: sent again it is refused",
    }
    for path, method, one in operations(told):
        keyed = any(asked["name"] == "Idempotency-Key" for asked in one["parameters"])
        if method == "POST":
            assert keyed != (path.removeprefix("/yueyang/api/v1") in without), (method, path)


def test_every_example_is_what_its_schema_says(told):
    seen = 0
    for path, method, one in operations(told):
        for where, media, body in bodies(one):
            if media != JSON or body["schema"].get("format") == "binary":
                continue
            schema = {**body["schema"], "components": told["components"]}
            assert NO_WORD not in json.dumps(body["example"], ensure_ascii=False), (method, path, where)
            faults = list(Draft202012Validator(schema).iter_errors(body["example"]))
            assert not faults, (method, path, where, faults[0].message, body["example"])
            seen += 1
    assert seen > 100


def test_every_reference_leads_somewhere(told):
    text = json.dumps(told)
    for part in text.split('"$ref": "#')[1:]:
        node = told
        for step in part.split('"')[0].strip("/").split("/"):
            node = node[step]
