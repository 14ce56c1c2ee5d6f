"""What a resident answers on the form of each bundle, and what is refused in turn."""

from __future__ import annotations

from yiwang.nets.services.tests.applications import INSURED

WU = {"id_number": INSURED, "resident_name": "吴演晴", "contact_phone": "19900000001"}


def day(name: str, year: int, month: int, of_month: int) -> dict[str, str]:
    """Answer a date as the three inputs of the form."""
    return {f"{name}.year": str(year), f"{name}.month": str(month), f"{name}.day": str(of_month)}


NEWBORN = {
    **WU,
    **day("born_on", 2026, 11, 9),
    "child_name": "吴演初演",
    "sex": "female",
    "birth_certificate": "X000000001",
    "joins": "mother",
    "mother_id_number": INSURED,
    "declarant_kind": "relative",
    "home_address": "示例路 7 号一单元",
    "enrol_kind": "again",
    "card_kind": "plastic",
}
BUNDLES = {"newborn-birth": NEWBORN}

# bundle, and the part that everything else rests on
FIRST_REFUSED = [
    ("newborn-birth", "birth-registration"),
]
# bundle, one of the parts that stand beside others
ONE_REFUSED = [
    ("newborn-birth", "newborn-insurance"),
    ("newborn-birth", "social-security-card"),
]
