"""The yearly report of sharing by body: page, workbook and PDF, from cases and exchanges."""

from __future__ import annotations

import io
from datetime import timedelta

from openpyxl import load_workbook

from yiwang.granted.tests.conftest import act, city, person, registered  # noqa: F401
from yiwang.nets.mine.tests.test_concerns import asked, done
from yiwang.nets.services.tests.conftest import clients, clock, door  # noqa: F401
from yiwang.nets.stewards.tests.test_desk import DESK, corrected, main  # noqa: F401


def figures(client, year: int = 2026) -> dict[str, dict[str, int]]:
    """Return the workbook's figures that are not nought, by body and column."""
    got = client.get(f"{DESK}report/{year}/report.xlsx", {"lang": "zh"})
    rows = list(load_workbook(io.BytesIO(got.content)).active.values)
    titles = rows[2][1:]
    return {row[0]: {name: n for name, n in zip(titles, row[1:], strict=True) if n} for row in rows[3:]}


def test_exchanges_and_corrections_are_counted_by_body(clients, corrected):  # noqa: F811
    found = figures(clients("auditor"))

    assert found["岳阳楼区卫生健康局"]["得到的取用（次）"] == 1
    given = {body: row["提供的取用（次）"] for body, row in found.items() if "提供的取用（次）" in row}
    assert sum(given.values()) == 1
    asked_of = {body: row for body, row in found.items() if "收到的校核" in row}
    assert [row["校核办理中"] for row in asked_of.values()] == [1]


def test_an_answer_after_the_limit_is_late_and_one_still_missing_too(clients, corrected, clock):  # noqa: F811
    clock.now += timedelta(days=21)
    auditor = clients("auditor")
    assert [row["校核办理中已逾期"] for row in figures(auditor).values() if "收到的校核" in row] == [1]

    done(clients("steward-market-regulation"), corrected, "corrected", "改好了")

    rows = [row for row in figures(auditor).values() if "收到的校核" in row]
    assert [(row["校核逾期答复"], row["更正了的"]) for row in rows] == [(1, 1)]


def test_a_complaint_is_counted_with_the_body_it_is_about(clients, corrected):  # noqa: F811
    asked(clients("owner-zheng"), "complain", words="不该看")

    assert figures(clients("auditor"))["岳阳楼区卫生健康局"]["被投诉"] == 1


def test_the_page_says_the_same_and_names_nobody(clients, corrected, person):  # noqa: F811
    page = main(clients("cdo"), "report/2026/")

    assert "岳阳市政务数据共享年度报告（2026 年）" in page and "得到的取用（次） 1" in page
    assert "统计到 2026-11-23" in page
    assert person("owner-zheng").person not in page and "郑演舟" not in page


def test_the_pdf_is_one_or_says_what_is_missing(clients, corrected):  # noqa: F811
    got = clients("auditor").get(f"{DESK}report/2026/report.pdf")

    assert got.content.startswith(b"%PDF-") or (got.status_code == 409 and b'data-code="pdf.' in got.content)


def test_there_is_no_report_of_a_year_to_come_or_before_the_regulation(clients, door):  # noqa: F811
    auditor = clients("auditor")
    assert [auditor.get(f"{DESK}report/{year}/").status_code for year in (2024, 2025, 2026, 2027)] == [
        404,
        200,
        200,
        404,
    ]
    assert auditor.get(f"{DESK}report/")["Location"] == f"{DESK}report/2026/"
