"""Every route and method, asked for by everybody: who is let in stands in docs/access.md, row by row."""

from __future__ import annotations

import re
import secrets
from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.test import Client

from tests.matrix_asking import NOT_THERE, OF_REPORTS, TOLD_BY_ANYBODY, answer, example_of, post
from tests.matrix_logins import Logins
from yiwang.ingest.registry import sync_things
from yiwang.kernel import commands as c
from yiwang.kernel.access import system
from yiwang.kernel.numbers import CHANCE_BYTES, case_number, stream_id
from yiwang.kernel.people import client, glass, mandate, person
from yiwang.nets.services.tests.conftest import MONDAY, clients, clock, door  # noqa: F401
from yiwang.people.ids import client_stream, person_stream
from yiwang.people.kinds import CLIENT, GLASS, MANDATE, PERSON
from yiwang.people.sync import sync
from yiwang.store.cases import CASE
from yiwang.store.execute import Ask, Done, execute
from yiwang.store.tests.test_walls_by_actor import take_down
from yiwang.store.wall import city_transaction
from yiwang.web import cities
from yiwang.web.account.tests.conftest import accounts  # noqa: F401
from yiwang.web.identity.tests.conftest import liar  # noqa: F401
from yiwang.web.machine import new_key
from yiwang.web.permission import CITY_URLS, declared, views

PAGE = Path(__file__).parents[1] / "docs" / "access.md"
MACHINE = "machine"
PEOPLE = {
    "": "nobody signed in",
    "owner-luo": "the applicant",
    "resident-liu": "another resident",
    "window-yueyanglou": "window of the place",
    "window-city": "another window",
    "officer-health": "officer of the lead body",
    "inspector-health": "inspector of the lead body",
    "approver-health": "approver of the lead body",
    "chief-health": "head of the lead body, standing in for the approver",
    "officer-urban": "officer of a body asked for its opinion",
    "officer-market": "officer of another body",
    "cdo": "chief data officer",
    "auditor": "auditor",
    "system-admin": "system administrator",
    "security-admin": "security administrator",
    "audit-admin": "audit administrator",
    "resident-tao": "agent of the applicant, by a mandate",
    "expert-health": "expert of the lead body, suspended",
    "inspector-urban": "inspector of the body asked, whose position ended yesterday",
    MACHINE: "machine client of the lead body, with a key to read cases",
}
OFFICER = "person-yueyanglou-health-officer"
CLIENT_ID = "0123456789abcdef"
GLASS_ID = UUID("01a20606-35c0-78fd-887b-825248bd329f")
MANDATE_ID = UUID("01a20606-35c0-78fd-887b-825248bd329e")
HEAD = """# Who is let in

Made by asking a served city for every route as everybody, each signed in by a login with two factors, on a
hygiene licence that was accepted and on which another body was asked for its opinion. The session that is
ended, the act that waits and the passkey are the applicant's; the link to enrol is a good one.
`python -m pytest tests/test_access_matrix.py --write` makes this page anew; the same test fails when a route
or an answer differs from it.

yes: let in, whatever the answer then is · no: 401 or 403 · sign in: led to sign-in · not found: 404

"""


def routes() -> list[tuple[str, str, str]]:
    """Return (method, route, verb) of every route of a city, in order."""
    found = set()
    for route, view in views(CITY_URLS):
        plain = re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", route)
        for method in methods(view):
            found.add((method, "/" + plain, declared(view, method) or "UNDECLARED"))
    return sorted(found, key=lambda one: (one[1], one[0]))


def methods(view: Any) -> list[str]:
    """Return the methods that a view answers, as Django's decorators closed over them."""
    if by_method := getattr(view, "permissions", None):  # an operation of the API
        return sorted(by_method)
    inner = view
    while hasattr(inner, "__wrapped__"):
        for cell in inner.__closure__ or ():
            allowed = cell.cell_contents
            if (isinstance(allowed, (list, tuple)) and "GET" in allowed) or allowed == ["POST"]:
                return [one for one in allowed if one in ("GET", "POST")]
        inner = inner.__wrapped__
    return ["GET", "POST"]


