"""Each service is applied for from its guide to a number, every branch of its form in both languages."""

from __future__ import annotations

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from yiwang.nets.services.tests import bundle_answers
from yiwang.nets.services.tests.applications import INSURED
from yiwang.nets.services.tests.walker import PNG

SERVICES = "/yueyang/services"
FIRM = {
    "credit_code": "92430602MADEM00112",
    "operator_name": "示例公司",
    "contact_name": "罗演竹",
    "contact_phone": "19900000005",
}
WU = {"id_number": INSURED, "resident_name": "吴演晴", "contact_phone": "19900000001"}
DAY = {"year": "2026", "month": "10", "day": "9"}


def day(name: str) -> dict[str, str]:
    return {f"{name}.{part}": value for part, value in DAY.items()}


RENT = {"monthly_rent": "2600", "monthly_wages": "7800", "rent_paper": "file"}
ACCOUNT = {"amount": "1200", "bank_account": "0000000000000000000"}
PERMIT = {**WU, **day("living_since"), "registered_domicile": "外省示例村 3 号", "address": "示例路 7 号"}
INJURY = {
    **WU,
    **day("event_date"),
    "applicant_kind": "worker",
    "credit_code": FIRM["credit_code"],
    "operator_name": FIRM["operator_name"],
    "event_place": "示例车间",
    "event_story": "搬运时被货物砸伤左手, 已就医。",
    "employer_agrees": "no",
}
VENUE = {"venue_name": "示例馆", "venue_address": "示例路 9 号", "floor_area": "320"}
ROAD = {
    **FIRM,
    **day("from_day"),
    "to_day.year": "2026",
    "to_day.month": "12",
    "to_day.day": "1",
    "reason": "更换管道",
    "road_name": "示例路",
    "area": "12",
}
WATER = {
    **FIRM,
    **day("from_day"),
    "purpose": "industry",
    "planning_area": "yes",
    "place_of_taking": "示例河",
    "yearly_amount": "12.5",
    "years": "5",
    "saving": "装表计量",
    "discharge": "处理后排入管网",
    "third_party": "no",
}
PLACE = {**WU, "location": "示例路 11 号", "floor_area": "98.5", "disputed": "no", "cause_document": "file"}
UNIT = {"unit_number": "430602001001GB00001F00010001"}
CHILD = {**WU, **day("born_on"), "child_name": "吴演初", "sex": "female"}
HOME = {"home_address": "示例路 7 号一单元"}
MOVE = {
    **WU,
    "area_kind": "city",
    "people": "2",
    "registered_domicile": "外省示例村 3 号",
    "new_address": "示例路 11 号二单元",
}
PUPIL = {**WU, **HOME, **day("born_on"), "child_name": "吴演初", "child_id_number": INSURED}
DISABLED = {**WU, **HOME, "disability_kind": "sight", "applied_by": "self"}
OTHER = {"other_name": "陶演菊", "other_id_number": INSURED}

