"""FEEL: dates, durations, lists, contexts, functions and loops mean what the standard says."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yiwang.kernel.feel import FeelError, compile_expression, compile_unary_tests
from yiwang.kernel.feel.temporal import Date, day_number, from_day_number

NOW = datetime(2026, 11, 24, 8, 30, tzinfo=UTC)


def value(text, names=None, **facts):
    read = compile_expression(text, names)
    assert not isinstance(read, FeelError), read
    return read.evaluate({"now()": NOW, **facts})


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('string(@"2026-01-31" + @"P1M")', "2026-02-28"),
        ('string(@"2024-02-29" - @"P1Y")', "2023-02-28"),
        ('string(@"2026-09-30T23:00:00" + @"PT2H")', "2026-10-01T01:00:00"),
        ('string(@"2026-10-10" - @"2026-09-30")', "P10D"),
        ('@"PT36H" / @"P1D"', Decimal("1.5")),
        ('string(@"P1Y" * 1.5)', "P1Y6M"),
        ('@"2026-10-10".weekday', 6),
        ('day of week(@"2026-10-10")', "Saturday"),
        ("week of year(date(2005, 1, 1))", 53),
        ('@"10:00:00+08:00" = @"02:00:00Z"', True),
        ('is(@"10:00:00+08:00", @"02:00:00Z")', False),
        ('@"2026-06-01T10:00:00@Asia/Shanghai".time offset = @"PT8H"', True),
        ('date("2026-02-30")', None),
        ('string(date("-999999999-12-31"))', "-999999999-12-31"),
        ('string(years and months duration(@"2020-01-31", @"2021-02-28"))', "P1Y"),
        ("string(today())", "2026-11-24"),
        ('now() - @"2026-11-24T08:00:00Z" = @"PT30M"', True),
    ],
)
def test_dates_and_durations(text, expected):
    assert value(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[1, 2, 3][item > 1]", [2, 3]),
        ("[1, 2, 3][-1]", 3),
        ("[1, 2, 3][4]", None),
        ("[{a: 1}, {a: 2}].a", [1, 2]),
        ("{a: 1, b: a + 1}.b", 2),
        ('{"two words": 1}.two words', 1),
        ("for i in 1..3, j in [10, 20] return i * j", [10, 20, 20, 40, 30, 60]),
        ("for i in 3..1 return i", [3, 2, 1]),
        ("for i in [1, 2, 3] return if i = 1 then 1 else i * partial[-1]", [1, 2, 6]),
        ("some x in [1, 2] satisfies x > 1", True),
        ("every x in [1, null] satisfies x > 0", None),
        ("(function(x: number) x * 2)(4)", 8),
        ('(function(x: number) x * 2)("4")', None),
        ("sort([3, 1, 2], function(x, y) x > y)", [3, 2, 1]),
        ("list replace([2, 4, 7], function(item, newItem) item < newItem, 5)", [5, 5, 7]),
        ('substring(start position: 2, string: "食品经营")', "品经营"),
        ("[1, [2, [3]]] instance of list<number>", False),
        ("{a: 1} instance of context<a: number>", True),
        ('1 in (> 3, ["a", 1])', True),
        ('replace("0730-8880000", "(\\d{4})-(\\d+)", "$2")', "8880000"),
        ('matches("Ä", "\\p{Lu}")', True),
        ('number("1.000,5", ".", ",")', Decimal("1000.5")),
        ("sum([])", None),
        ("count(1)", 1),
        ('abs(-@"P1D") = @"P1D"', True),
        ("unknown function(1)", None),
    ],
)
def test_lists_contexts_and_functions(text, expected):
    names = ["unknown function"] if "unknown" in text else None
    assert value(text, names) == expected


def test_a_name_of_several_words_is_read_as_one_where_it_is_known():
    assert value("floor area * 2", ["floor area", "area"], **{"floor area": 30, "area": 1}) == 60
    assert value("site.floor area", ["site", "floor area"], site={"floor area": 30}) == 30
    assert value("a-b", ["a-b", "a", "b"], **{"a-b": 1, "a": 5, "b": 2}) == 1
    assert value("a-b", ["a", "b"], a=5, b=2) == 3


def test_dates_of_python_are_dates_here():
    assert value('filed + @"P1D" = @"2026-10-01"', filed=date(2026, 9, 30)) is True
    assert value('took > @"PT1H"', took=timedelta(hours=2)) is True
    assert value('at = @"2026-11-24T16:30:00+08:00"', at=NOW) is True


def test_without_a_clock_there_is_no_now():
    read = compile_expression("now()")
    assert read.evaluate({}) is None


def test_a_loop_without_end_is_null_and_not_a_halt():
    assert value("for i in 1..100000000 return i") is None


def test_a_function_that_calls_itself_forever_is_null():
    assert value("{f: function(x) f(x)}.f(1)") is None


@pytest.mark.parametrize(
    ("cell", "one", "expected"),
    [
        ("-", None, True),
        ("< 5, [7..9]", Decimal(8), True),
        ('not("a", "b")', "c", True),
        ('not("a", "b")', "a", False),
        ("? > limit", Decimal(3), True),
        ("null", None, True),
        ("[1..3)", "x", None),
        ("limit", Decimal(2), True),
        ('contains(?, "食品")', "食品经营", True),
    ],
)
def test_a_cell_of_a_table(cell, one, expected):
    tests = compile_unary_tests(cell, ["limit"])
    assert tests.matches(one, {"limit": 2}) is expected


@settings(derandomize=True, max_examples=300)
@given(st.integers(-400_000_000, 400_000_000))
def test_every_day_has_a_number_and_every_number_a_day(number):
    day = from_day_number(number)
    assert day.number == number
    assert from_day_number(number + 1) > day


@settings(derandomize=True, max_examples=200)
@given(st.dates())
def test_days_are_counted_as_python_counts_them(day):
    ours = Date(day.year, day.month, day.day)
    assert ours.number == day.toordinal() - date(1970, 1, 1).toordinal()
    assert ours.weekday == day.isoweekday()
    assert value("week of year(day)", day=day) == day.isocalendar().week
    assert day_number(day.year, 1, 1) <= ours.number


_WORDS = """for in return some every satisfies if then else function ( ) [ ] { } , : . .. " @ 1 a item ?
instance of list < > number date and time duration string not between null = + - * ** / partial "x" @"P1D" """
_PIECES = st.sampled_from(_WORDS.split())


@settings(derandomize=True, max_examples=600)
@given(st.lists(_PIECES, max_size=14).map(" ".join))
def test_any_words_of_the_language_are_read_or_refused_and_never_raise(text):
    for read in (compile_expression(text), compile_unary_tests(text)):
        if isinstance(read, FeelError):
            assert 1 <= read.column <= len(text) + 1
        elif hasattr(read, "matches"):
            read.matches(Decimal(1), {"a": [1, "x"]})
        else:
            read.evaluate({"a": [1, "x"]})
