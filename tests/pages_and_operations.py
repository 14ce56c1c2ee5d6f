"""Which operation of the API does what a page does, or why none does: a new page needs a row."""

from __future__ import annotations

from yiwang.nets.operations.event_acts import ACTS as EVENT_ACTS
from yiwang.nets.services.acts import ACTS

SIGN_IN = "ways in are a person's own, on pages: no key and no other system handles them"
RIGHTS = "rights are changed by three administrators on pages, each confirming who they are"
TOGETHER = "several people sign on pages, each signed in and seeing what is signed"
COUNTER = (
    "a clerk records it on a page with the person there; over REST `present` of the filing says who was seen"
)
CONSENT = "a person at a counter consents by their own act on a page, and a clerk takes the code there"
SETTLED = "a named person says on a page what they found out; nothing of the payment changes by it"
ONE_BY_ONE = "a system asks for each act on its own, with a key of its own"
VIEWS = "a view is an address; what narrows a list is in the query of `GET /inbox`"
OFFERED = "a yes or no to what a city offers is a person's own word, given on a page; no system gives it"
SENSORTHINGS = "an API of its own, as the OGC SensorThings standard names its addresses (docs/sensing.md)"
INTAKE = "who told is unsealed by a person at intake on a page, for a purpose, never by a system"
OPEN311 = "an API of its own, as the GeoReport v2 standard names its addresses (docs/reports.md)"
SIGNALS = "a named person says on a page that they have seen a signal, or keeps it quiet and says why"
ALERTS = "a level or an alert is set, and a roster kept, by a person on a page; systems read CAP and Atom"
INCIDENTS = "an officer on duty records, grades and reports an incident on pages, each word of it sealed"
OPENING = "an edition is looked through and published by two people on pages; systems read it over REST"
CALENDAR = "an address for a calendar application, shown once to its person on a page"

EXPORTED = "a watermarked file is given to a named person who has just confirmed who they are"
LOOKED_AT = "a person looks at what a list would change; a system sends `POST /security/assets` one by one"

