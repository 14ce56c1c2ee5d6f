"""Events for staff: the list, one event with its acts, its pictures, decisions about whose events are."""

from __future__ import annotations

import base64
import secrets
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.views.decorators.http import require_POST, require_safe

from yiwang.kernel.access import may as allowed
from yiwang.kernel.acts.dispatching import desk_of
from yiwang.kernel.case import PHASE_IN_WORDS
from yiwang.kernel.clocks import ClockState
from yiwang.kernel.event_kinds import LATITUDE, LONGITUDE, SEVERITY, classes_of
from yiwang.kernel.matter import City
from yiwang.kernel.numbers import read_number
from yiwang.kernel.refusal import Refusal
from yiwang.nets.operations import event_inputs, event_words, proposing
from yiwang.nets.operations import event_queries as read
from yiwang.nets.operations.event_acts import ACTS, Act, Setting, open_to, step_title
from yiwang.nets.operations.event_queries import Filters, Line
from yiwang.nets.operations.suggesting import guesses
from yiwang.nets.operations.training import model_of
from yiwang.store.execute import Done
from yiwang.web import here, notices, store_door
from yiwang.web.asked import key_of
from yiwang.web.chain import CaseFile, Entry
from yiwang.web.errors import bad_request
from yiwang.web.forms.uploads import MEDIA, sniff
from yiwang.web.permission import Denied, may, permission, require
from yiwang.web.words import T, Text

HANDLING = "handling"
STATES = ("open", "closed", "void")


@permission("event.read")
@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """List the events of the actor's bodies, newest first, narrowed by place, kind, state, late, on hold."""
    only, city = Filters.of(request.GET), read.city_of(request)
    found, more = read.listed(request, only)
    pairs = only.pairs()
    context = {
        "only": only,
        "narrowed": bool(pairs),
        "lines": [row_words(request, one) for one in found],
        "next": urlencode([*pairs, ("after", found[-1].after)]) if more else "",
        "first": urlencode(pairs),
        "counties": [
            (one.code, one.title, one.code == only.place)
            for one in city.places.values()
            if one.level in ("county", "town")
            and (one.level == "county" or only.place in city.above(one.code))
        ],
        "classes": [
            (
                code,
                city.event_kinds[code].title,
                [(k, city.event_kinds[k].title, k == only.kind) for k in kinds],
            )
            for code, kinds in classes_of(city)
        ],
        "states": [(one, T(f"events.state.{one}"), one == only.state) for one in STATES],
        "lines_too": may(request, "event.lines"),
    }
    return render(request, "operations/events.html", context)


def row_words(request: HttpRequest, one: Line) -> dict[str, Any]:
    """Return a line of a list in words."""
    city, now = read.city_of(request), store_door.now()
    late = one.ended_at is None and one.due_at is not None and one.due_at < now
    return {
        "number": one.number,
        "kind": event_words.kind(city, one.event_kind),
        "place": event_words.place(city, one.place),
        "lead": event_words.body(city, one.lead),
        "phase": PHASE_IN_WORDS.get(one.phase, {"zh": one.phase, "en": one.phase}),
        "severity": severity(one.severity),
        "opened_at": one.opened_at,
        "ended_at": one.ended_at,
        "due_at": one.due_at if one.ended_at is None else None,
        "late": late,
        "on_hold": one.on_hold,
        "cause": city.event_rules.causes.get(one.hold_cause),
        "owner": event_words.body(city, one.hold_owner) if one.hold_owner else None,
        "since": one.hold_since,
        "next_at": one.hold_next,
        "over": one.hold_next is not None and one.hold_next < now,
    }


def severity(value: str) -> Text | None:
    """Return how severe an event is, in words where we have them."""
    if not value:
        return None
    known = {"urgent", "normal", "minor"}
    return T(f"events.severity.{value}") if value in known else {"zh": value, "en": value}


def file_or_404(request: HttpRequest, number: str) -> CaseFile:
    """Return an event that the actor may see. Raises Http404, Denied."""
    known = read_number(number)
    file = read.file_of(request, known) if known else None
    if file is None:
        raise Http404
    if not allowed(request.actor, "event.read", file.case.target):  # type: ignore[attr-defined]
        raise Denied("event.read")
    return file


def setting_of(request: HttpRequest, file: CaseFile) -> Setting:
    """Return the setting of the acts, with the pack the case is pinned to."""
    city = store_door.city_under(here.city_key(request), file.case.pack)
    return Setting(file.case, request.actor, city, city.matters[file.case.matter])  # type: ignore[attr-defined]


