"""Evidence of duties: what the log shows was not done, with the entries that show it."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from msgspec.structs import replace

from yiwang.granted.reading import read
from yiwang.granted.tests.conftest import CITY, act, city, person, registered  # noqa: F401
from yiwang.granted.tests.test_reading import wanted
from yiwang.kernel.duty import QUERIES
from yiwang.kernel.products import Kept, Product
from yiwang.nets.mine.tests.test_concerns import done
from yiwang.nets.services.tests.conftest import clients, clock, door, worker  # noqa: F401
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.stewards import findings
from yiwang.nets.stewards.beyond import Used, beyond
from yiwang.nets.stewards.tests.test_desk import DESK, corrected, main  # noqa: F401

PAGE = f"{DESK}findings/"


def counts(client) -> dict[str, int]:
    """Return how much each query finds, as the overview says."""
    page = client.get(PAGE).content.decode()
    return {query: int(n) for query, n in re.findall(rf'href="{PAGE}([a-z-]+)/">(\d+)', page)}


def test_a_correction_without_an_answer_is_found_once_its_limit_has_passed(
    clients,  # noqa: F811
    corrected,  # noqa: F811
    clock,  # noqa: F811
    worker,  # noqa: F811
):
    auditor = clients("auditor")
    assert counts(auditor) == dict.fromkeys(QUERIES, 0)

    worker.round()
    clock.now += timedelta(days=21)

    assert counts(auditor) == {**dict.fromkeys(QUERIES, 0), "late-answers": 1, "unanswered-corrections": 1}
    page = auditor.get(f"{PAGE}unanswered-corrections/").content.decode()
    assert corrected in page and "过了期限还没有答复" in page and "<code>case.filed</code>" in page
    assert re.search(r'<th scope="row">\d+</th><td data-title="留痕"><code>case.filed', page)
    assert len(re.findall(r'<code class="wrap">[0-9a-f]{64}</code>', page)) >= 1


def test_answered_late_it_is_no_longer_unanswered_but_stays_late(clients, corrected, clock):  # noqa: F811
    clock.now += timedelta(days=21)

    done(clients("steward-market-regulation"), corrected, "corrected", "改好了")

    found = counts(clients("auditor"))
    assert (found["late-answers"], found["unanswered-corrections"]) == (1, 0)


def test_each_duty_of_sharing_says_its_clause_and_that_the_text_was_not_read(clients, door):  # noqa: F811
    shown = main(clients("auditor"), "findings/")

    for article in ("第三十九条", "第四十条"):
        assert f"政务数据共享条例 {article} 未核实" in shown


def test_residents_officers_and_administrators_do_not_read_it(clients, door):  # noqa: F811
    for persona in ("resident-wu", "officer-health", "system-admin"):
        for path in ("", "late-answers/"):
            assert clients(persona).get(PAGE + path).status_code == 403
    assert clients("auditor").get(f"{PAGE}nothing/").status_code == 404


READ = Used(
    body="yueyanglou-health",
    fields=("name",),
    grant="register-for-hygiene",
    matter="public-place-hygiene",
    owner="yueyang-market-regulation",
    product="business-register",
)


@pytest.mark.parametrize(
    ("changed", "day", "passed"),
    [
        ({}, date(2026, 11, 23), ""),
        ({"grant": "nothing"}, date(2026, 11, 23), "no-grant"),
        ({"product": "population-basic"}, date(2026, 11, 23), "no-grant"),
        ({"matter": "road-use"}, date(2026, 11, 23), "other-matter"),
        ({"fields": ("name", "operator")}, date(2026, 11, 23), "other-field"),
        ({}, date(2029, 1, 1), "not-in-force"),
        ({"body": "yueyang-water"}, date(2026, 11, 23), "other-body"),
    ],
)
def test_a_reading_is_held_against_each_limit_of_its_grant(city, changed, day, passed):  # noqa: F811
    used = replace(READ, **changed)
    assert beyond(city, city.grants.get(used.grant), used, day) == passed


def ask(rf, auditor_of, query: str, city):  # noqa: F811
    """Find as the auditor under another pack of the city."""
    request = rf.get("/")
    request.city, request.actor = auditor_of
    return findings.find(request, city, list(city.bodies), query)


@pytest.fixture
def auditing(person):  # noqa: F811
    """The city and the auditor of a request."""
    from yiwang.web import cities

    return cities.get(CITY), person("auditor")


def test_what_was_read_beyond_its_grant_is_found_with_its_entry(
    rf,
    auditing,
    door,  # noqa: F811
    clock,  # noqa: F811
    person,  # noqa: F811
    registered,  # noqa: F811
    city,  # noqa: F811
):
    zheng = person("owner-zheng")
    registered(zheng)
    read(door, CITY, wanted(zheng), zheng, clock.now)
    assert ask(rf, auditing, "use-beyond-purpose", city) == []

    grant = city.grants["register-for-hygiene"]
    narrower = replace(city, grants={**city.grants, grant.id: replace(grant, fields=("licence",))})
    (found,) = ask(rf, auditing, "use-beyond-purpose", narrower)

    assert found.what["zh"] == "取了授权以外的数据项" and found.body == "yueyanglou-health"
    assert [entry.type for entry in found.entries] == ["exchange.read"]


def test_cases_that_asked_for_what_a_product_holds_are_found_by_matter_and_body(
    rf,
    auditing,
    clients,  # noqa: F811
    city,  # noqa: F811
):
    certificate(clients("resident-wu"))
    assert ask(rf, auditing, "repeated-collection", city) == []

    form = city.matters["insured-certificate"].form
    field = {**form["properties"]["insurance_kind"], "x-yw-concept": "held"}
    product = Product(
        id="held",
        title={"zh": "资源", "en": "Product"},
        owner="yueyang-data",
        sharing="conditional",
        titles={},
        types={},
        classes={"it": Kept("held", "general", "none")},
    )
    marked = {**form, "properties": {**form["properties"], "insurance_kind": field}}
    matter = replace(city.matters["insured-certificate"], form=marked)
    held = replace(
        city, products={**city.products, "held": product}, matters={**city.matters, matter.id: matter}
    )
    (found,) = ask(rf, auditing, "repeated-collection", held)

    assert (found.body, found.count) == ("yueyang-social-insurance", 1)
    assert [entry.type for entry in found.entries] == ["case.filed"]


def test_a_finding_names_nobody(clients, corrected, clock, person):  # noqa: F811
    clock.now += timedelta(days=21)

    page = clients("auditor").get(f"{PAGE}late-answers/").content.decode()

    assert person("owner-zheng").person not in page and "郑演舟" not in page
