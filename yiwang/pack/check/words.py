"""Act words as people read them. The kernel's acts that clocks may name, besides the steps of a matter."""

from __future__ import annotations

ACTS: dict[str, tuple[str, str]] = {
    "file": ("提交", "filing"),
    "receive": ("收件", "receipt"),
    "forward": ("转办", "forwarding"),
    "ask-correction": ("补正告知", "the request for correction"),
    "correct": ("补正", "correction"),
    "accept": ("受理", "acceptance"),
    "refuse": ("不予受理", "refusal"),
    "suspend": ("中止", "suspension"),
    "resume": ("恢复", "resumption"),
    "withdraw": ("撤回", "withdrawal"),
    "decide": ("决定", "the decision"),
    "deliver": ("送达", "delivery"),
    "close": ("办结", "closing"),
    "reopen": ("重新办理", "reopening"),
    "new-body": ("换主责单位", "another body taking the lead"),
    "make-safe": ("先行处置", "making safe"),
}


def act_in_words(act: str) -> tuple[str, str]:
    """Return an act in words (zh, en); a step keeps its id."""
    return ACTS.get(act, (act, act))