ACTS_OF_CASES = {f"/services/cases/<number>/{act}": f"POST /cases/{{number}}/acts/{act}" for act in ACTS}
ACTS_OF_EVENTS = {f"/events/<number>/{act}": "POST /events/{number}/acts/{act}" for act in EVENT_ACTS}
NEAREST = "orders a list by the position just sent and changes nothing; `GET /events` gives positions"
OPERATIONS: dict[str, str] = {
    **ACTS_OF_EVENTS,
    **ACTS_OF_CASES,
    "/account/sessions/<which>/end": "POST /account/sessions/{session}/end",
    "/account/sessions/end-all": "POST /account/sessions/end",
    "/booking/appointments/<appointment>/attend": "POST /appointments/{appointment}/attend",
    "/booking/appointments/<appointment>/cancel": "POST /appointments/{appointment}/cancel",
    "/booking/desk/<hall>/call": "POST /halls/{hall}/calls",
    "/booking/desk/<hall>/settle": "POST /halls/{hall}/settle",
    "/booking/desk/<hall>/take": "POST /halls/{hall}/numbers",
    "/booking/windows/<bookable>/book": "POST /appointments",
    "/fees/cases/<number>/demand": "POST /cases/{number}/fee/demand",
    "/fees/cases/<number>/pay": "POST /cases/{number}/fee/pay",
    "/fees/cases/<number>/post": "POST /cases/{number}/parcel",
    "/fees/cases/<number>/post/call-off": "POST /cases/{number}/parcel/call-off",
    "/fees/cases/<number>/post/look": "POST /cases/{number}/parcel/look",
    "/fees/cases/<number>/post/send": "POST /cases/{number}/parcel/send",
    "/fees/cases/<number>/refund": "POST /cases/{number}/fee/refund",
    "/fees/cases/<number>/take-back": "POST /cases/{number}/fee/take-back",
    "/messages/<message>/read": "POST /messages/{message}/read",
    "/messages/deliveries/resend": "POST /deliveries/resend",
    "/messages/figures/resend": "POST /deliveries/figures/resend",
    "/messages/hooks/<hook>/ping": "POST /hooks/{hook}/ping",
    "/messages/hooks/<hook>/secret": "POST /hooks/{hook}/secret",
    "/messages/hooks/<hook>/stop": "POST /hooks/{hook}/stop",
    "/messages/hooks/register": "POST /hooks",
    "/messages/read": "POST /messages/read",
    "/messages/settings/<channel>/confirm": "POST /messages/settings/{channel}/confirm",
    "/messages/settings/<channel>/give": "POST /messages/settings/{channel}",
    "/messages/settings/<channel>/remove": "POST /messages/settings/{channel}/remove",
    "/messages/settings/choose": "POST /messages/settings",
    "/mine/acting": "POST /acting-for",
    "/mine/mandates/<mandate>/end": "POST /mandates/{mandate}/end",
    "/mine/mandates/offer": "POST /mandates",
    "/mine/mandates/take": "POST /mandates/take",
    "/ratings/cases/<number>/rate": "POST /cases/{number}/rating",
    "/ratings/nothing/": "POST /nothing-gets-done",
    "/ratings/nothing/answer/": "POST /nothing-gets-done/answer",
    "/ratings/records/<rating>/ask-review": "POST /ratings/{rating}/acts/{act}",
    "/ratings/records/<rating>/change": "POST /ratings/{rating}/acts/{act}",
    "/ratings/records/<rating>/contact": "POST /ratings/{rating}/acts/{act}",
    "/ratings/records/<rating>/explain": "POST /ratings/{rating}/acts/{act}",
    "/ratings/records/<rating>/review": "POST /ratings/{rating}/acts/{act}",
    "/ratings/words/<stuck>/answer": "POST /nothing-gets-done/{stuck}/answer",
    "/reports/cases/<number>/<told>/<picture>/release": (
        "POST /cases/{number}/reports/{told}/pictures/{picture}"
    ),
    "/reports/cases/<number>/": "POST /cases/{number}/reports/acts/{act}",
    "/reports/follow/": "POST /reports/follow",
    "/reports/send": "POST /reports",
    "/reports/tell/<kind>/": "POST /reports/near",
    "/security/assets/<asset>/change": "POST /security/assets/{asset}/change",
    "/security/assets/<asset>/open": "POST /security/assets/{asset}/open",
    "/security/assets/<asset>/own": "POST /security/assets/{asset}/own",
    "/security/assets/<asset>/retire": "POST /security/assets/{asset}/retire",
    "/security/assets/new": "POST /security/assets",
    "/security/findings/open": "POST /security/findings/open",
    "/security/scans/": "POST /security/scans",
    "/services/<matter>/start": "POST /drafts",
    "/services/cases/<number>/reveal": "POST /cases/{number}/answers/{field}",
    "/services/cases/<number>/correct": "POST /cases/{number}/correction",
    "/services/cases/<number>/materials/<material>": "POST /cases/{number}/materials/{material}",
    "/services/cases/<number>/papers/<paper>/pdf": "POST /cases/{number}/papers/{paper}/file",
    "/services/cases/<number>/papers/<paper>/serve": "POST /cases/{number}/papers/{paper}/serve",
    "/services/cases/<number>/result/<why>": "POST /cases/{number}/continue/{why}",
    "/services/cases/<number>/result/pdf": "POST /cases/{number}/result/file",
    "/services/cases/<number>/visits/<task>": "POST /cases/{number}/visits/{task}",
    "/services/drafts/<draft>/discard": "DELETE /drafts/{draft}",
    "/services/drafts/<draft>/pages/<section>": "POST /drafts/{draft}/answers",
    "/services/drafts/<draft>/present": "POST /drafts/{draft}/submit",
    "/services/drafts/<draft>/submit": "POST /drafts/{draft}/submit",
    "/sharing/grants/<grant>/<act>": "POST /sharing/grants/{grant}/acts/{act}",
    "/sharing/requests/<number>/<act>": "POST /sharing/requests/{number}/acts/{act}",
    "/sharing/requests/new": "POST /sharing/requests",
    "/verify/<number>/<code>": "POST /verify/{number}/{code}",
}

