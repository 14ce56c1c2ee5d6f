"""What each role may do, and how far: the one table behind `access.may` and `access.scope`.

A rule says: a *role* (or a relation to the case) has a *verb* within a *reach*. The three administrators
are never one person (三员分立): who opens accounts gives no rights, who gives rights opens no accounts,
and who reads the acts of both changes nothing.

Source: GB/T 22239-2019, 8.1.5 (system, audit and security management apart; the number is unverified,
the text is not at hand). `seat`: bodies seated in the place of the holder's own body, or below it.
"""

from __future__ import annotations

from yiwang.kernel.role_parts import (
    ANSWER,
    ASK_FOR_DATA,
    DATA_CORRECTION,
    DATA_REQUEST,
    GUARD,
    HALL,
    HANDLE,
    INCIDENTS,
    KEEP,
    ON_DUTY,
    OPEN,
    PREPARE,
    SPOT,
    Reach,
)

SYSTEM_ADMIN = "system-admin"
SECURITY_ADMIN = "security-admin"
AUDIT_ADMIN = "audit-admin"
MACHINE = "machine"
ADMINISTRATORS = frozenset({SYSTEM_ADMIN, SECURITY_ADMIN, AUDIT_ADMIN})

ROLE_IN_WORDS: dict[str, dict[str, str]] = {
    "window": {"zh": "综合窗口", "en": "window clerk"},
    "officer": {"zh": "经办", "en": "case officer"},
    "inspector": {"zh": "核查", "en": "inspector"},
    "expert": {"zh": "评审", "en": "expert"},
    "dispatcher": {"zh": "派遣", "en": "dispatcher"},
    "grid": {"zh": "网格", "en": "grid worker"},
    "approver": {"zh": "审批", "en": "approver"},
    "chief": {"zh": "负责人", "en": "head of body"},
    "archivist": {"zh": "档案", "en": "archivist"},
    "cdo": {"zh": "首席数据官", "en": "chief data officer"},
    "steward": {"zh": "数据管理员", "en": "data steward"},
    "auditor": {"zh": "审计", "en": "auditor"},
    "security-officer": {"zh": "网络安全员", "en": "security officer"},
    "security-supervisor": {"zh": "网安监管", "en": "security supervisor"},
    SYSTEM_ADMIN: {"zh": "系统管理员", "en": "system administrator"},
    SECURITY_ADMIN: {"zh": "安全管理员", "en": "security administrator"},
    AUDIT_ADMIN: {"zh": "审计管理员", "en": "audit administrator"},
}

