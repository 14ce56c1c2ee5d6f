"""The key of sign-in is rotated while people are signed in: apps, codes, services and waiting acts go on."""

from __future__ import annotations

import psycopg
import pytest

from yiwang.serve.rotating import rotate_key
from yiwang.web.account import factors, secret
from yiwang.web.account.tests.conftest import code_now
from yiwang.web.account.tests.test_signing_in import INBOX
from yiwang.web.identity.tests.conftest import liar  # noqa: F401
from yiwang.web.identity.tests.test_confirming_at_the_service import ACT, chief, confirm  # noqa: F401
from yiwang.web.identity.tests.test_identity_service import CASES, COMPANY, come_back, leave


@pytest.fixture
def rotate(accounts, database, monkeypatch):
    """Run the command on the test's database."""
    monkeypatch.setenv("YIWANG_DATABASE", database.app)
    monkeypatch.setenv("YIWANG_DATABASE_OWNER", database.owner)

    def go() -> int:
        return rotate_key(None, "sign-in")

    return go


def table(database, query: str) -> str:
    with psycopg.connect(database.superuser) as connection:
        return str(connection.execute(query).fetchall())  # type: ignore[arg-type]


def test_authenticator_apps_and_paper_codes_go_on_under_the_new_key_alone(
    officer, enter, rotate, database, tmp_path
):
    codes = factors.new_recovery_codes(officer)
    before = table(database, "SELECT data FROM mfa_authenticator ORDER BY id")

    assert rotate() == 0

    assert table(database, "SELECT data FROM mfa_authenticator ORDER BY id") != before
    (secret.folder() / "sign-in.retired").unlink()
    assert enter("h1007", code=code_now())[1].status_code == 302
    assert enter("h1007", code=codes[0])[1].status_code == 302


def test_who_is_signed_in_stays_and_twice_is_fine(officer, enter, rotate):
    browser, _ = enter("h1007", code=code_now())

    assert (rotate(), rotate()) == (0, 0)

    assert browser.get(INBOX).status_code == 200
    assert len((secret.folder() / "sign-in.retired").read_text().split()) == 2
    assert (secret.folder() / "sign-in.retired").stat().st_mode & 0o077 == 0


def test_who_came_by_the_service_is_the_same_person_and_company_afterwards(liar, rotate, database):  # noqa: F811
    liar.claims |= {"user_type": "3", "uscc": COMPANY, "company": "河边饮食店", "sub": "agent-one"}
    come_back(liar)
    known = table(database, "SELECT person FROM sign_in ORDER BY 1")
    records = table(database, "SELECT person FROM person_row ORDER BY 1")

    rotate()
    come_back(liar)

    assert table(database, "SELECT person FROM sign_in ORDER BY 1") == known
    assert table(database, "SELECT count(*) FROM identity_link") == "[(1,)]"
    assert table(database, "SELECT person FROM person_row ORDER BY 1") == records


def test_who_has_come_back_since_is_known_without_the_old_key(liar, rotate, database):  # noqa: F811
    come_back(liar)
    known = table(database, "SELECT person FROM sign_in ORDER BY 1")
    rotate()
    come_back(liar)

    (secret.folder() / "sign-in.retired").unlink()
    come_back(liar)

    assert table(database, "SELECT person FROM sign_in ORDER BY 1") == known


def test_signing_out_at_the_service_ends_a_session_from_before(liar, rotate):  # noqa: F811
    browser, _ = come_back(liar)
    rotate()
    assert browser.get(CASES).status_code == 200

    assert leave(liar).status_code == 200

    assert browser.get(CASES).status_code == 302


def test_an_act_that_waits_while_the_key_is_rotated_goes_on(chief, liar, rotate):  # noqa: F811
    page = chief.post("/yueyang/decide", ACT)
    rotate()

    _, back = confirm(liar, chief, page)

    assert chief.get(back["Location"]).status_code == 200


def test_what_was_sealed_under_a_lost_key_is_counted_and_left(officer, rotate, database):
    (secret.folder() / "sign-in.key").unlink()
    before = table(database, "SELECT data FROM mfa_authenticator ORDER BY id")

    assert rotate() == 1

    assert table(database, "SELECT data FROM mfa_authenticator ORDER BY id") == before


def test_there_is_no_other_key_to_rotate(rotate, capsys):
    assert rotate_key(None, "signing") == 2
    assert "[rotate.which]" in capsys.readouterr().err
