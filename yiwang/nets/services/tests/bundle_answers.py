"""What a resident answers on the form of each bundle, and what is refused in turn."""

from __future__ import annotations

from yiwang.nets.services.tests.answers_of_endings import ENDINGS, ENDINGS_REFUSED
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
HOME = {
    **WU,
    "register_kind": "sale",
    "unit_number": "430602001001GB00001F00010001",
    "location": "示例路 11 号",
    "floor_area": "98.5",
    "disputed": "no",
    "cause_document": "file",
    "other_name": "陶演菊演",
    "other_id_number": INSURED,
    "other_agrees": "file",
    "registered_domicile": "外省示例村 3 号",
    "new_address": "示例路 11 号二单元",
    "water_kind": "transfer",
    "water_account": "A10086",
    "meter_reading": "318",
}
HOUSEHOLD = {
    **HOME,
    "settle": "move",
    "move_kind": "in",
    "move_ground": "home",
    "area_kind": "city",
    "people": "2",
    "migration_permit": "file",
}
PERMIT = {
    **HOME,
    **day("living_since", 2025, 3, 1),
    "settle": "permit",
    "permit_request": "first",
    "ground": "home",
    "applied_by": "self",
}
SUPPORT = {
    **WU,
    "disability_kind": "body",
    "applied_by": "guardian",
    "ward_name": "吴演初演",
    "ward_id_number": INSURED,
    "home_address": "示例路 7 号一单元",
    "household_state": "dibao",
    "bank_account": "0000000000000000000",
}
WITH_CERTIFICATE = {**SUPPORT, "has_certificate": "have", "wants_living": "yes", "wants_nursing": "no"}
WITHOUT_CERTIFICATE = {
    **SUPPORT,
    "has_certificate": "need",
    "wants_living": "yes",
    "wants_nursing": "yes",
    "certificate_request": "first",
    "at_home": "yes",
    "medical_papers": "file",
    "photo": "file",
    "care": "always",
    "carer_name": "吴演晴演",
}
BUNDLES = {
    "newborn-birth": ("newborn-birth", NEWBORN, set()),
    "moving-house": ("moving-house", HOUSEHOLD, {"residence-permit"}),
    "moving-house, household stays": ("moving-house", PERMIT, {"household-move"}),
    "disability-support": ("disability-support", WITHOUT_CERTIFICATE, set()),
    "disability-support, certified": (
        "disability-support",
        WITH_CERTIFICATE,
        {"disability-certificate", "disability-nursing-allowance"},
    ),
}
"""Name → the bundle, what is answered, and the parts that these answers do not call."""

# bundle, and the part that everything else rests on
FIRST_REFUSED = [
    ("newborn-birth", "birth-registration"),
    ("moving-house", "real-estate-registration"),
    ("disability-support", "disability-certificate"),
]
# bundle, one of the parts that stand beside others
ONE_REFUSED = [
    ("newborn-birth", "newborn-insurance"),
    ("newborn-birth", "social-security-card"),
    ("moving-house", "household-move"),
    ("moving-house, household stays", "residence-permit"),
    ("disability-support", "disability-living-allowance"),
    ("disability-support", "disability-nursing-allowance"),
]
# story, questions that these answers must not lead to
NEVER_ASKED = {
    "newborn-birth": {"father_id_number"},
    "moving-house": {"permit_request", "living_since"},
    "moving-house, household stays": {"migration_permit", "people", "proxy_name"},
    "disability-support, certified": {"medical_papers", "care", "certificate_request"},
}

BUNDLES |= ENDINGS
ONE_REFUSED += ENDINGS_REFUSED
