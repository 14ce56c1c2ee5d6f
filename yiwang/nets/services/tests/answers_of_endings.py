"""What is answered on the forms of what ends: a working life, and a small business."""

from __future__ import annotations

from yiwang.nets.services.tests.applications import INSURED

RETIRING = {
    "id_number": INSURED,
    "resident_name": "吴演晴",
    "contact_phone": "19900000001",
    "insured_as": "employee",
    "paid_elsewhere": "yes",
    "retire_on.year": "2026",
    "retire_on.month": "12",
    "retire_on.day": "31",
    "keep_paying": "yes",
    "has_housing_fund": "yes",
    "fund_ground": "retired",
    "amount": "86420.5",
    "wants_card": "yes",
    "lives_here": "household",
    "medium": "card",
    "photo": "file",
    "bank_account": "0000000000000000000",
}
LATER = {
    **{name: value for name, value in RETIRING.items() if name not in {"fund_ground", "amount"}},
    "has_housing_fund": "no",
}
CLOSING = {
    "credit_code": "92430602MADEM00112",
    "operator_name": "示例小店",
    "contact_name": "罗演竹",
    "contact_phone": "19900000005",
    "close_reason": "stopped",
    "licence_copy": "lost",
    "settled": "yes",
    "has_food_licence": "yes",
    "stock": "returned",
    "has_staff": "yes",
    "last_staff": "2",
    "arrears_paid": "yes",
}
NO_FOOD = {
    **{name: value for name, value in CLOSING.items() if name != "stock"},
    "has_food_licence": "no",
}
ENDINGS = {
    "retirement": ("retirement", RETIRING, set[str]()),
    "retirement, the fund stays": ("retirement", LATER, {"housing-fund-withdrawal"}),
    "close-shop": ("close-shop", CLOSING, set[str]()),
    "close-shop, no food": ("close-shop", NO_FOOD, {"food-licence-closing"}),
}
ENDINGS_REFUSED = [
    ("retirement", "retired-medical-insurance"),
    ("retirement", "housing-fund-withdrawal"),
    ("close-shop", "food-licence-closing"),
    ("close-shop", "insurance-account-closing"),
]