@permission("event.read")
@require_safe
def event(request: HttpRequest, number: str) -> HttpResponse:
    """Show one event: where, how severe, its clocks, what happened, its pictures, what can be done now."""
    return page(request, file_or_404(request, number))


def page(request: HttpRequest, file: CaseFile, refused: Refusal | None = None, act: str = "") -> HttpResponse:
    """Return the page of one event, with a refusal where an act was refused (409)."""
    setting = setting_of(request, file)
    case, city, desk = file.case, setting.city, desk_of(file.case)
    sealed = allowed(setting.actor, "case.read-sealed", case.target, HANDLING)
    wanted = {one: case.sealed[one] for one in ("words", "reason") if one in case.sealed}
    opened = store_door.opened(request, wanted) if sealed else {}
    if read_now := [name for name, value in opened.items() if isinstance(value, str)]:
        read.note_reading(request, file, HANDLING, read_now)
    facts, hold = case.facts, desk.hold
    context = {
        "case": case,
        "kind": event_words.kind(city, facts.get("event_kind", "")),
        "place": event_words.place(city, case.place),
        "lead": event_words.body(city, case.lead),
        "assisting": [event_words.body(city, one) for one in case.assisting],
        "severity": severity(str(facts.get(SEVERITY, ""))),
        "position": position(facts),
        "words": opened.get("words") if isinstance(opened.get("words"), str) else "",
        "where": facts.get("where", ""),
        "clocks": [clock_words(setting, id, state) for id, state in case.clocks.items()],
        "desk": desk,
        "hold": {
            "cause": city.event_rules.causes.get(hold.cause, {"zh": hold.cause, "en": hold.cause}),
            "owner": event_words.body(city, hold.owner),
            "next_at": hold.next_at,
        }
        if hold is not None
        else None,
        "objection": event_words.body(city, desk.objection.proposed) if desk.objection else None,
        "tasks": [
            (
                step_title(setting.matter, one) or T(f"events.waits.{one.node.removeprefix('act:')}"),
                one,
                event_words.body(city, one.body),
            )
            for one in case.tasks
        ],
        "moments": [
            (
                one.at,
                event_words.happened(city, one.event.type, one.event.data.about, setting.matter),
                pictures(one),
            )
            for one in file.entries
        ],
        "sealed": sealed,
        "guessed": guessed(request, setting, opened.get("words")),
        "offers": open_to(setting),
        "refused": refusal_words(city, refused) if refused is not None else None,
        "refused_act": act,
        "key": secrets.token_urlsafe(16),
        "phase": PHASE_IN_WORDS[case.phase],
        "public": (case.ended_at is None and hold is not None) or (desk.shown and case.phase == "closed"),
    }
    return render(request, "operations/event.html", context, status=409 if refused is not None else 200)


def guessed(request: HttpRequest, setting: Setting, words: Any) -> dict[str, Any] | None:
    """Return what the words sound like, for who dispatches; None without a model, or once it is closed."""
    if not isinstance(words, str) or not allowed(setting.actor, "case.dispatch", setting.case.target):
        return None
    with store_door.reading(request) as cursor:
        model = model_of(cursor, here.city_key(request))
    if model is None or setting.case.ended_at is not None:
        return None
    city = setting.city
    kinds = [(event_words.kind(city, one), 100 * share) for one, share in guesses(model, model.kind, words)]
    bodies = [(event_words.body(city, one), 100 * share) for one, share in guesses(model, model.body, words)]
    return {"kinds": kinds, "bodies": bodies, "model": model}


def refusal_words(city: City, refusal: Refusal) -> dict[str, Any]:
    """Return a refusal for a page: sentence, code, and who is next."""
    return {
        "sentence": {"zh": refusal.zh, "en": refusal.en},
        "code": refusal.code,
        "next_body": event_words.body(city, refusal.next_body) if refusal.next_body else None,
    }


def position(facts: dict[str, Any]) -> tuple[str, str] | None:
    """Return (longitude, latitude) of an event as text, None where they are not known."""
    east, north = facts.get(LONGITUDE, ""), facts.get(LATITUDE, "")
    return (str(east), str(north)) if east and north else None


