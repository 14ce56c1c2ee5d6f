"""Pensions, closings, permits and cards are applied for from their guide to a number, in every branch."""

from __future__ import annotations

import pytest

from yiwang.nets.services.tests.answers_of_endings import CLOSING as CLOSING_ALL
from yiwang.nets.services.tests.answers_of_endings import RETIRING as RETIRING_ALL
from yiwang.nets.services.tests.test_every_service_can_be_filed import (
    ACCOUNT,
    FIRM,
    SERVICES,
    WU,
    day,
    fill_in,
)

BANK = {"bank_account": ACCOUNT["bank_account"]}
RETIRING = {**WU, **day("retire_on"), "insured_as": "employee", "paid_elsewhere": "no", **BANK}
CLOSING = {**FIRM, "close_reason": "stopped"}
SHOW = {
    **FIRM,
    **day("first_day"),
    "show_name": "示例演出",
    "performers": "示例剧团",
    "mainland_only": "yes",
    "programme": "file",
    "place_address": "示例路 21 号",
    "shows": "2",
    "audience": "800",
}
CAFE = {
    **FIRM,
    "venue_name": "示例网吧",
    "venue_address": "示例路 22 号",
    "in_housing": "no",
    "school_metres": "350",
    "floor_area": "200",
    "machines": "60",
}
TRUCKS = {
    **FIRM,
    "goods_class": "liquid",
    "depot_address": "示例路 23 号",
    "vehicles": "6",
    "drivers": "8",
    "escorts": "7",
    "vehicle_tests": "file",
    "safety_rules": "file",
}
WORKS = {
    **FIRM,
    "project_name": "示例楼",
    "site_address": "示例路 24 号",
    "build_area": "5200",
    "contract_price": "1800",
    "builder": "示例建筑公司",
    "drawings": "file",
    "safety_measures": "file",
    "funds_ready": "yes",
}
SEWAGE = {
    **FIRM,
    "activity": "catering",
    "outlet_address": "示例路 25 号",
    "daily_water": "6",
    "rain_apart": "yes",
    "pretreatment": "grease",
    "outlet_plan": "file",
}
CLINIC = {
    **FIRM,
    "clinic_kind": "clinic",
    "clinic_name": "示例诊所",
    "clinic_address": "示例路 26 号",
    "departments": "全科医疗科",
    "beds": "0",
}
GREEN = {
    **WU,
    "spot": "示例小区 3 栋前",
    "reason": "树干已经空心, 怕倒伏",
    "replanting": "原处补种一株",
    "picture": "file",
}
SIGN = {
    **FIRM,
    **day("until_day"),
    "sign_address": "示例路 27 号",
    "sign_width": "6",
    "sign_height": "3",
    "lit": "yes",
    "sign_drawing": "file",
    "owner_consent": "file",
}
LICENCE = {**WU, "issued_here": "elsewhere", "medium": "post"}

EXTRAS = {"has_housing_fund", "fund_ground", "amount", "wants_card", "lives_here", "medium", "photo"}
NO_EXTRAS = {
    **{name: value for name, value in RETIRING_ALL.items() if name not in EXTRAS},
    "has_housing_fund": "no",
    "wants_card": "no",
}
REGISTER_ONLY = {
    **CLOSING,
    "licence_copy": "returned",
    "settled": "yes",
    "has_food_licence": "no",
    "has_staff": "no",
}
TROUBLE = {
    **WU,
    **BANK,
    "family_size": "3",
    "trouble": "illness",
    "urgent": "yes",
    "story": "家人突然住院, 这个月没有收入",
}

