"""A body's security officer keeps assets and imports scans; the city's office sees counts alone."""

from __future__ import annotations

import re

from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.nets.security.tests.conftest import BASE, CITY, HEALTH, OFFICE, rows, sarif

THREE = (("sql", "a.py", 10), ("xss", "b.py", 20), ("xss", "b.py", 30))
WEB = {"body": HEALTH, "ref": "web-1", "name": "预约挂号", "kind": "system", "level": "3"}
KEY = "0123456789abcdef"


def words(page) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode().split("<main")[1]))


def shown(client, path: str = "", status: int = 200) -> str:
    page = client.get(BASE + path)
    assert page.status_code == status, page.content.decode()
    return words(page) if status == 200 else ""


def register(client, **typed: str) -> str:
    """Put an asset down on the page; return the address of its page."""
    answer = client.post(f"{BASE}assets/new", WEB | typed)
    assert answer.status_code == 302, words(answer)
    return answer["Location"].removeprefix(BASE)


def send(client, data: bytes, name: str = "scan.sarif", **typed: str):
    return client.post(f"{BASE}scans/", {"file": SimpleUploadedFile(name, data), "body": HEALTH, **typed})


def test_an_officer_puts_an_asset_down_and_sees_who_is_responsible(clients):
    officer = clients("security-health")
    page = register(
        officer, position="yueyang-health-security-officer", filed_on="2026-03-01", sector="public-services"
    )

    said = shown(officer, page)
    assert "预约挂号" in said and "2026-03-01" in said and "公共服务" in said and "网络安全岗" in said
    assert "预约挂号" in shown(officer, "assets/?kind=system") and "没有找到" in shown(
        officer, "assets/?q=别的"
    )


def test_an_assets_mistake_is_said_in_words_and_nothing_is_kept(clients, database):
    officer = clients("security-health")
    for typed, code in (
        ({"level": "9"}, "no-level"),
        ({"kind": "weapon"}, "no-kind"),
        ({"position": "yueyang-water-officer"}, "no-position"),
        ({"critical": "yes"}, "no-sector"),
        ({"filed_on": "2030-01-01"}, "day-to-come"),
        ({"filed_on": "nonsense"}, "no-day"),
        ({"body": "yueyang-transport"}, "no-body"),
        ({"name": ""}, "no-name"),
    ):
        answer = officer.post(f"{BASE}assets/new", WEB | typed)
        assert answer.status_code == 409 and f"security.{code}" in answer.content.decode(), typed
    assert rows(database, "SELECT count(*) FROM asset_row") == [(0,)]


def test_what_is_sealed_of_an_asset_is_opened_for_a_purpose_that_is_recorded(clients, database):
    officer = clients("security-health")
    page = register(officer, addresses="10.9.8.7", version="Tomcat 9.0.1")
    assert "10.9.8.7" not in shown(officer, page)

    refused = officer.post(f"{BASE}{page}open", {"purpose": "curiosity"})
    assert refused.status_code == 409 and "10.9.8.7" not in words(refused)
    opened = words(officer.post(f"{BASE}{page}open", {"purpose": "rectify"}))
    assert "10.9.8.7" in opened and "Tomcat 9.0.1" in opened
    assert "整改" in shown(officer, page) and "person-yueyang-health-security-officer" in shown(officer, page)
    assert rows(database, "SELECT count(*) FROM event WHERE kind = 'asset'") == [(2,)]


def test_an_asset_that_nobody_owns_opens_a_case_that_ends_when_it_is_owned(clients, worker, database):
    office = clients("security-office")
    page = register(office, body="nobody", ref="lost-1", name="老网站")
    for _ in range(2):
        worker.round()
    case = "SELECT lead, phase FROM case_row WHERE matter = 'unowned-asset'"
    assert rows(database, case) == [(OFFICE, "accepted")]
    assert "无主" in shown(office, "assets/") and "WLAQ" not in shown(office, page)

    answer = office.post(f"{BASE}{page}own", {"body": HEALTH})
    assert answer.status_code == 302
    for _ in range(2):
        worker.round()
    assert rows(database, case) == [(OFFICE, "closed")]
    assert "老网站" in shown(clients("security-health"), "assets/")
    shown(office, page, status=404)