class Cases:
    """Makes accepted cases, a new one for each question, since an answer may change it."""

    def __init__(self, door: Any, now: Any) -> None:  # noqa: F811
        self.door, self.now, self.city = door, now, cities.get("yueyang")

    def actor(self, persona: str) -> Any:
        return self.city.actor(persona)  # type: ignore[union-attr]

    def ask(self, stream: Any, command: Any, persona: str) -> Any:
        done = execute(self.door, Ask("yueyang", CASE, stream, command, self.actor(persona), self.now))
        assert isinstance(done, Done), done
        return done.state

    def accepted(self) -> tuple[str, str]:
        """Return the number of a new accepted case, and of the paper that told it."""
        number = case_number(self.now, secrets.token_bytes(CHANCE_BYTES))
        stream = stream_id(self.now, secrets.token_bytes(10))
        facts = {"venue_kind": "lodging", "central_ventilation": False, "way_hygiene_rules": "follow"}
        owner = self.actor("owner-luo").person
        filing = c.File(
            case=str(stream),
            number=number,
            matter="public-place-hygiene",
            place="430602004",
            channel="online",
            applicant=owner,
            facts=facts,
        )
        self.ask(stream, filing, "owner-luo")
        self.ask(stream, c.Receive(), "window-yueyanglou")
        self.ask(stream, c.Forward(), "window-yueyanglou")
        self.ask(stream, c.Accept(), "officer-health")
        case = self.ask(stream, c.Consult(body="yueyanglou-urban-management"), "officer-health")
        return number, case.papers[0].number

    def comment(self, number: str, words: str) -> None:
        """Let the officer write something that lies in the vault."""
        done = execute(
            self.door,
            Ask(
                "yueyang",
                CASE,
                self.standing(number)[0],
                c.Comment(),
                self.actor("officer-health"),
                self.now,
                secrets={"comment": words},
            ),
        )
        assert isinstance(done, Done), done

    def standing(self, number: str) -> tuple[Any, ...]:
        """Return the case's stream, and where its chain and the number of all its rows stand."""
        with (
            self.door.pool.connection() as connection,
            city_transaction(connection, "yueyang", system("test")) as cursor,
        ):
            row = cursor.execute("SELECT id, seq, head FROM case_row WHERE number = %s", (number,)).fetchone()
            assert row is not None
            counts = [
                cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} = %s", (row[0],)).fetchone()
                for table, column in STANDING
            ]
        return (*row, *counts)


STANDING = (
    ("event", "stream"),
    ("task_row", "stream"),
    ("vault", "stream"),
    ("command_key", "stream"),
    ("sealed_reading", "case_id"),
)


class Given:
    """One case for every question, where no answer may change it."""

    def __init__(self, number: str, paper: str) -> None:
        self.case = (number, paper)

    def accepted(self) -> tuple[str, str]:
        """Return number and paper of the one case."""
        return self.case


def filled(route: str, cases: Cases | Given, own: Mapping[str, Callable[[], str]] | None = None) -> str:
    """Return an address for a route: of a new case, a real matter, a draft that is not there.

    Args:
        own: route → what stands in its one place, where that is something of a login.
    """
    if own and route in own:
        return "/yueyang" + re.sub(r"<\w+>", own[route](), route)
    values = {
        "matter": "public-place-hygiene",
        "section": "operator",
        "code": "AAAAAAAAAAAAAAAAAAAA",
        "decisions": "examinations",
        "position": "1",
        "person": OFFICER,
        "client": CLIENT_ID,
        "glass": str(GLASS_ID),
        "proposal": "01a20606-35c0-78fd-887b-825248bd329d",
        "mandate": "01a20606-35c0-78fd-887b-825248bd329a",
        "joint": "01a20606-35c0-78fd-887b-825248bd329b",
        "token": "A" * 43,
        "provider": "province",
        "file": "hygiene-rules.txt",
        "task": "act:visit:1",
        "material": "hygiene-rules",
        "entry": "1",
        "photo": "1",
        "why": "renew",
        **dict.fromkeys(NOT_THERE, "01a20606-35c0-78fd-887b-825248bd329c"),
        **OF_REPORTS,
        "bookable": "yueyanglou-general",
        "hall": "yueyanglou-hall",
        "appointment": "2611-000000000",
        "channel": "email",
        "thing": "gauge-lake-north",
        "product": "business-register",
        "query": "late-answers",
        "year": "2026",
        "grant": "register-for-hygiene",
        "plan": "dongting-flood",
        "place": "430611001213",
        "post": "command",
        "shelter": "liulin-school",
        "stock": "stone",
        "path": "Things",
        "act": "comment",
        "rest": "nothing",
        "operation": "get-me",
    }
    if "<number>" in route:
        values["number"], values["paper"] = cases.accepted()
    route = route.replace("/reports/acts/<act>", "/reports/acts/write")  # it has acts of its own
    route = route.replace("/sharing/requests/<number>/acts/<act>", "/sharing/requests/<number>/acts/complete")
    for name, value in values.items():
        route = route.replace(f"<{name}>", value)
    assert "<" not in route, route
    return "/yueyang" + route


