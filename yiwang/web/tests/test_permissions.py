"""Every view declares who may see it, and means it."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from yiwang.kernel.access import ANONYMOUS, Actor
from yiwang.web.permission import Denied, declared, permission, views

URLS = ("yiwang.web.urls", "yiwang.web.city_urls")


def test_every_view_declares_its_permission():
    found = list(views(*URLS))

    assert len(found) >= 8
    assert [route for route, view in found if declared(view) is None] == []


def test_a_view_without_a_declaration_is_seen():
    assert declared(lambda request: HttpResponse()) is None


@permission("case.accept")
def accept(request):
    return HttpResponse("done")


def ask(actor: Actor, method: str = "get"):
    request = getattr(RequestFactory(), method)("/qinghe/x?a=1")
    request.actor, request.city, request.urlconf = actor, object(), "yiwang.web.city_urls"
    return accept(request)


def test_who_has_not_signed_in_is_sent_to_do_so_and_comes_back():
    response = ask(ANONYMOUS)

    assert response.status_code == 302
    assert response["Location"].endswith("sign-in?next=%2Fqinghe%2Fx%3Fa%3D1")
    assert ask(ANONYMOUS, "post")["Location"].endswith("sign-in")


def test_who_may_not_is_denied_and_who_may_goes_on():
    from yiwang.kernel.access import Holding

    officer = Actor("p1", "staff", (Holding("o1", "officer", "b1", "000000"),))
    inspector = Actor("p2", "staff", (Holding("i1", "inspector", "b1", "000000"),))

    assert ask(officer).content == b"done"
    with pytest.raises(Denied):
        ask(inspector)


def test_signing_in_is_the_demos_and_leads_back(visitor, demo):
    page = visitor.get("/qinghe/sign-in?next=/qinghe/limits").content.decode()
    response = visitor.post("/qinghe/sign-in", {"persona": "li", "next": "/qinghe/limits"})

    assert "李一山" in page
    assert "清河市市场监督管理局" in page
    assert response["Location"] == "/qinghe/limits"
    assert "李一山" in visitor.get("/qinghe/").content.decode()


def test_another_world_is_signed_in_to_on_its_own(visitor, demo):
    visitor.post("/qinghe/sign-in", {"persona": "li"})

    assert "李一山" not in visitor.get("/qinghe~drill-7/").content.decode()


def test_signing_out_forgets_the_persona_and_says_so_once(visitor, demo):
    visitor.post("/qinghe/sign-in", {"persona": "li"})

    page = visitor.post("/qinghe/sign-out", follow=True).content.decode()

    assert "已退出登录" in page
    assert "李一山" not in page
    assert "已退出登录" not in visitor.get("/qinghe/").content.decode()


def test_without_the_demo_nobody_signs_in_as_a_persona(visitor, settings):
    settings.YIWANG_DEMO = False

    assert "统一身份认证" in visitor.get("/qinghe/sign-in").content.decode()
    assert visitor.post("/qinghe/sign-in", {"persona": "li"}).status_code == 404


def test_a_signed_in_page_is_not_kept_by_the_browser(visitor, demo):
    visitor.post("/qinghe/sign-in", {"persona": "li"})

    assert visitor.get("/qinghe/")["Cache-Control"] == "no-store"