def test_a_radius_crosses_bodies_ends_in_cycles_and_names_only_ones_own(clients, asset):
    net = asset("net", kind="network")
    web = asset("web", needs=(str(net),))
    asset("bus", body="yueyang-transport", persona="security-transport", needs=(str(web),), level=3)
    from yiwang.nets.security import asset_rules
    from yiwang.nets.security.kinds import ASSET
    from yiwang.nets.security.records import About
    from yiwang.nets.security.tests.conftest import who
    from yiwang.store.execute import Ask, Done, execute
    from yiwang.web import store_door

    around = asset_rules.Change(about=About(kind="network", name="net", ref="net", needs=(str(web),)))
    done = execute(store_door.door(), Ask(CITY, ASSET, net, around, who("security-health"), store_door.now()))
    assert isinstance(done, Done)

    said = shown(clients("security-health"), f"assets/{net}/")
    assert "牵连 2 项资产" in said and "三级以上 1 项" in said and "最远隔 2 步" in said
    assert "岳阳市交通运输局" in said and "bus" not in said


def test_a_scan_is_imported_and_its_counts_are_exact(clients, database):
    officer = clients("security-health")
    asset = register(officer).split("/")[1]
    answer = send(officer, sarif(*THREE), asset=asset)
    assert answer.status_code == 302, words(answer)
    said = shown(officer, answer["Location"].removeprefix(BASE))
    assert "新发现 3" in said and "还在 0" in said and "尽快改" in said
    again = send(officer, sarif(THREE[0]), asset=asset)
    said = shown(officer, again["Location"].removeprefix(BASE))
    assert "还在 1" in said and "已关闭 2" in said


def test_what_a_finding_says_is_shown_only_once_it_was_opened_for_a_purpose(clients, database):
    officer = clients("security-health")
    send(officer, sarif(*THREE), asset=register(officer).split("/")[1])
    page = officer.get(f"{BASE}findings/")
    assert "a.py" not in words(page) and "高危" in words(page)
    chosen = re.findall(r'name="finding" value="([^"]+)"', page.content.decode())
    assert len(chosen) == 3

    opened = officer.post(f"{BASE}findings/open", {"finding": chosen[:2], "purpose": "check", "body": HEALTH})
    assert opened.status_code == 200 and words(opened).count("在这里") == 2
    assert "核对 · 2" in shown(officer, "findings/")
    none = officer.post(f"{BASE}findings/open", {"purpose": "check", "body": HEALTH})
    assert none.status_code == 409


def test_the_office_sees_counts_of_every_body_and_no_bodys_weaknesses(clients, clock):
    officer, office = clients("security-health"), clients("security-office")
    address = register(officer, sector="public-services", name="挂号系统甲")
    send(officer, sarif(*THREE), asset=address.split("/")[1])
    clock.pass_(days=40)

    board = shown(office)
    assert "岳阳市卫生健康委员会" in board and "公共服务" in board and "挂号系统甲" not in board
    assert re.search(r"岳阳市卫生健康委员会 3 0 3 0 0 0 0 0 3 0", board), board
    shown(office, address, status=404)
    assert "没有这样的问题" in shown(office, f"findings/?body={HEALTH}")


def test_another_body_sees_nothing_of_it(clients, database):
    officer, other = clients("security-health"), clients("security-transport")
    address = register(officer)
    taken = send(officer, sarif(*THREE), asset=address.split("/")[1])["Location"].removeprefix(BASE)
    shown(other, address, status=404)
    shown(other, taken, status=404)
    assert "预约挂号" not in shown(other, "assets/") and "没有未关闭" in shown(other)


def test_a_file_that_is_too_large_is_refused_by_its_size_without_being_read(clients, monkeypatch):
    officer = clients("security-health")

    def read(*_):
        raise AssertionError("it was read")

    monkeypatch.setattr("django.core.handlers.wsgi.WSGIRequest._load_post_and_files", read)
    answer = officer.post(
        f"{BASE}scans/", b"x", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH=str(2**30)
    )
    assert answer.status_code == 413 and "1073741824" in words(answer)


def test_a_forged_form_takes_no_scan(clients, database):
    from django.test import Client

    officer = clients("security-health")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = officer.cookies
    assert send(strict, sarif(*THREE)).status_code == 403
    assert rows(database, "SELECT count(*) FROM scan_row") == [(0,)]


def test_who_has_no_part_in_it_is_shown_nothing(clients):
    for persona in ("resident-wu", "officer-health", "auditor", "system-admin", "security-admin"):
        for path in ("", "assets/", "findings/", "scans/"):
            assert clients(persona).get(BASE + path).status_code == 403, (persona, path)


def test_a_scan_is_offered_for_each_asset_of_the_body(clients):
    officer = clients("security-health")
    asset = register(officer).split("/")[1]
    assert f'value="{asset}"' in officer.get(f"{BASE}scans/").content.decode()
    assert f'value="{asset}" selected' in officer.get(f"{BASE}scans/?asset={asset}").content.decode()
