"""Whatever a set's definition says, what is planted of persons in the data is in nothing that is computed."""

from __future__ import annotations

import tempfile
from pathlib import Path

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.opening.sets import By, Measure, OpenSet
from yiwang.kernel.refusal import Refusal
from yiwang.nets.opening import files
from yiwang.nets.opening.computing import Computed, compute
from yiwang.nets.opening.duck import shut_in
from yiwang.nets.opening.tests.conftest import CANARIES, FIELDS, IDENTITY, MOBILE, NAME, product, rows, write


@pytest.fixture(scope="module")
def data(tmp_path_factory) -> dict[str, Path]:
    """Data files whose remarks hold, by name, nothing, or a canary in some shape."""
    folder = tmp_path_factory.mktemp("products")
    remarks = {
        "plain": "正常",
        "name": f"联系{NAME}办理",
        "identity": f"证号{IDENTITY}。",
        "wide": "电话１３８７３０１２３４５",
        "spaced": "电话 138 7301 2345",
        "dashed": "430602-19850101-1234",
        "landline": "0730-8812345",
    }
    made = {}
    for name, remark in remarks.items():
        given_ = rows()
        for at in (0, *range(40, 80)):  # once beside its person, and often enough to be no small group
            given_[at]["remark"] = remark
        made[name] = write(folder / name, "helped", given_)
    return made


def whole(folder: Path) -> str:
    """Return everything that the files of a folder say, the Parquet file opened."""
    texts = [(folder / f"data.{form}").read_bytes().decode() for form in ("csv", "json")]
    with duckdb.connect(":memory:") as connection:
        got = connection.execute(f"SELECT * FROM read_parquet('{folder}/data.parquet')").fetchall()
    return "\n".join([*texts, *(str(row) for row in got)])


def published(file: Path, one: OpenSet, **more) -> tuple[Computed | Refusal, str]:
    """Compute a set as the publisher does; return what came of it, and all that was written or said."""
    with tempfile.TemporaryDirectory() as folder, shut_in(file.parent, Path(folder)) as connection:
        made = compute(connection, file, product(**more), one)
        if isinstance(made, Refusal):
            return made, f"{made.zh}\n{made.en}\n{made.params}"
        files.write(connection, Path(folder))
        return made, whole(Path(folder)) + str(made.groups)


open_names = st.sampled_from(sorted(name for name in FIELDS if FIELDS[name][1] == "none"))
names = st.one_of(open_names, open_names, open_names, st.sampled_from(sorted(FIELDS)))
measures = st.builds(
    lambda how, field, at: Measure(name=f"m{at}", how=how, field="" if how == "count" else field),
    st.sampled_from(["count", "sum", "mean"]),
    names,
    st.integers(0, 99),
)
definitions = st.builds(
    OpenSet,
    id=st.just("any"),
    title=st.just({"zh": "任意"}),
    says=st.just({}),
    product=st.just("helped"),
    licence=st.just("CC0-1.0"),
    updates=st.just("daily"),
    k=st.integers(0, 30),
    fields=st.lists(names, max_size=4, unique=True).map(tuple),
    by=st.lists(st.builds(By, names, st.sampled_from(["", "month", "quarter", "year"])), max_size=3).map(
        tuple
    ),
    measures=st.lists(measures, max_size=3).map(tuple),
)
remarked = st.sampled_from(["plain", "name", "identity", "wide", "spaced", "dashed", "landline"])


@settings(max_examples=80, deadline=None)
@given(one=definitions, remark=remarked)
def test_no_canary_leaves_whatever_the_definition(data, one, remark):
    _, said = published(data[remark], one)

    assert not [canary for canary in CANARIES if canary in said]
    assert "１３８７３０" not in said and "138 7301" not in said and "430602-1985" not in said
    assert "0730-8812345" not in said


SOUND = OpenSet(
    id="sound",
    title={"zh": "按区"},
    says={},
    product="helped",
    licence="CC0-1.0",
    updates="daily",
    k=10,
    by=(By("district"), By("since", "quarter")),
    measures=(Measure(name="rows", how="count"), Measure(name="amount", how="sum", field="amount")),
)


def test_a_sound_table_is_written_and_counts_every_row(data):
    made, said = published(data["plain"], SOUND)

    assert isinstance(made, Computed) and made.rows == 12 and made.primary == 0
    assert sum(int(line.split(",")[2]) for line in said.split("\n")[1:13]) == 400


@pytest.mark.parametrize("remark", ["name", "identity", "wide", "spaced", "dashed", "landline"])
def test_a_remark_that_tells_of_somebody_is_refused_by_column_and_not_by_value(data, remark):
    one = OpenSet(
        id="x",
        title={},
        says={},
        product="helped",
        licence="CC0-1.0",
        updates="daily",
        k=10,
        fields=("remark",),
    )

    made, said = published(data[remark], one)

    assert isinstance(made, Refusal) and made.code == "opening.looks-personal"
    assert made.params["columns"] == {"remark": 41} and not [one for one in CANARIES if one in said]
    assert MOBILE not in said


def test_a_remark_that_tells_of_nobody_is_published(data):
    one = OpenSet(
        id="x",
        title={},
        says={},
        product="helped",
        licence="CC0-1.0",
        updates="daily",
        k=10,
        fields=("remark",),
    )

    made, said = published(data["plain"], one)

    assert isinstance(made, Computed) and made.rows == 400 and "正常" in said
