"""What every answer carries, and what a visitor reads when something fails."""

from __future__ import annotations

import errno
import logging
import re
import sys

import psycopg
import pytest
from django.db import OperationalError
from django.test import Client, RequestFactory

from yiwang.kernel.refusal import Refusal
from yiwang.web import cities, errors
from yiwang.web.logs import WithoutValues
from yiwang.web.middleware import ErrorsInWords
from yiwang.web.tests.fake_city import FakeCity

PAGES = ["/", "/qinghe/", "/qinghe/sign-in", "/nowhere/", "/qinghe/nothing", "/-/health"]


@pytest.mark.parametrize("address", PAGES)
def test_every_answer_carries_the_strict_headers(visitor, address):
    headers = visitor.get(address).headers

    policy = dict(part.strip().partition(" ")[::2] for part in headers["Content-Security-Policy"].split(";"))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["form-action"] == "'self'"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert "camera=()" in headers["Permissions-Policy"]


@pytest.mark.parametrize("address", PAGES[:-1])
def test_no_page_holds_a_script_or_a_style_in_itself(visitor, address):
    page = visitor.get(address).content.decode()

    assert re.search(r"<script(?![^>]*\bsrc=)", page) is None
    assert re.search(r"<style|\sstyle=|\son\w+=|javascript:", page) is None
    assert re.search(r"(?:src|href)=\"(?:https?:)?//", page) is None


def ask(error: Exception):
    request = RequestFactory().get("/qinghe/x")
    request.session, request.language = {}, "zh"
    return ErrorsInWords(lambda request: None).process_exception(request, error)


@pytest.mark.parametrize(
    ("error", "code"),
    [
        (psycopg.OperationalError("gone"), "web.database-lost"),
        (OperationalError("gone"), "web.database-lost"),
        (psycopg.errors.DiskFull("full"), "web.disk-full"),
        (OSError(errno.ENOSPC, "full"), "web.disk-full"),
    ],
)
def test_a_lost_database_or_a_full_disk_gives_one_plain_page(error, code):
    response = ask(error)

    assert response.status_code == 503
    assert response["Retry-After"]
    assert code in response.content.decode()
    assert "已经给过编号的办件都在" in response.content.decode()


def test_a_full_disk_behind_djangos_own_error_is_still_told():
    error = OperationalError("x")
    error.__cause__ = psycopg.errors.DiskFull("x")

    assert "web.disk-full" in ask(error).content.decode()


def test_other_errors_are_left_to_the_500_page():
    assert ask(ValueError("x")) is None


def test_a_database_lost_before_the_city_is_known_gives_the_same_page(visitor):
    def lost():
        raise psycopg.OperationalError("gone")

    cities.forget()
    cities.serve_from(lost)

    for address in ("/qinghe/", "/"):
        response = visitor.get(address)
        assert response.status_code == 503
        assert "web.database-lost" in response.content.decode()


def test_a_conflict_shows_its_refusal_and_the_next_step():
    refusal = Refusal(
        code="case.moved-on", zh="已经办结。", en="Closed.", next_step={"zh": "请看结果。", "en": "See it."}
    )

    response = ask(errors.Conflict(refusal))

    assert response.status_code == 409
    page = response.content.decode()
    assert "case.moved-on" in page
    assert "已经办结。" in page
    assert "请看结果。" in page


def test_htmx_gets_the_card_alone_and_puts_it_among_the_notices():
    request = RequestFactory().get("/qinghe/x", headers={"HX-Request": "true"})

    response = errors.not_found(request)

    assert response["HX-Retarget"] == "#notices"
    assert "<html" not in response.content.decode()


def test_a_form_without_its_mark_is_explained():
    response = Client(enforce_csrf_checks=True).post("/-/preferences", {"size": "elder"})

    assert response.status_code == 403
    assert "web.csrf" in response.content.decode()


def test_our_own_mistake_is_told_without_its_details(visitor, monkeypatch, settings):
    settings.YIWANG_DEMO = True
    monkeypatch.setattr(FakeCity, "personas", lambda self: 1 / 0)
    visitor.raise_request_exception = False
    visitor.post("/-/preferences", {"size": "elder"})
    session = visitor.session
    session["personas"] = {"qinghe": "li"}
    session.save()
    visitor.cookies["yw"] = session.session_key

    response = visitor.get("/qinghe/")

    assert response.status_code == 500
    page = response.content.decode()
    assert "web.server-error" in page
    assert "ZeroDivisionError" not in page


def test_when_even_the_template_fails_the_page_is_still_told(monkeypatch):
    monkeypatch.setattr(errors, "render_to_string", lambda *args: 1 / 0)

    response = errors.server_error(RequestFactory().get("/"))

    page = response.content.decode()
    assert response.status_code == 500
    assert "系统出错了" in page
    assert "Something is wrong on our side" in page


def test_the_log_never_holds_what_a_person_typed():
    try:
        raise psycopg.IntegrityError("Failing row contains (王小河, 110101199003070038)")
    except psycopg.IntegrityError:
        record = logging.LogRecord("yiwang", logging.ERROR, __file__, 1, "failed", (), sys.exc_info())

    line = WithoutValues().format(record)

    assert "IntegrityError" in line
    assert "王小河" not in line
    assert "110101" not in line