def pictures(entry: Entry) -> list[tuple[int, str, Text]]:
    """Return (entry, name, what it shows) of the pictures that came with an entry."""
    names = [one for one in entry.event.data.sealed if one.partition("#")[0] in ("before", "after", "photo")]
    return [(entry.seq, one, T(f"events.picture.{one.partition('#')[0]}")) for one in sorted(names)]


def clock_words(setting: Setting, id: str, state: ClockState) -> dict[str, Any]:
    """Return a clock of the event: title, when due, how it stands."""
    rule, now = setting.matter.clocks.get(id), store_door.now()
    due = state.due_promised or state.due_legal
    ended = state.stopped_at
    late = due is not None and (ended or now) > due
    how = "paused" if state.paused and ended is None else "late" if late else "kept" if ended else "runs"
    title = rule.title if rule is not None and rule.title else {"zh": id, "en": id}
    return {"title": title, "due": due, "how": T(f"events.clock.{how}"), "late": late}


@permission("event.read")
@require_safe
def picture(request: HttpRequest, number: str, entry: int, photo: str) -> HttpResponse:
    """Give one picture of an event to whoever handles it."""
    file = file_or_404(request, number)
    require(request, "case.read-sealed", file.case.target, HANDLING)
    made = next((one for one in file.entries if one.seq == entry), None)
    if made is None or photo not in {one for _, one, _ in pictures(made)}:
        raise Http404
    return as_image(store_door.opened(request, {photo: made.event.data.sealed[photo]})[photo])


def as_image(content: Any) -> HttpResponse:
    """Return a picture as the vault keeps it. Raises Http404 for what is none."""
    if not isinstance(content, str):
        raise Http404
    raw = base64.b64decode(content)
    kind = sniff(raw)
    if kind not in event_inputs.PHOTOS:
        raise Http404
    return HttpResponse(raw, content_type=MEDIA[kind], headers={"Cache-Control": "no-store"})


def view_of(act: Act):  # type: ignore[no-untyped-def]
    """Return the view of one act; it declares the act's own permission."""
    T(f"events.done.{act.id}")  # what is said afterwards is there before anything is done

    @permission(act.command.verb)
    @require_POST
    def view(request: HttpRequest, number: str) -> HttpResponse:
        key = key_of(request)
        if key is None:
            return bad_request(request)
        file = file_or_404(request, number)
        answer = done(request, file, act, request.POST.dict(), key)
        if isinstance(answer, Refusal):
            return page(request, file_or_404(request, number), answer, f"{act.id}")
        notices.leave(request, f"events.done.{act.id}")
        if not allowed(request.actor, "event.read", answer.state.target):  # type: ignore[attr-defined]
            return HttpResponseRedirect(reverse("events:home"))
        field = request.POST.get("from") == "field"
        return HttpResponseRedirect(
            reverse("events:field") if field else reverse("events:event", args=[number])
        )

    view.__name__ = f"event_{act.id.replace('-', '_')}"
    view.__doc__ = act.command.__doc__
    return view


def done(request: HttpRequest, file: CaseFile, act: Act, values: dict[str, Any], key: str) -> Done | Refusal:
    """Ask the one door for an act with what was sent."""
    files = {name: request.FILES.getlist(name) for name in request.FILES}
    setting = setting_of(request, file)
    read_in = event_inputs.typed(setting.city, values, files)
    if isinstance(read_in, Refusal):
        return read_in
    command = act.make(read_in, str(values.get("task", "")))
    return store_door.ask(request, file.stream, command, key=key, secrets=read_in.sealed, purpose=HANDLING)


@permission("event.lines")
@require_safe
def lines(request: HttpRequest) -> HttpResponse:
    """Show what decisions propose to the responsibility table; `?as=yaml` gives the lines."""
    city = read.city_of(request)
    found = proposing.proposed(read.decisions(request))
    if request.GET.get("as") == "yaml":
        answer = HttpResponse(proposing.as_yaml(found, city), content_type="application/yaml; charset=utf-8")
        answer["Content-Disposition"] = 'attachment; filename="responsibility-proposed.yaml"'
        return answer
    shown = [
        (
            one,
            event_words.title_of(city, city.matters, one.matter),
            event_words.place(city, one.place),
            event_words.body(city, one.body),
        )
        for one in found
    ]
    return render(request, "operations/event_lines.html", {"lines": shown})


VIEWS = {act.id: view_of(act) for act in ACTS.values()}
urlpatterns: list[URLPattern] = [
    path(f"<str:number>/{id}", view, name=f"act-{id}") for id, view in VIEWS.items()
]
