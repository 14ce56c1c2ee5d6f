"""What roles are made of: verbs that go together, and how far each reaches. Who has them: `roles.py`."""

from __future__ import annotations

from typing import Literal

Reach = Literal["all", "own", "lead", "bodies", "window", "seat", "glass"]

RESIDENT: dict[str, Reach] = {
    "case.file": "own",
    "case.read": "own",
    "case.read-sealed": "own",
    "case.correct": "own",
    "case.withdraw": "own",
    "case.comment": "own",
    "case.serve": "own",
    "rating.give": "own",
    "rating.read": "own",
    "offer.read": "own",
    "offer.answer": "own",
    "fee.read": "own",
    "fee.pay": "own",
    "parcel.ask": "own",
    "booking.make": "own",
    "booking.change": "own",
    "booking.read": "own",
    "case.issue-document": "own",
    "case.sign": "own",
    "receipt.read": "own",
    "mandate.grant": "own",
    "mandate.withdraw": "own",
    "mandate.read": "own",
    "account.read": "own",
    "message.read": "own",
    "message.choose": "own",
    "exchange.record": "own",
    "exchange.read": "own",
    "consent.give": "own",
    "report.follow": "own",
}

INCIDENTS: dict[str, Reach] = {
    "case.grade-incident": "lead",
    "case.report": "lead",
    "incident.open": "lead",
    "incident.read": "bodies",
}
"""Of cyber incidents: who handles them grades them, and records what was reported."""

HANDLE: dict[str, Reach] = {
    "case.read": "bodies",
    "case.read-sealed": "bodies",
    "case.claim": "bodies",
    "case.complete": "bodies",
    "case.fail": "bodies",
    "case.inform": "bodies",
    "case.comment": "bodies",
    "case.answer": "bodies",
    "case.hold-hearing": "bodies",
    "case.record-visit": "bodies",
    "case.undo": "all",  # of one's own last act alone; who hands a case over sees it no more
    "case.issue-document": "bodies",
    "inbox.read": "bodies",
    "picture.read": "bodies",
    "rating.read": "bodies",
    "fee.read": "bodies",
    "glass.break": "all",
    "thing.health": "bodies",
    "signal.read": "bodies",
    "signal.acknowledge": "bodies",
    "signal.silence": "bodies",
    "report.handle": "bodies",
}

SPOT: dict[str, Reach] = {
    "case.object": "lead",
    "case.ask-approval": "lead",
    "case.end-hold": "lead",
    "case.whistle": "bodies",
    "case.report-in": "bodies",
    "case.make-safe": "bodies",
    "event.read": "bodies",
}
"""事件: what a body does about an event it has, at its desk and on the spot."""

ANSWER: dict[str, Reach] = {
    "rating.contact": "lead",
    "rating.explain": "lead",
    "rating.review": "lead",
    "stuck.answer": "lead",
    "message.follow": "lead",
    "message.resend": "lead",
    "upward.read": "bodies",
    "upward.resend": "bodies",
    "report.intake": "lead",
}
"""好差评、办不成事: what a desk, or the body rated, does about a word of a resident; never to a grade.
消息: what became of the messages about the body's cases, and sending a failed one again.
上报: what became of what went up about the body's cases, or all of it at the desk that sees to refusals.
收件: who told what, at the body that takes reports in; a body that handles one has `report.handle`."""

ON_DUTY: dict[str, Reach] = {
    "duty.read": "bodies",
    "duty.sign": "bodies",
    "patrol.record": "bodies",
}
PREPARE: dict[str, Reach] = {
    **ON_DUTY,
    "alert.draft": "lead",
    "alert.take": "lead",
    "duty.arrange": "bodies",
    "evacuation.keep": "bodies",
    "response.set": "lead",
    "shelter.keep": "bodies",
    "stock.keep": "bodies",
}
"""预警与预案: at the bodies that a plan names. Who may set which level is the plan's to say, by position."""

OPEN: dict[str, Reach] = {"opening.prepare": "lead"}
"""开放数据: prepared at the body that provides the product; another of it reviews (`opening.publish`)."""

HALL: dict[str, Reach] = {
    "booking.make": "window",
    "booking.change": "window",
    "booking.read": "window",
    "booking.attend": "window",
    "queue.take": "window",
    "queue.call": "window",
}
"""预约和叫号: at the halls that one's own body runs."""
DATA_REQUEST = "data-request"
"""The id of the matter by which one body asks another for data, in every pack that has one."""

DATA_CORRECTION = "data-correction"
"""The id of the matter by which data is asked to be corrected (校核), in every pack that has one."""

ASK_FOR_DATA: dict[str, Reach] = {
    "request.file": "bodies",
    "case.read": "bodies",
    "case.read-sealed": "bodies",
    "case.claim": "bodies",
    "case.complete": "bodies",
    "case.comment": "bodies",
    "case.consult": "lead",
    "case.answer": "bodies",
    "case.undo": "all",
    "inbox.read": "bodies",
    "request.read": "bodies",
    "grant.read": "bodies",
    "grant.give": "bodies",
    "grant.suspend": "bodies",
    "grant.resume": "bodies",
    "grant.terminate": "bodies",
    "grant.dispose": "bodies",
}
"""数据共享: what a body's data officers do with its requests, and with grants it gave or has."""

KEEP: dict[str, Reach] = {
    "case.hold-archive": "lead",
    "case.propose-destruction": "lead",
}
"""归档: what those who handled a case may do after its end; to give it up takes another person."""
GUARD: dict[str, Reach] = {
    "asset.read": "bodies",
    "asset.keep": "bodies",
    "asset.open": "bodies",
    "finding.read": "bodies",
    "finding.open": "bodies",
    "scan.import": "bodies",
    "security.export": "bodies",
}
"""网络安全: the assets of one's body and what was found about them. What is sealed of them is opened for a
purpose that is recorded, after a fresh confirmation; so is an export."""
