# ruff: noqa: E501, F811
"""Rows looked up under a grant: what the grant names and no more, one's own, recorded before they are given."""

from __future__ import annotations

from datetime import date

import duckdb
import psycopg
import pytest

from yiwang.granted.files import FileLookups
from yiwang.granted.kinds import EXCHANGE
from yiwang.granted.reading import Found, Sought, look_up, read
from yiwang.granted.tests.conftest import CITY, PLACE, city, person  # noqa: F401
from yiwang.kernel.granted import Wanted
from yiwang.kernel.products import Kept, Product
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.tests.conftest import clock, door  # noqa: F401
from yiwang.ports.lookups import FakeLookups, ProviderAway, Row, lookups_keep_the_contract

NUMBER = "000000196003030043"
ROW = {"id_number": NUMBER, "name": "陶演菊", "domicile": "演示路 8 号", "sex": "女", "born_on": "1960-03-03"}
PEOPLE = Product(
    id="people",
    title={"zh": "人口", "en": "People"},
    owner="police",
    sharing="conditional",
    titles={},
    types={
        "id_number": "string",
        "name": "string",
        "children": "integer",
        "seen_on": "date",
        "paid": "boolean",
    },
    key="id_number",
    classes={"name": Kept("resident-name", "general", "ordinary")},
)


@pytest.fixture
def police():
    """What the police hold of one person."""
    return FakeLookups({"population-basic": {NUMBER: (ROW, date(2026, 3, 1))}})


def wanted(actor, **other: str) -> Wanted:
    asked = {
        "grant": "population-for-moves",
        "matter": "household-move",
        "why": "draft",
        "about": "d-1",
        "place": PLACE,
    }
    return Wanted(subject=actor.person, **{**asked, **other})


def recorded(database) -> list:
    with psycopg.connect(database.superuser) as connection:
        rows = connection.execute("SELECT id, state FROM exchange_row").fetchall()
    return [(str(id), EXCHANGE.decode(bytes(state))) for id, state in rows]


def test_no_field_leaves_that_the_grant_does_not_give_and_it_is_recorded(
    door, clock, person, police, database
):
    tao = person("resident-tao")
    sought = Sought(police, ("name", "domicile", "born_on", "no-such"), own=NUMBER)
    found = look_up(door, CITY, wanted(tao), sought, tao, clock.now)

    assert isinstance(found, Found), found
    assert found.values == {"name": "陶演菊", "domicile": "演示路 8 号"} and found.as_of == date(2026, 3, 1)
    assert police.asked == [
        ("population-basic", NUMBER, ("name", "domicile"))
    ]  # the provider is not even asked
    ((exchange, one),) = recorded(database)
    assert exchange == found.exchange and one.fields == ("domicile", "name")
    assert NUMBER not in repr(one) and "陶演菊" not in repr(one)


def test_a_provider_that_answers_more_than_it_was_asked_gives_no_more(door, clock, person, database):
    class Talkative(FakeLookups):
        def row(self, product, key, fields):
            return Row(dict(ROW), None)

    tao = person("resident-tao")
    found = look_up(door, CITY, wanted(tao), Sought(Talkative({}), ("name",), own=NUMBER), tao, clock.now)
    assert found.values == {"name": "陶演菊"}


@pytest.mark.parametrize(
    ("other", "code"),
    [
        ({"matter": "school-admission"}, "granted.other-matter"),
        ({"grant": "no-such"}, "granted.no-grant"),
        ({"why": ""}, "granted.no-purpose"),
        ({"subject": "somebody-else"}, "granted.not-yours"),
    ],
)
def test_what_does_not_fit_the_grant_is_refused_and_the_provider_not_asked(
    door,
    clock,
    person,
    police,
    database,
    other,
    code,
):
    tao = person("resident-tao")
    asked = {"subject": tao.person, **other}
    subject = asked.pop("subject")
    refusal = look_up(
        door,
        CITY,
        Wanted(**{**_plain(wanted(tao)), **asked, "subject": subject}),
        Sought(police, ("name",), own=NUMBER),
        tao,
        clock.now,
    )
    assert isinstance(refusal, Refusal) and refusal.code == code
    assert police.asked == [] and recorded(database) == []


def _plain(one: Wanted) -> dict[str, str]:
    return {name: getattr(one, name) for name in one.__struct_fields__}


