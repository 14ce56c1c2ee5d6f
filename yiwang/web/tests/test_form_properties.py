"""What holds for whatever a person sends."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from os.path import basename

from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.web.forms import answers, bind, complete, parse, read
from yiwang.web.forms.kinds import write
from yiwang.web.forms.parse import filled
from yiwang.web.tests.shop_form import SCHEMA, FakePlaces

FORM = read(SCHEMA)
PLACES = FakePlaces()
TODAY = date(2026, 3, 5)
NAMES = [
    *(one.name for one in FORM.fields.values()),
    *(f"born.{part}" for part in ("year", "month", "day")),
    *("place.1", "place.2", "staff.count", "staff.0.who", "staff.1.cook", "_add", "_remove", "_shown"),
]
posts = st.dictionaries(st.sampled_from(NAMES), st.lists(st.text(max_size=30), max_size=3), max_size=12)
sections = st.sampled_from([section.id for section in FORM.sections])


@given(post=posts, section=sections)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_whatever_is_sent_gives_an_answer_and_a_page_that_keeps_it(post, section):
    answer = parse(FORM, section, post, today=TODAY, places=PLACES)
    page = bind(FORM, section, {}, answer, places=PLACES)

    targets = {
        id
        for question in page.questions
        for inner in [question, *(one for entry in question.entries for one in entry.questions)]
        for id in (inner.id, *(option.id for option in inner.options), *(part.id for part in inner.parts))
    }
    assert {problem.target for problem in answer.problems} <= targets
    assert all(
        answer.raw.get(name) == value for name, value in post.items() if not name.startswith(("_", "staff"))
    )


good = st.fixed_dictionaries(
    {"trade": st.sampled_from(["books", "repair"]), "area": st.decimals("0.01", "500", places=2).map(str),
     "place": st.sampled_from(["A1", "A2", "B1"])},
    optional={"days": st.sampled_from([["mon"], ["mon", "wed"]])},
)  # fmt: skip


@given(values=good)
@settings(derandomize=True, max_examples=100, deadline=None)
def test_a_page_shown_and_sent_unchanged_gives_the_same_values(values):
    section = FORM.section("shop")

    assert parse(FORM, section, filled(section, values, PLACES), places=PLACES).values == values


@given(day=st.dates(date(1900, 1, 1), TODAY))
@settings(derandomize=True, max_examples=100, deadline=None)
def test_every_day_is_read_as_it_is_written(day):
    raw = write(FORM.fields["born"], "born", day.isoformat(), PLACES)

    assert parse(FORM, "owner", raw, today=TODAY).values["born"] == day.isoformat()


def packed(names: list[str], size: int) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, bytes(size))
    return whole.getvalue()


starts = st.sampled_from([b"", b"%PDF-", b"\x89PNG\r\n\x1a\n", b"PK\x03\x04", b"\xff\xd8\xff", b"RIFF"])
INSIDE = ["OFD.xml", "a", "b.zip", "../x"]
contents = st.one_of(
    st.builds(bytes.__add__, starts, st.binary(max_size=60)),
    st.builds(packed, st.lists(st.sampled_from(INSIDE), max_size=3, unique=True), st.integers(0, 9)),
)
# Django refuses a name that ends in nothing ("a/", "..") before any page sees it.
file_names = st.text(min_size=1, max_size=20).filter(lambda name: basename(name) not in {"", ".", ".."})
uploads = st.dictionaries(
    st.sampled_from(["plan", "name", "staff.0.who", "nothing"]),
    st.lists(st.builds(SimpleUploadedFile, file_names, contents), max_size=2),
    max_size=3,
)
anything = st.dictionaries(
    st.one_of(st.sampled_from([*NAMES, "staff.count", "plan.remove"]), st.text(max_size=12)),
    st.lists(st.one_of(st.text(max_size=40), st.just("9" * 5000), st.just("staff.0")), max_size=3),
    max_size=10,
)


@given(post=anything, files=uploads, section=sections)
@settings(derandomize=True, max_examples=300, deadline=None)
def test_whatever_is_sent_with_whatever_files_never_fails_and_what_is_kept_can_be_shown(post, files, section):
    answer = parse(FORM, section, post, files, today=TODAY, places=PLACES)

    bind(FORM, section, {}, answer, places=PLACES)
    complete(FORM, answer.values, today=TODAY, places=PLACES)
    answers(FORM, answer.values, places=PLACES)
    if answer.ok:
        raw = filled(FORM.section(section), answer.values, PLACES)
        again = parse(FORM, section, raw, known=answer.values, today=TODAY, places=PLACES)
        assert again.values == answer.values