# matter, answers, and questions that this branch must not ask
BRANCHES = [
    ("housing-fund-withdrawal", {**WU, **ACCOUNT, "ground": "retired"}, {"monthly_rent", "loan_paper"}),
    (
        "housing-fund-withdrawal",
        {**WU, **ACCOUNT, **RENT, "ground": "rent"},
        {"home_paper"},
    ),
    ("work-injury-recognition", {**INJURY, "circumstance": "commute", "diagnosis": "file"}, set()),
    (
        "residence-permit",
        {**PERMIT, "request_kind": "first", "applied_by": "self", "ground": "work", "work_proof": "file"},
        {"home_proof", "proxy_name"},
    ),
    (
        "residence-permit",
        {
            **PERMIT,
            "request_kind": "endorse",
            "applied_by": "proxy",
            "proxy_name": "陶演菊",
            "proxy_id_number": INSURED,
        },
        {"ground", "photo"},
    ),
    (
        "birth-registration",
        {
            **day("born_on"),
            "child_name": "吴演初",
            "sex": "female",
            "birth_certificate": "X000000001",
            "joins": "mother",
            "mother_id_number": INSURED,
            "declarant_kind": "relative",
            "declarant_id_number": INSURED,
            "resident_name": "吴演晴",
        },
        {"father_id_number"},
    ),
    (
        "fire-check",
        {
            **FIRM,
            **VENUE,
            "venue_kind": "hotel",
            "below_ground": "no",
            "way_fire_standards": "promise",
            "promise_fire_standards": "yes",
        },
        set(),
    ),
    (
        "fire-check",
        {**FIRM, **VENUE, "venue_kind": "shop", "below_ground": "yes", "way_fire_standards": "now"},
        {"promise_fire_standards"},
    ),
    (
        "entertainment-venue",
        {
            **FIRM,
            **VENUE,
            "foreign_invested": "no",
            "people_count": "3",
            "people_statement": "file",
            "venue_kind": "games",
            "game_machines": "12",
            "floor": "2",
        },
        set(),
    ),
    ("road-use", {**ROAD, "use_kind": "occupy"}, {"planning_approval", "pipe_kind"}),
    ("road-use", {**ROAD, "use_kind": "dig", "planning_approval": "file", "design": "file"}, {"pipe_kind"}),
    (
        "road-use",
        {**ROAD, **day("broken_on"), "use_kind": "urgent-repair", "pipe_kind": "water"},
        {"planning_approval"},
    ),
    (
        "water-abstraction",
        {**WATER, "construction_project": "yes", "source_kind": "groundwater", "report": "file"},
        set(),
    ),
    ("water-abstraction", {**WATER, "construction_project": "no", "source_kind": "surface"}, {"report"}),
    (
        "real-estate-registration",
        {**PLACE, **UNIT, **OTHER, "register_kind": "building-mortgage"},
        {"survey"},
    ),
    (
        "real-estate-registration",
        {**PLACE, "register_kind": "first", "survey": "file"},
        {"other_name", "unit_number"},
    ),
    (
        "unemployment-benefit",
        {
            **WU,
            **day("ended_on"),
            "ended_why": "closed",
            "seeking_work": "yes",
            "bank_account": ACCOUNT["bank_account"],
        },
        set(),
    ),
    ("child-health-handbook", {**CHILD, **HOME, "birth_certificate": "X000000001"}, set()),
    ("newborn-insurance", {**CHILD, "enrol_kind": "first"}, set()),
    ("social-security-card", {**CHILD, "card_kind": "electronic"}, set()),
    ("birth-certificate", {**CHILD, "request_kind": "lost", "hospital": "示例医院"}, {"old_certificate"}),
    (
        "birth-certificate",
        {**CHILD, "request_kind": "damaged", "hospital": "示例医院", "old_certificate": "file"},
        set(),
    ),
    (
        "household-move",
        {**MOVE, "move_kind": "within", "move_ground": "home"},
        {"migration_permit", "ground_proof"},
    ),
    (
        "household-move",
        {
            **MOVE,
            "move_kind": "in",
            "move_ground": "family",
            "migration_permit": "file",
            "ground_proof": "file",
        },
        set(),
    ),
    ("identity-card", {**WU, "card_request": "expired", "for_whom": "self"}, {"child_name"}),
    (
        "identity-card",
        {
            **WU,
            "card_request": "first",
            "for_whom": "child",
            "child_name": "吴演初",
            "child_id_number": INSURED,
        },
        set(),
    ),
    (
        "water-account",
        {
            **WU,
            "location": "示例路 11 号",
            "water_kind": "transfer",
            "water_account": "A10086",
            "meter_reading": "318",
        },
        set(),
    ),
    (
        "water-account",
        {**WU, "location": "示例路 11 号", "water_kind": "new"},
        {"water_account", "meter_reading"},
    ),
    (
        "disability-certificate",
        {**DISABLED, "certificate_request": "first", "at_home": "yes", "medical_papers": "file"},
        {"ward_name"},
    ),
    (
        "disability-certificate",
        {
            **DISABLED,
            "applied_by": "guardian",
            "ward_name": "吴演初",
            "ward_id_number": INSURED,
            "certificate_request": "lost",
            "at_home": "no",
        },
        {"medical_papers"},
    ),
    (
        "disability-living-allowance",
        {**DISABLED, "household_state": "near", "bank_account": ACCOUNT["bank_account"]},
        {"ward_name"},
    ),
    (
        "disability-nursing-allowance",
        {**DISABLED, "care": "always", "carer_name": "陶演菊", "bank_account": ACCOUNT["bank_account"]},
        set(),
    ),
    (
        "disability-nursing-allowance",
        {**DISABLED, "care": "no", "bank_account": ACCOUNT["bank_account"]},
        {"carer_name"},
    ),
    (
        "school-admission",
        {**PUPIL, "request_kind": "enrol", "household": "elsewhere", "help": "yes", "living_proof": "file"},
        {"health_proof"},
    ),
    (
        "school-admission",
        {**PUPIL, "request_kind": "delay", "household": "here", "help": "no", "health_proof": "file"},
        {"living_proof"},
    ),
    *[
        (bundle, answers, bundle_answers.NEVER_ASKED.get(story, set()))
        for story, (bundle, answers, _) in bundle_answers.BUNDLES.items()
    ],
]


