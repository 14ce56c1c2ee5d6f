"""What a pack becomes for its pages, without a server: nothing a pack can be breaks them."""

from __future__ import annotations

import os
from datetime import date

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "yiwang.web.settings")

from yiwang.nets.rules import pages
from yiwang.nets.rules.book import book_of, decision_file
from yiwang.nets.rules.static_pages import Paths
from yiwang.nets.rules.tests.care import CARE, MATTER, faulty_city
from yiwang.nets.rules.trying import why_not
from yiwang.pack.load import load
from yiwang.pack.tests.city import tutorial
from yiwang.pack.tests.expected import MUTANTS


def test_a_file_that_loops_as_often_as_a_fact_says_is_not_tried_by_strangers():
    looping = CARE.replace("politely(name) + 浇", "count(for i in 1..number(name) return i)")
    assert looping != CARE
    assert why_not(decision_file("care.dmn", CARE.encode())) is None
    assert why_not(decision_file("care.dmn", looping.encode())) is not None


def test_a_finding_in_a_decision_file_stands_at_the_step_that_asks_it(tmp_path):
    root = faulty_city(tmp_path)
    matter = root / MATTER
    step = "  - {id: water, title: {zh: 浇水, en: Water}, decision: 浇水, result: water}\nclocks:"
    matter.write_text(matter.read_text("utf-8").replace("clocks:", step, 1), "utf-8")
    sheet = book_of(load(root), date(2026, 3, 2)).sheets["tree-adoption"]
    at = {one.element for one in sheet.remarks if one.code in ("YW202", "YW203")}
    assert at == {"water"}


def test_every_broken_pack_of_the_checks_can_be_shown(tmp_path):
    for number, mutant in enumerate(MUTANTS):
        root = tutorial(tmp_path / str(number), *mutant.edits)
        book = book_of(load(root), mutant.day)
        home = pages.home_page(book, Paths("zh"))
        assert home["lines"] or home["remarks"], mutant.title
        for sheet in book.sheets.values():
            assert pages.process_page(sheet, Paths("en"), "en")["sheet"] is sheet
            for file in sheet.decisions.values():
                assert pages.decisions_page(sheet.title, sheet.id, file, Paths("zh"))["file"] is file
