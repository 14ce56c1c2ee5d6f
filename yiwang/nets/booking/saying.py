"""Why an appointment or a number cannot be had: where, what, and what to do instead."""

from __future__ import annotations

from datetime import date

from yiwang.kernel.refusal import Refusal

TOO_MANY = "booking.too-many"


def not_bookable(id: str) -> Refusal:
    """Say that nothing of this id can be booked."""
    return Refusal(
        code="booking.no-window",
        zh=f"没有可以预约的窗口“{id}”，可能已经取消。请回到预约页重新选择。",
        en=f"Nothing called {id} can be booked; it may have been closed. Choose again from the list.",
        params={"bookable": id},
    )


def not_handled(matter: str) -> Refusal:
    """Say that a matter is not handled there."""
    return Refusal(
        code="booking.not-handled",
        zh="这个窗口不办这个事项，请选另一个窗口。",
        en="This window does not handle that service. Choose another one.",
        params={"matter": matter},
    )


def not_a_day(day: date, first: date, last: date) -> Refusal:
    """Say that a day cannot be booked."""
    return Refusal(
        code="booking.not-a-day",
        zh=f"{day} 不能预约。可以约 {first} 至 {last}。",
        en=f"{day} cannot be booked; choose a day from {first} to {last}.",
        params={"day": day.isoformat(), "first": first.isoformat(), "last": last.isoformat()},
    )


def not_a_slot(slot: str) -> Refusal:
    """Say that there is no such slot."""
    return Refusal(
        code="booking.not-open",
        zh=f"那天 {slot} 不开放，请另选一个时段。" if slot else "请选一个时段。",
        en=f"It is not open at {slot} on that day. Choose another time." if slot else "Choose a time.",
        params={"slot": slot},
    )


def begun(slot: str) -> Refusal:
    """Say that a slot has begun."""
    return Refusal(
        code="booking.begun",
        zh=f"{slot} 的时段已经开始，不能再约、再改。请选以后的时段，或直接到大厅取号。",
        en=f"The slot of {slot} has begun; it cannot be booked or changed. Choose a later one, or take a "
        "number at the hall.",
        params={"slot": slot},
    )


def full(slot: str, capacity: int) -> Refusal:
    """Say that a slot is full."""
    return Refusal(
        code="booking.full",
        zh=f"{slot} 的 {capacity} 个名额都约满了，请另选一个时段。您还没有约上。",
        en=f"All {capacity} places of {slot} are taken. Choose another time; nothing was booked.",
        params={"slot": slot, "capacity": capacity},
    )


def already(number: str, slot: str) -> Refusal:
    """Say that the same person has an appointment there on that day."""
    return Refusal(
        code="booking.already",
        zh=f"您那天在这里已经约了 {slot}（{number}）。要换时段，请改那一个。",
        en=f"You have an appointment there on that day at {slot} ({number}). Move that one instead.",
        params={"number": number, "slot": slot},
    )


def unknown() -> Refusal:
    """Say that there is no such appointment."""
    return Refusal(
        code="booking.unknown",
        zh="没有这个预约，请核对编号。",
        en="There is no such appointment; check its number.",
    )


def over(phase: dict[str, str]) -> Refusal:
    """Say that an appointment is over."""
    return Refusal(
        code="booking.over",
        zh=f"这个预约{phase['zh']}，不能再改。",
        en=f"This appointment is over ({phase['en'].lower()}); it cannot be changed.",
    )


def not_that_day(day: date) -> Refusal:
    """Say that who came is recorded on the day itself."""
    return Refusal(
        code="booking.not-that-day",
        zh=f"到没到只在当天（{day}）和以后登记，时段开始前不能登记“未到”。",
        en=f"Who came is recorded on the day ({day}) or later; nobody has missed a slot that has not begun.",
        params={"day": day.isoformat()},
    )


def too_many(most: int) -> Refusal:
    """Say that somebody has as many appointments ahead as are given."""
    return Refusal(
        code=TOO_MANY,
        zh=f"您还有 {most} 个没到时间的预约。先取消一个，再约新的。",
        en=f"You have {most} appointments ahead. Cancel one first.",
        params={"most": most},
    )


def closed_now(hall: dict[str, str]) -> Refusal:
    """Say that a hall gives no numbers now."""
    return Refusal(
        code="queue.closed",
        zh=f"{hall['zh']}现在不开放，不取号。开放时间见大厅页面。",
        en=f"{hall.get('en', hall['zh'])} is closed now and gives no numbers. Its hours stand on its page.",
    )


def no_ticket(number: int) -> Refusal:
    """Say that there is no such number in the queue."""
    return Refusal(
        code="queue.unknown",
        zh=f"今天没有 {number:03d} 号，或已经办完。",
        en=f"There is no number {number:03d} today, or it is done.",
        params={"number": number},
    )


def nobody_waits() -> Refusal:
    """Say that nobody waits."""
    return Refusal(code="queue.empty", zh="没有人在等。", en="Nobody is waiting.")


def no_desk() -> Refusal:
    """Say that the counter must be named."""
    return Refusal(
        code="queue.no-desk",
        zh="请写明几号窗口叫号，如 3。",
        en="Say which counter is calling, such as 3.",
    )


def at_two_places(number: str = "", slot: str = "") -> Refusal:
    """Say that the person has another appointment at that time; which, where it is known."""
    zh = f"（{number}，{slot}）" if number else ""
    en = f" ({number}, {slot})" if number else ""
    return Refusal(
        code="booking.at-two-places",
        zh=f"这个时间您已经有另一个预约{zh}，一个人不能同时到两处。",
        en=f"You have another appointment at that time{en}; nobody can be at two places at once.",
        params={"number": number, "slot": slot},
        next_step={
            "zh": "选别的时间；或者先取消那一个。",
            "en": "Choose another time, or cancel the other one first.",
        },
    )


def nobody_there(slot: str) -> Refusal:
    """Say that those who sit there are away at that time."""
    return Refusal(
        code="booking.nobody-there",
        zh=f"{slot} 那里没有人：工作人员已约好去现场。您还没有约上，请另选一个时段。",
        en=f"Nobody is there at {slot}: those who sit there go on a visit. Choose another time; nothing was "
        "booked.",
        params={"slot": slot},
    )