ROLES: dict[str, dict[str, Reach]] = {
    "window": {
        "case.file": "all",
        "case.receive": "window",
        "case.forward": "window",
        "case.ask-correction": "window",
        "case.correct": "window",
        "case.deliver": "window",
        "case.serve": "window",
        "case.read": "window",
        "case.read-sealed": "window",
        "case.comment": "window",
        "case.issue-document": "window",
        "inbox.read": "window",
        "mandate.record": "all",
        "consent.take": "all",
        "fee.read": "window",
        "parcel.ask": "window",
        "parcel.send": "window",
        **HALL,
    },
    "officer": {
        **HANDLE,
        **OPEN,
        "case.receive": "lead",
        "case.ask-correction": "lead",
        "case.accept": "lead",
        "case.refuse": "lead",
        "case.assign": "lead",
        "case.hand-over": "lead",
        "case.consult": "lead",
        "case.co-handle": "lead",
        "case.call-hearing": "lead",
        "case.arrange-visit": "lead",
        "case.call-off": "lead",
        "case.suspend": "lead",
        "case.resume": "lead",
        "case.deliver": "lead",
        "case.serve": "lead",
        "case.correct": "lead",
        "case.link-duplicate": "lead",
        "case.decide-at-once": "lead",
        **SPOT,
        **INCIDENTS,
        "fee.demand": "lead",
        "parcel.send": "lead",
        **KEEP,
        "case.take-package": "lead",
        **ANSWER,
        **PREPARE,
    },
    "inspector": {**HANDLE, **ON_DUTY, **SPOT, "case.arrange-visit": "bodies"},
    "grid": {**HANDLE, **SPOT},
    # Gives events to whoever is in charge; handles none itself.
    "dispatcher": {
        "picture.read": "bodies",
        "case.read": "bodies",
        "case.read-sealed": "bodies",
        "case.comment": "bodies",
        "inbox.read": "bodies",
        "case.dispatch": "bodies",
        "case.grade": "bodies",
        "case.give-approval": "bodies",
        "case.whistle": "bodies",
        "case.supervise": "bodies",
        "case.co-handle": "bodies",
        "event.read": "bodies",
        "event.lines": "all",
    },
    "expert": HANDLE,
    "approver": {
        **HANDLE,
        "opening.publish": "lead",
        "fee.refund": "lead",
        "fee.differences": "lead",
        "fee.reconcile": "lead",
        "case.decide": "lead",
        "case.decide-at-once": "lead",
        "case.reopen": "lead",
        "case.migrate": "lead",
        **KEEP,
        "case.release-archive": "lead",
        "case.take-package": "lead",
        "case.destroy": "lead",
        "case.void": "lead",
        "case.end-result": "lead",
        "case.withhold-result": "lead",
        "case.restore-result": "lead",
    },
    "chief": {
        **HANDLE,
        "opening.publish": "lead",
        "fee.refund": "lead",
        "fee.differences": "lead",
        "fee.reconcile": "lead",
        "case.extend": "lead",
        "case.give-approval": "lead",
        **INCIDENTS,
        "event.read": "bodies",
        "case.migrate": "lead",
        **KEEP,
        "case.release-archive": "lead",
        "case.take-package": "lead",
        "case.destroy": "lead",
        "case.supervise": "lead",
        "case.decide": "lead",
        "case.end-result": "lead",
        "case.withhold-result": "lead",
        "case.restore-result": "lead",
        "case.assign": "lead",
        "shadow.read": "all",
        "person.delegate": "bodies",
        **ANSWER,
        **PREPARE,
        "alert.issue": "lead",
        "bulletin.issue": "lead",
    },
    # Keeps what has ended, opens nothing that is sealed; to give a case up takes an approver or a head.
    "archivist": {"case.read": "lead", **KEEP, "case.release-archive": "lead"},
    "cdo": {
        **ASK_FOR_DATA,
        "case.extend": "bodies",
        "data.read": "bodies",
        "evidence.read": "bodies",
        "inbox.read": "bodies",
        "shadow.read": "all",
        "upward.read": "bodies",
        "upward.resend": "bodies",
    },
    "steward": {**ASK_FOR_DATA, "data.read": "bodies"},
    "auditor": {
        "ledger.read": "all",
        "case.read": "all",
        "picture.read": "all",
        "shadow.read": "all",
        "exchange.read": "all",
        "fee.differences": "all",
        "data.read": "all",
        "evidence.read": "all",
        "signal.read": "all",
    },
    # 网络安全: an officer guards one body; the supervisor sees counts of all, and finds owners.
    "security-officer": {**HANDLE, **GUARD},
    "security-supervisor": {**HANDLE, **GUARD, "asset.own": "bodies", "security.figures": "all"},
    SYSTEM_ADMIN: {
        "pack.read": "all",
        "desk.read": "all",
        "person.read": "seat",
        "person.join": "seat",
        "person.suspend": "seat",
        "person.restore": "seat",
        "person.leave": "seat",
        "person.invite": "seat",
        "person.end-sessions": "seat",
        "directory.propose": "all",
        "client.read": "seat",
        "client.register": "seat",
        "client.stop": "seat",
        "message.figures": "all",
        "thing.health": "all",
        "signal.read": "all",
        "message.resend": "all",
        "hook.read": "seat",
        "hook.register": "seat",
        "hook.ping": "seat",
        "hook.stop": "seat",
    },
    SECURITY_ADMIN: {
        "desk.read": "all",
        "person.read": "seat",
        "person.appoint": "seat",
        "person.dismiss": "seat",
        "person.suspend": "seat",
        "person.end-sessions": "seat",
        "person.delegate": "seat",
        "directory.apply": "all",
        "client.read": "seat",
        "client.allow": "seat",
        "client.rotate": "seat",
        "client.stop": "seat",
        "hook.read": "seat",
        "hook.rotate": "seat",
        "hook.stop": "seat",
        "mandate.read": "all",
        "glass.read": "all",
        "glass.review": "all",
        "access.explain": "all",
    },
    AUDIT_ADMIN: {
        "desk.read": "all",
        "person.read": "all",
        "client.read": "all",
        "mandate.read": "all",
        "glass.read": "all",
        "acts.read": "all",
        "acts.export": "all",
        "access.explain": "all",
    },
}