def test_of_people_only_ones_own_row_is_found_and_none_by_a_number_that_was_typed(
    door, clock, person, police, database
):
    tao = person("resident-tao")
    typed = look_up(door, CITY, wanted(tao), Sought(police, ("name",), typed=NUMBER), tao, clock.now)
    unknown = look_up(door, CITY, wanted(tao), Sought(police, ("name",)), tao, clock.now)
    assert (typed.code, unknown.code) == ("granted.own-row", "granted.no-number")
    assert police.asked == [] and recorded(database) == []


def test_a_result_is_not_looked_up_and_a_looked_up_product_is_no_result(door, clock, person, police):
    zheng = person("owner-zheng")
    results = wanted(zheng, grant="register-for-hygiene", matter="public-place-hygiene")
    assert (
        look_up(door, CITY, results, Sought(police, ("name",), own="1"), zheng, clock.now).code
        == "granted.other-way"
    )
    assert read(door, CITY, wanted(zheng), zheng, clock.now).code == "granted.other-way"


def test_a_provider_that_is_away_leaves_no_record(door, clock, person, police, database):
    police.away.add("population-basic")
    tao = person("resident-tao")
    with pytest.raises(ProviderAway):
        look_up(door, CITY, wanted(tao), Sought(police, ("name",), own=NUMBER), tao, clock.now)
    assert recorded(database) == []


@pytest.fixture(params=["parquet", "csv"])
def files(request, tmp_path):
    """A folder with the rows of people, in both formats."""
    rows = (
        "SELECT * FROM (VALUES ('A1', '陶演菊', 2, DATE '2026-03-01', true), ('A2', NULL, NULL, NULL, false))"
        " AS t(id_number, name, children, seen_on, paid)"
    )
    if request.param == "csv":
        duckdb.sql(f"COPY ({rows}) TO '{tmp_path}/people.csv' (HEADER)")
        (tmp_path / "people.about.json").write_text('{"yiwang.as_of": "2026-11-01"}')
    else:
        duckdb.sql(
            f"COPY ({rows}) TO '{tmp_path}/people.parquet' (KV_METADATA {{'yiwang.as_of': '2026-11-01'}})"
        )
    return FileLookups(tmp_path)


def test_files_and_the_fake_keep_the_contract_of_lookups(files):
    lookups_keep_the_contract(files, PEOPLE, "A1", "A9")
    lookups_keep_the_contract(FakeLookups({"people": {"A1": ({"name": "x"}, None)}}), PEOPLE, "A1", "A9")


def test_a_file_gives_values_of_their_types_and_leaves_out_what_is_empty(files):
    every = tuple(PEOPLE.types)
    assert files.row(PEOPLE, "A1", every) == Row(
        {"id_number": "A1", "name": "陶演菊", "children": 2, "seen_on": "2026-03-01", "paid": True},
        date(2026, 11, 1),
    )
    assert files.row(PEOPLE, "A2", every).values == {"id_number": "A2", "paid": False}


def test_a_row_is_of_the_day_that_its_field_says_else_of_the_day_of_its_file(files):
    from msgspec.structs import replace

    dated = replace(PEOPLE, dated_by="seen_on")
    assert files.row(dated, "A1", ("name",)) == Row({"name": "陶演菊"}, date(2026, 3, 1))
    assert files.row(dated, "A2", ("paid",)).as_of is None
    assert files.row(PEOPLE, "A1", ("name",)).as_of == date(2026, 11, 1)


def test_no_file_a_broken_one_a_missing_column_and_two_rows_of_one_key_are_an_absent_provider(tmp_path):
    lookups = FileLookups(tmp_path)
    with pytest.raises(ProviderAway):
        lookups.row(PEOPLE, "A1", ("name",))
    (tmp_path / "people.parquet").write_bytes(b"PAR1 no parquet")
    with pytest.raises(ProviderAway):
        lookups.row(PEOPLE, "A1", ("name",))
    duckdb.sql(f"COPY (SELECT 'A1' AS id_number) TO '{tmp_path}/people.parquet'")
    with pytest.raises(ProviderAway):
        lookups.row(PEOPLE, "A1", ("name",))
    duckdb.sql(f"COPY (SELECT 'A1' AS id_number, 'x' AS name FROM range(2)) TO '{tmp_path}/people.parquet'")
    with pytest.raises(ProviderAway, match="two rows"):
        lookups.row(PEOPLE, "A1", ("name",))