# matter, answers, and questions that this branch must not ask
BRANCHES = [
    ("pension-claim", RETIRING, set()),
    ("retired-medical-insurance", {**WU, "insured_as": "flexible", "keep_paying": "yes"}, {"paid_elsewhere"}),
    ("senior-card", {**WU, "lives_here": "resident", "medium": "electronic"}, {"photo"}),
    ("senior-card", {**WU, "lives_here": "household", "medium": "card", "photo": "file"}, set()),
    ("simple-deregistration", {**CLOSING, "licence_copy": "lost", "settled": "yes"}, set()),
    ("food-licence-closing", {**CLOSING, "stock": "destroyed"}, {"licence_copy"}),
    ("insurance-account-closing", {**CLOSING, "last_staff": "3", "arrears_paid": "yes"}, {"stock"}),
    (
        "commercial-performance",
        {**SHOW, "show_kind": "own", "place_kind": "venue"},
        {"consents", "safety_plan"},
    ),
    (
        "commercial-performance",
        {**SHOW, "show_kind": "joint", "consents": "file", "place_kind": "public", "safety_plan": "file"},
        set(),
    ),
    ("internet-cafe", {**CAFE, "stage": "build", "lease": "file", "funds": "file"}, {"fire_approval"}),
    (
        "internet-cafe",
        {**CAFE, "stage": "final", "security_promise": "file", "fire_approval": "file"},
        {"lease", "funds"},
    ),
    ("dangerous-goods-transport", TRUCKS, set()),
    (
        "construction-permit",
        {**WORKS, "land_paper": "shared", "clearance": "no"},
        {"land_file", "clearance_progress"},
    ),
    (
        "construction-permit",
        {
            **WORKS,
            "land_paper": "upload",
            "land_file": "file",
            "clearance": "yes",
            "clearance_progress": "file",
        },
        set(),
    ),
    ("drainage-permit", SEWAGE, set()),
    ("clinic-approval", {**CLINIC, "feasibility": "file", "site_report": "file"}, {"doctors"}),
    (
        "clinic-registration",
        {
            **CLINIC,
            "approval_number": "示例〔2026〕1 号",
            "doctors": "2",
            "nurses": "3",
            "premises_paper": "file",
        },
        {"feasibility"},
    ),
    ("green-space", {**GREEN, "need": "fell", "danger": "yes", "trees": "1", "girth": "40"}, {"area"}),
    ("green-space", {**GREEN, **day("back_on"), "need": "occupy", "area": "30"}, {"trees", "girth"}),
    ("outdoor-advertisement", {**SIGN, "sign_position": "wall"}, {"structure_report"}),
    ("outdoor-advertisement", {**SIGN, "sign_position": "roof", "structure_report": "file"}, set()),
    ("driving-licence", {**LICENCE, "why": "expiry", "fitness": "file"}, {"what_changed"}),
    ("driving-licence", {**LICENCE, "why": "changed", "what_changed": "住址变了"}, {"fitness"}),
    ("driving-licence", {**LICENCE, "why": "lost"}, {"what_changed", "fitness"}),
    ("retirement", RETIRING_ALL, set()),
    ("retirement", NO_EXTRAS, {"fund_ground", "amount", "lives_here", "medium", "photo"}),
    ("close-shop", CLOSING_ALL, set()),
    ("close-shop", REGISTER_ONLY, {"stock", "last_staff", "arrears_paid"}),
    ("temporary-assistance", TROUBLE, set()),
]


@pytest.mark.parametrize("language", ["zh", pytest.param("en", marks=pytest.mark.full)])
def test_every_branch_of_these_services_leads_to_a_number(clients, language):
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


def test_the_guide_of_a_bundle_names_what_each_body_does(clients):
    page = clients("resident-wu").get(f"{SERVICES}/retirement/").content.decode()
    steps = page.split('<ol class="steps">')[1].split("</ol>")[0]

    for step, service in (
        ("核定养老金", "基本养老金申领"),
        ("提取公积金", "住房公积金提取"),
        ("确认医保待遇", "退休人员医疗保险待遇确认"),
        ("发老年人优待证", "老年人优待证申领"),
    ):
        assert step in steps and service in steps


@pytest.mark.parametrize(
    ("language", "words"), [("zh", "推送税务等部门"), ("en", "Passed to tax and others")]
)
def test_a_limit_that_runs_from_a_step_says_which_in_words(clients, language, words):
    page = clients("resident-wu").get(f"{SERVICES}/simple-deregistration/?lang={language}").content.decode()

    limits = page.split("<table")[1].split("</table>")[0]
    assert f">{words}</td>" in limits and "pushed" not in limits