OF_MATTERS: dict[str, frozenset[str]] = {
    "cdo": frozenset({DATA_REQUEST, DATA_CORRECTION}),
    "steward": frozenset({DATA_REQUEST, DATA_CORRECTION}),
}
"""Roles whose verbs about cases reach but these matters: who sees to data sees no resident's case by it."""

OF_CASES = ("case.", "inbox.")
"""How the verbs begin that `OF_MATTERS` holds for."""

ROLES[MACHINE] = {
    "case.read": "bodies",
    "inbox.read": "bodies",
    "case.file": "all",
    "case.comment": "bodies",
    "queue.take": "window",
    "queue.call": "window",
    "observation.write": "bodies",
    "observation.read": "bodies",
    "report.send": "all",
    "gateway.ask": "bodies",
}
"""What a machine client may be given; its key says which of these it has."""

GLASS: dict[str, Reach] = {"case.read": "glass", "case.read-sealed": "glass"}
"""What a break-glass opens on its one case, while it lasts. Nothing can be done to the case."""

STAFF: dict[str, Reach] = {
    "account.read": "own",
    "person.delegate": "own",
    "message.read": "own",
    "message.choose": "own",
}
"""What everybody with a position has, whatever the role. One's own positions are one's own to delegate."""

ANYONE: dict[str, Reach] = {
    "guide.read": "all",
    "receipt.verify": "all",
    "limits.read": "all",
    "stuck.ask": "all",
    "booking.find": "all",
    "queue.read": "all",
    "thing.read": "all",
    "alert.read": "all",
    "product.read": "all",
    "opening.read": "all",
    "event.public": "all",
    "report.tell": "all",
}

STEP_UP = frozenset(
    {
        "case.decide",
        "case.decide-at-once",
        "case.sign",
        "fee.refund",
        "case.void",
        "case.destroy",
        "case.take-package",
        "case.end-result",
        "case.withhold-result",
        "person.appoint",
        "person.dismiss",
        "person.delegate",
        "person.invite",
        "directory.apply",
        "client.register",
        "client.allow",
        "client.rotate",
        "hook.register",
        "hook.rotate",
        "glass.break",
        "acts.export",
        "mandate.grant",
        "asset.open",
        "finding.open",
        "security.export",
    }
)
"""Verbs before which somebody says again who they are: approval, export, change of rights, break-glass."""

HANDLING = frozenset({"window", "officer", "inspector", "grid", "dispatcher", "expert", "approver", "chief"})
_APART: tuple[tuple[frozenset[str], frozenset[str], bool], ...] = (
    (frozenset({SYSTEM_ADMIN}), frozenset({SECURITY_ADMIN, AUDIT_ADMIN}), True),
    (frozenset({SECURITY_ADMIN}), frozenset({AUDIT_ADMIN}), True),
    (ADMINISTRATORS, HANDLING | {"auditor"}, True),
    (frozenset({"auditor"}), HANDLING, True),
    (frozenset({"officer", "inspector"}), frozenset({"approver"}), False),
)
"""Roles that one person never holds together: everywhere, or (False) within one body."""


def apart(role: str, body: str, other_role: str, other_body: str) -> bool:
    """Say whether one person may not hold both: the three administrators, audit, examining and deciding.

    Source: GB/T 22239-2019 (duties apart; unverified, the text is not at hand).
    """
    for some, others, everywhere in _APART:
        if (role in some and other_role in others) or (role in others and other_role in some):
            if everywhere or body == other_body:
                return True
    return False