def people_of(door: Any, now: Any) -> None:  # noqa: F811
    """Make persons and things records, with a machine client of the lead body and a break-glass on it."""
    sync(door, "yueyang", cities.get("yueyang").city, now)  # type: ignore[union-attr]
    sync_things(door, "yueyang", cities.get("yueyang").city, now)  # type: ignore[union-attr]
    register = client.Register(
        client=CLIENT_ID, body="yueyanglou-health", title={"zh": "系统", "en": "system"}
    )
    stream = client_stream("yueyang", CLIENT_ID)
    execute(door, Ask("yueyang", CLIENT, stream, register, system("test"), now))
    broken = glass.Break(glass=str(GLASS_ID), case=str(GLASS_ID), lead="yueyanglou-health")
    breaker = cities.get("yueyang").actor("officer-market")  # type: ignore[union-attr]
    execute(door, Ask("yueyang", GLASS, GLASS_ID, broken, breaker, now, secrets={"reason": "急"}))
    _rights_change(door, now)


def _rights_change(door: Any, now: Any) -> None:  # noqa: F811
    """Suspend one, let another's position end yesterday, and let a third act for the applicant."""
    city = cities.get("yueyang")
    assert city is not None
    today = now.astimezone(ZoneInfo(city.zone)).date()
    suspended, expired, agent, owner = (
        city.actor(persona).person  # type: ignore[union-attr]
        for persona in ("expert-health", "inspector-urban", "resident-tao", "owner-luo")
    )
    ended = person.Dismiss(position=city.city.persons[expired].position, last=today - timedelta(days=1))
    given = mandate.Record(mandate=str(MANDATE_ID), principal=owner, agent=agent, since=today, until=today)
    for kind, stream, command in (
        (PERSON, person_stream("yueyang", suspended), person.Suspend()),
        (PERSON, person_stream("yueyang", expired), ended),
        (MANDATE, MANDATE_ID, given),
    ):
        done = execute(door, Ask("yueyang", kind, stream, command, system("test"), now))
        assert isinstance(done, Done), done


def machine_browser(door: Any, now: Any) -> Any:  # noqa: F811
    """Return a client that asks with a key of the machine client."""
    stream = client_stream("yueyang", CLIENT_ID)
    key = new_key(stream)
    for command in (client.Allow(scopes=("case.read",)), client.Rotate(key=key.id, digest=key.digest)):
        done = execute(door, Ask("yueyang", CLIENT, stream, command, system("test"), now))
        assert isinstance(done, Done), done
    return Client(headers={"Authorization": f"Bearer {key.text}"})


def things_of_the_applicant(logins: Logins) -> dict[str, Callable[[], str]]:
    """Return what stands in the addresses of an account, made when it is first asked for, by route."""
    owner = "owner-luo"
    enrol = "/account/enrol/<token>"
    invitation = cache(lambda: logins.invitation("inspector-health"))
    return {
        "/account/sessions/<which>/end": cache(lambda: logins.session(owner)),
        "/account/confirm/<which>": cache(lambda: logins.act(owner)),
        "/account/passkeys/<number>/remove": cache(lambda: logins.passkey(owner)),
        **dict.fromkeys((enrol, f"{enrol}/passkey", f"{enrol}/passkey/options"), invitation),
    }


