"""A resident makes an account: by a passkey, or with a password. No name, no address, no number is asked."""

from __future__ import annotations

import secrets

from django.contrib.auth.models import User
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods, require_POST

from yiwang.kernel.access import system
from yiwang.kernel.people.person import Join
from yiwang.kernel.refusal import Refusal
from yiwang.people.ids import person_stream
from yiwang.people.kinds import PERSON
from yiwang.store.execute import Ask, execute
from yiwang.web import store_door
from yiwang.web.account import factors, guessing, logins, own_accounts, passkeys, sessions
from yiwang.web.account.factors import Proof
from yiwang.web.account.views.enter import ANONYMOUS_SECONDS, need_accounts, plain, shown
from yiwang.web.addresses import safe_next
from yiwang.web.errors import Conflict
from yiwang.web.permission import permission

NEWCOMER = "newcomer"


@permission("public")
@require_http_methods(["GET", "HEAD", "POST"])
def join(request: HttpRequest) -> HttpResponse:
    """Show both ways; POST makes an account with a password."""
    need_accounts(request)
    city = request.city.key  # type: ignore[attr-defined]
    if not own_accounts.allowed(city, "resident"):
        return shown(request, "closed", {"kind": "resident"}, 403 if request.method == "POST" else 200)
    if request.method != "POST":
        return shown(request, "join", {"next": safe_next(request, "")})
    password, again = request.POST.get("password", "")[:4096], request.POST.get("again", "")[:4096]
    if problem := factors.password_problem(User(), password, again):
        return shown(request, "join", {"problem": problem, "next": safe_next(request, "")}, 400)
    if wait := _take(request):
        told = {"problem": "account.wait", "wait": wait, "minutes": -(-wait // 60)}
        return shown(request, "join", told, 429)
    person = new_person(city)
    with transaction.atomic():
        user = logins.new_resident(city, person)
        user.set_password(password)
        user.save()
        codes = factors.new_recovery_codes(user)
    sessions.begin(request, Proof(user, factors.LEVEL_ONE, "password"))
    return welcome(request, user, codes)


@permission("public")
@require_POST
def passkey_options(request: HttpRequest) -> HttpResponse:
    """Give the browser what it needs to make the first passkey of a login that is not there yet."""
    need_accounts(request)
    city = request.city.key  # type: ignore[attr-defined]
    if not own_accounts.allowed(city, "resident"):
        return JsonResponse({}, status=403)
    if wait := _take(request):
        return JsonResponse({"wait": wait}, status=429, headers={"Retry-After": str(wait)})
    user = _reserved(city)
    request.session.set_expiry(ANONYMOUS_SECONDS)
    request.session[NEWCOMER] = [user.pk, user.username]
    return JsonResponse(plain(passkeys.options_to_make(user)))


@permission("public")
@require_POST
def by_passkey(request: HttpRequest) -> HttpResponse:
    """Make the account of whoever's device made a passkey for it."""
    need_accounts(request)
    city, newcomer = request.city.key, request.session.pop(NEWCOMER, None)  # type: ignore[attr-defined]
    allowed = own_accounts.allowed(city, "resident")
    try:
        if newcomer is None or not allowed or not newcomer[1].startswith(f"{city}:"):
            raise passkeys.BadPasskey
        credential = passkeys.made(request.POST.get("passkey", ""))
    except passkeys.BadPasskey:
        told = {"problem": "account.passkey.not-made", "next": safe_next(request, "")}
        return shown(request, "join", told, 400)
    person = new_person(city)
    with transaction.atomic():
        user = User(pk=newcomer[0], username=newcomer[1])
        user.set_unusable_password()
        user.save(force_insert=True)
        logins.add_person(city, user.pk, person, "resident")
        passkeys.keep(user, credential, sessions.agent_in_words(request.headers.get("User-Agent", "")))
        codes = factors.new_recovery_codes(user)
    sessions.begin(request, Proof(user, factors.LEVEL_TWO, "passkey"))
    return welcome(request, user, codes)


def welcome(request: HttpRequest, user: User, codes: list[str]) -> HttpResponse:
    """Show the account and its recovery codes, once, to be printed or written down."""
    told = {
        "account": logins.account_of(user),
        "codes": codes,
        "welcome": True,
        "next": safe_next(request, ""),
    }
    return shown(request, "codes", told)


def new_person(city: str) -> str:
    """Begin the record of a person who is a resident, and return their id: random, it says nothing."""
    person = "p-" + secrets.token_hex(10)
    command = Join(person=person, kind="resident", source="account")
    stream, now = person_stream(city, person), store_door.now()
    done = execute(store_door.door(), Ask(city, PERSON, stream, command, system("account"), now))
    if isinstance(done, Refusal):
        raise Conflict(done)
    return person


def _reserved(city: str) -> User:
    """Return a login that is not kept yet; its number is nobody else's."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('auth_user_id_seq')")
        number = int(cursor.fetchone()[0])
    account = "".join(secrets.choice(logins.DIGITS) for _ in range(logins.ACCOUNT_DIGITS))
    return User(pk=number, username=logins.username(city, account))


def _take(request: HttpRequest) -> int:
    """Count an account that is made like a try, by address: ten, then slower."""
    return guessing.take(request, "join", guessing.address_of(request), store_door.now())
