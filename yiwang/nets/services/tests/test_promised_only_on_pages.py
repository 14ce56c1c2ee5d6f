"""Where the law sets no limit, the pages say so, and do not pass a promise off as the law's."""

from __future__ import annotations

from yiwang.kernel.limits import parse
from yiwang.nets.services.tests.filing import certificate
from yiwang.nets.services.tests.test_validity_on_pages import flat
from yiwang.web import cities


def test_the_guide_names_the_promise_and_says_that_the_law_sets_none(clients):
    guide = flat(clients("").get("/yueyang/services/insured-certificate/").content)
    assert "办理时限 法律未规定 即时" in guide
    english = flat(clients("").get("/yueyang/services/insured-certificate/?lang=en").content)
    assert "Time limit not set by law at once" in english
    rules = flat(clients("").get("/yueyang/rules/insured-certificate/").content)
    assert "办理时限 法律未规定 即时" in rules


def test_a_case_shows_its_promise_and_is_late_when_the_promise_has_passed(clients, clock, worker):
    client = clients("resident-wu")
    clocks = cities.get("yueyang").city.matters["insured-certificate"].clocks
    assert clocks["decision"].legal is None
    assert clocks["decision"].promised == parse("即时")
    address = f"/yueyang/services/cases/{certificate(client)}/"

    page = flat(client.get(address).content)
    assert "承诺 即时 · 法律未规定 · 优化营商环境条例 第三十六条第二款" in page
    assert "法律没有规定这项时限，这是承诺的时限" in page
    assert "法定 即时" not in page
    assert "超期" not in page

    clock.pass_(days=3)
    worker.round()
    page = flat(client.get(address).content)
    assert "办理时限 超期" in page
    assert "法定时限届满" not in page