@pytest.fixture
def matrix(liar, door, clock) -> Iterator[str]:  # noqa: F811
    """The whole page, made by asking. The identity service is there."""
    clock.now = MONDAY + timedelta(hours=1)  # the service's own clock makes no difference here
    people_of(door, clock.now - timedelta(minutes=5))
    cases = Cases(door, clock.now - timedelta(minutes=5))
    keyed = machine_browser(door, clock.now - timedelta(minutes=5))
    logins = Logins(clock.now)
    own = things_of_the_applicant(logins)
    to_read = Given(*cases.accepted())
    rows = []
    for method, route, verb in routes():
        on = to_read if method == "GET" else cases
        cells = [
            answer(keyed if persona == MACHINE else logins(persona), method, filled(route, on, own))
            for persona in PEOPLE
        ]
        rows.append(f"| {method} | `{route}` | {verb} | " + " | ".join(cells) + " |")
    head = "| | route | permission | " + " | ".join(PEOPLE.values()) + " |"
    yield "\n".join([HEAD + head, "|---" * (3 + len(PEOPLE)) + "|", *rows, ""])


def test_who_is_let_in_is_what_the_page_says(matrix, request):
    if request.config.getoption("--write"):
        PAGE.write_text(matrix, encoding="utf-8")
    said = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""

    differing = sorted(set(matrix.splitlines()) ^ set(said.splitlines()))
    assert not differing, "\n".join(["run with --write after reading the change:", *differing])


def test_no_route_is_without_a_permission():
    assert len(routes()) > 40
    assert [one for one in routes() if one[2] == "UNDECLARED"] == []


def test_nobody_acts_without_being_signed_in(clients, door, clock):  # noqa: F811
    cases = Cases(door, clock.now)
    let_in = {
        (method, route)
        for method, route, verb in routes()
        if method == "POST" and answer(clients(""), method, filled(route, cases)) == "yes"
    }
    # A decision that is tried is worked out and forgotten; nobody's case is touched.
    trial = "/rules/<matter>/decisions/<decisions>/<position>/"
    # Who has no account says that nothing gets done, and reads the answer with number and code.
    stuck = {("POST", "/ratings/nothing/"), ("POST", "/ratings/nothing/answer/")}
    asked = {("POST", f"/api/v1/nothing-gets-done{end}") for end in ("", "/answer")}
    # A witness signs what it sends; its key, and not an account, lets it in.
    witness = ("POST", "/api/v1/checkpoints/cosignatures")
    assert let_in == {("POST", "/sign-out"), ("POST", trial), witness, *stuck, *asked, *TOLD_BY_ANYBODY}


FOREIGN = ("", "resident-liu", "window-city", "officer-market", "cdo", "system-admin", "security-admin")
"""Personas whom the case does not concern: not its applicant, of none of its bodies, not the auditor."""

SECRET = "only for those whom it concerns"
ALL_ACTS = {"key": "k" * 20, "task": "act:none", "persona": "nobody", "reason": "x", "comment": "x"}


def test_the_second_wall_alone_lets_nothing_foreign_through(clients, door, clock, monkeypatch):  # noqa: F811
    """Every route and method as everybody foreign to a case, with `may` and `scope` always saying yes."""
    clock.pass_(hours=1)
    cases = Cases(door, clock.now - timedelta(minutes=5))
    number, paper = cases.accepted()
    cases.comment(number, SECRET)
    browsers = {persona: clients(persona) for persona in FOREIGN}
    before = cases.standing(number)
    assert take_down(monkeypatch) > 5
    asked = 0
    for method, route, _ in routes():
        if route == "/sign-out":
            continue
        address = filled(route, Given(number, paper))
        for persona, browser in browsers.items():
            safe = method in ("GET", "DELETE")  # of neither anything is typed
            sent = None if safe else example_of(route)
            got = browser.generic(method, address) if safe else post(browser, address, ALL_ACTS, sent)
            said = b"".join(got.streaming_content) if got.streaming else got.content
            where = (method, route, persona, got.status_code)
            assert got.status_code < 500, where
            if number not in address:
                assert number.encode() not in said, where
            if paper not in address:
                assert paper.encode() not in said, where
            assert SECRET.encode() not in said, where
            if "<number>" in route:
                assert got.status_code in (302, 401, 404), where
            asked += 1
    assert asked > 300
    assert cases.standing(number) == before