def sent(page: str, answers: dict[str, str]) -> dict[str, object]:
    """Return what a browser sends of a page: the answers to the questions it asks, and no others."""
    asked = {one.removesuffix(".remove") for one in re.findall(r'name="([^"]+)"', page)}
    given = {name: value for name, value in answers.items() if name in asked}
    files = {name for name, value in given.items() if value == "file"}
    plain = {name: value for name, value in given.items() if name not in files}
    uploads = {name: SimpleUploadedFile(f"{name}.png", PNG, "image/png") for name in files}
    return {**plain, **uploads, "_shown": re.findall(r'name="_shown" value="([^"]+)"', page)}


def fill_in(client: Client, matter: str, answers: dict[str, str], language: str) -> tuple[str, set[str]]:
    """Fill in every page, again where it asks more. Return the check page's address and what was asked."""
    answers = {**answers, "declaration": "yes"}
    address = f"{SERVICES}/{matter}/start"
    answer = client.post(address, {"place.1": "430602", "place.2": "430602005", "_shown": ["place"]})
    asked: set[str] = set()
    for _ in range(20):
        assert answer.status_code == 302, answer.content.decode()
        address = answer["Location"]
        if address.endswith("/check"):
            return address, asked
        page = client.get(f"{address}?lang={language}").content.decode()
        for _ in range(3):
            asked |= set(re.findall(r'name="_shown" value="([^"]+)"', page))
            answer = client.post(address, sent(page, answers))
            if answer.status_code == 302:
                break
            page = answer.content.decode()
            assert answer.status_code == 200, page
    raise AssertionError(f"{matter} does not end: {address}")


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_every_branch_of_every_service_leads_to_a_number(clients, language):
    for matter, answers, never in BRANCHES:
        client = clients("owner-luo" if "credit_code" in answers else "resident-wu")
        assert client.get(f"{SERVICES}/{matter}/?lang={language}").status_code == 200
        check, asked = fill_in(client, matter, answers, language)
        assert not asked & never, matter
        assert {name.split(".")[0] for name in answers} <= asked, matter

        filed = client.post(check.replace("/check", "/submit"))
        assert filed.status_code == 302, filed.content.decode()
        number = str(filed["Location"]).split("/")[-2]
        page = client.get(f"{SERVICES}/cases/{number}/?lang={language}").content.decode()
        assert number in page
