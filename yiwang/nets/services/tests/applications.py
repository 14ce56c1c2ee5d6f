"""Applications that several tests begin with. Everything in them is invented."""

from __future__ import annotations

from typing import Any

from yiwang.nets.services.tests.walker import Walker

COMPANY = {"credit_code": "92430602MADEM00112", "contact_phone": "19900000005"}
VENUE = {
    "venue_name": "示例旅店",
    "venue_address": "示例路 1 号",
    "venue_kind": "lodging",
    "floor_area": "640",
    "floor_plan": "plan",
}
INSURED = "430602190001010012"


def hygiene_pages(central: str = "no", **venue: str) -> tuple[dict[str, Any], ...]:
    """Return what an inn answers, page by page; `way_` and `promise_` say how its material comes."""
    materials = {name: venue.pop(name) for name in list(venue) if name.startswith(("way_", "promise_"))}
    return (
        {**COMPANY, "operator_name": "示例旅店", "contact_name": "罗演竹"},
        {**VENUE, **venue},
        {"staff_count": "8", "central_ventilation": central},
        materials,
        {"declaration": "yes"},
    )


def hygiene(walker: Walker, central: str = "no", **venue: str) -> str:
    """Apply for a hygiene licence in 金鹗山街道."""
    walker.sign_in("owner-luo")
    return walker.file("public-place-hygiene", "430602", "430602004", *hygiene_pages(central, **venue))


def certificate(walker: Walker) -> str:
    """Apply for a certificate of social insurance."""
    walker.sign_in("resident-wu")
    return walker.file(
        "insured-certificate",
        "430602",
        "430602005",
        {"id_number": INSURED},
        {"insurance_kind": "pension", "from_month": "2024-01", "to_month": "2026-10"},
    )


def received(walker: Walker, number: str) -> None:
    """The comprehensive window receives, ticks what is there and forwards."""
    walker.sign_in("window-yueyanglou")
    walker.act(number, "收件")
    walker.open(number)
    ticks = walker.form_of("材料齐全，转办").locator('[name="there"]')
    walker.act(number, "材料齐全，转办", there=ticks.evaluate_all("all => all.map(one => one.value)"))


def accepted(walker: Walker) -> str:
    """A hygiene licence that the bureau accepted."""
    number = hygiene(walker)
    received(walker, number)
    walker.sign_in("officer-health")
    walker.act(number, "受理")
    return number