REASONS: dict[str, str] = {
    "/events/field/": NEAREST,
    **dict.fromkeys(
        (
            "/account/confirm",
            "/account/confirm/options",
            "/account/enrol/<token>",
            "/account/enrol/<token>/passkey",
            "/account/enrol/<token>/passkey/options",
            "/account/enter",
            "/account/hat",
            "/account/identity/<provider>/logout",
            "/account/join",
            "/account/join/passkey",
            "/account/join/passkey/options",
            "/account/passkey/enter",
            "/account/passkey/options",
            "/account/passkeys",
            "/account/passkeys/<number>/remove",
            "/account/passkeys/options",
            "/account/password",
            "/account/recovery-codes",
            "/account/totp",
            "/account/totp/remove",
            "/sign-in",
            "/sign-out",
        ),
        SIGN_IN,
    ),
    **dict.fromkeys(
        (
            "/desk/clients/<client>/allow",
            "/desk/clients/<client>/rotate",
            "/desk/clients/<client>/stop",
            "/desk/clients/register",
            "/desk/directory/<proposal>/apply",
            "/desk/directory/<proposal>/withdraw",
            "/desk/directory/propose",
            "/desk/glass/<glass>/review",
            "/desk/mine/delegate",
            "/desk/mine/undelegate",
            "/desk/people/<person>/appoint",
            "/desk/people/<person>/delegate",
            "/desk/people/<person>/dismiss",
            "/desk/people/<person>/end-sessions",
            "/desk/people/<person>/invite",
            "/desk/people/<person>/leave",
            "/desk/people/<person>/rejoin",
            "/desk/people/<person>/rename",
            "/desk/people/<person>/restore",
            "/desk/people/<person>/substitute",
            "/desk/people/<person>/suspend",
            "/desk/people/join",
        ),
        RIGHTS,
    ),
    **dict.fromkeys(
        (
            "/services/drafts/<draft>/joint",
            "/services/joint/",
            "/services/joint/<joint>/file",
            "/services/joint/<joint>/refuse",
            "/services/joint/<joint>/sign",
            "/services/joint/<joint>/take-back",
            "/services/joint/<joint>/withdraw",
        ),
        TOGETHER,
    ),
    **dict.fromkeys(
        (
            "/alerts/<alert>/cancel",
            "/alerts/<alert>/issue",
            "/alerts/draft",
            "/alerts/plans/<plan>/bulletins",
            "/alerts/plans/<plan>/duty/<post>/arrange",
            "/alerts/plans/<plan>/duty/<post>/hand-over",
            "/alerts/plans/<plan>/duty/<post>/sign-on",
            "/alerts/plans/<plan>/duty/<post>/swap",
            "/alerts/plans/<plan>/duty/<post>/take-over",
            "/alerts/plans/<plan>/evacuation/<place>/close",
            "/alerts/plans/<plan>/evacuation/<place>/enter",
            "/alerts/plans/<plan>/evacuation/<place>/move",
            "/alerts/plans/<plan>/evacuation/<place>/open",
            "/alerts/plans/<plan>/level",
            "/alerts/plans/<plan>/patrols/record",
            "/alerts/plans/<plan>/shelters/<shelter>",
            "/alerts/plans/<plan>/stocks/<stock>",
            "/alerts/take",
        ),
        ALERTS,
    ),
    **dict.fromkeys(
        (
            "/incidents/<number>/grade",
            "/incidents/<number>/order",
            "/incidents/<number>/reports/<owed>/received",
            "/incidents/<number>/reports/<owed>/sent",
            "/incidents/<number>/spare",
            "/incidents/new",
        ),
        INCIDENTS,
    ),
    **dict.fromkeys(
        (
            "/opening/<set>/editions/<edition>/publish",
            "/opening/<set>/editions/<edition>/return",
            "/opening/<set>/editions/<edition>/withdraw",
            "/opening/<set>/look",
            "/opening/<set>/prepare",
        ),
        OPENING,
    ),
    "/data/correct/<product>/": "data officers say on a page what is wrong with another body's data",
    "/desk/acts/export": "what administrators did leaves the city by a person's hand alone, confirmed afresh",
    "/desk/people/search": "a staff code is typed on a page; no answer of the API holds one",
    "/desk/why/": "reads, and changes nothing: the page explains to a person why somebody may",
    "/fees/callback": "an address of its own for the payment provider, which signs what it says",
    "/fees/provider/<order>/": "the page of the demo's payment provider, not the city's",
    "/messages/reports/sms": "an address of its own for the SMS gateway, which signs what it reports",
    "/mine/exchanges/<kind>/<look>/": "asked about a look that the page beside it lists, by whose data it is",
    "/offers/<offer>/confirm": OFFERED,
    "/offers/answer": OFFERED,
    "/reports/intake/<report>/": INTAKE,
    "/reports/intake/call/": INTAKE,
    "/reports/mine/<report>/": "what one writes about one's own report goes by number and code over REST",
    "/reports/open311/v2/requests.<form>": OPEN311,
    "/rules/<matter>/decisions/<decisions>/<position>/": "tries a table out, and changes nothing",
    "/services/calendar/make": CALENDAR,
    "/security/assets/export": EXPORTED,
    "/security/assets/list": LOOKED_AT,
    "/security/assets/list/apply": LOOKED_AT,
    "/security/findings/export": EXPORTED,
    "/services/calendar/revoke": CALENDAR,
    "/services/cases/<number>/archive-package": "opens all personal values of a case for a person who "
    "confirms who they are; systems take results and papers one by one",
    "/services/cases/<number>/result/package": "puts the files of several parts together for a person; "
    "a system asks for the file of each part, `POST /cases/{number}/result/file`",
    "/fees/differences/<difference>/settle": SETTLED,
    "/services/consents/": CONSENT,
    "/services/consents/<consent>/withdraw": CONSENT,
    "/services/drafts/<draft>/consent": CONSENT,
    "/services/drafts/<draft>/mandate": COUNTER,
    "/services/glass/": "the glass of a foreign case is broken by a person on a page, confirmed afresh",
    "/services/glass/close": "closes what was opened on the page beside it",
    "/services/inbox/selected": ONE_BY_ONE,
    "/services/inbox/selected/done": ONE_BY_ONE,
    "/services/inbox/selected/undone": ONE_BY_ONE,
    "/services/inbox/views": VIEWS,
    "/services/inbox/views/forget": VIEWS,
    "/signals/<signal>/acknowledge": SIGNALS,
    "/signals/silences/<silence>/end": SIGNALS,
    "/signals/silences/begin": SIGNALS,
    "/sta/v1.1/<path>": SENSORTHINGS,
    "/sta/v1.1/CreateObservations": SENSORTHINGS,
    "/upward/resend": "what a platform above refused is looked through and sent again by a person",
}
