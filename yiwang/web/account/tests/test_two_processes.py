"""What ends a session ends it in every process at its next request, and tries are counted by all together."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from http.cookiejar import CookieJar
from urllib.error import HTTPError
from urllib.parse import urlencode, urlsplit
from urllib.request import HTTPCookieProcessor, build_opener

import pytest

from yiwang.kernel.access import system
from yiwang.kernel.people.person import EndSessions
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, Done, execute
from yiwang.web.account import factors
from yiwang.web.account.tests.conftest import OFFICER, PASSWORD
from yiwang.web.account.tests.serving import serving

pytestmark = pytest.mark.xdist_group("account-walks")


class Person:
    """Somebody with one browser, whose requests may reach either process: cookies know no port."""

    def __init__(self) -> None:
        self.open = build_opener(HTTPCookieProcessor(CookieJar()))

    def get(self, address: str) -> tuple[str, str]:
        """Return the path one ends at, and the page."""
        with self.open.open(address, timeout=60) as answer:
            return urlsplit(answer.url).path, answer.read().decode()

    def post(self, page: str, address: str, **fields: str) -> int:
        """Post a form of `page`; returns the status."""
        mark = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', self.get(page)[1])
        data = urlencode({"csrfmiddlewaretoken": mark[1] if mark else "", **fields}).encode()
        try:
            with self.open.open(address, data=data, timeout=60) as answer:
                return int(answer.status)
        except HTTPError as error:
            return error.code


@pytest.fixture
def two(officer, database, tmp_path, settings):
    """Two processes of one city."""
    key = {"YIWANG_SECRET_KEY": settings.SECRET_KEY}
    with serving(database.app, tmp_path, **key) as one, serving(database.app, tmp_path, **key) as other:
        yield f"{one}/yueyang", f"{other}/yueyang"


INBOX = "/services/inbox/"


def test_a_session_ends_in_the_other_process_at_once(two, officer, door):
    one, other = two
    codes = factors.new_recovery_codes(officer)

    def signed_in() -> Person:
        person = Person()
        fields = {"account": "h1007", "password": PASSWORD, "code": codes.pop()}
        assert person.post(f"{one}/sign-in", f"{one}/account/enter", **fields) == 200
        assert person.get(other + INBOX)[0].endswith(INBOX)
        return person

    leaving, changing, losing, elsewhere = (signed_in() for _ in range(4))
    leaving.post(f"{one}/account/", f"{one}/sign-out")
    assert leaving.get(other + INBOX)[0].endswith("/sign-in")

    new = {"password": "one more sentence", "again": "one more sentence"}
    assert changing.post(f"{one}/account/password", f"{one}/account/password", **new) == 200
    assert elsewhere.get(other + INBOX)[0].endswith("/sign-in")
    assert losing.get(other + INBOX)[0].endswith("/sign-in")
    assert changing.get(other + INBOX)[0].endswith(INBOX)

    stream = person_stream("yueyang", OFFICER)
    ended = Ask("yueyang", PERSON, stream, EndSessions(), system("test"), datetime.now(UTC))
    assert isinstance(execute(door, ended), Done)
    assert changing.get(other + INBOX)[0].endswith("/sign-in")


def test_tries_at_both_processes_are_counted_together(two):
    one, other = two
    guesser = Person()

    answers = [
        guesser.post(f"{at}/sign-in", f"{at}/account/enter", account="h1007", password="wrong", code="")
        for at in [one, other] * 5 + [one]
    ]

    assert answers == [403] * 10 + [429]
