"""The result comes by post where somebody asks for it; their address is in no entry."""

from __future__ import annotations

import psycopg

from yiwang.nets.fees.tests.conftest import BASE, shown

TO = {"name": "吴演晴", "telephone": "13800000000", "address": "示例路 9 号"}


def test_a_result_is_asked_for_handed_over_and_arrives(clients, granted, clock, database):
    number = granted()
    wu, officer = clients("resident-wu"), clients("officer-insurance")
    empty = wu.post(f"{BASE}cases/{number}/post", {"name": "吴演晴"})
    assert empty.status_code == 409 and b"parcel.no-address" in empty.content
    assert wu.post(f"{BASE}cases/{number}/post", {**TO, "key": "a"}).status_code == 302
    assert "示例路 9 号" in shown(officer, f"cases/{number}/")
    assert officer.post(f"{BASE}cases/{number}/post/send", {"key": "b"}).status_code == 302
    page = shown(wu, f"cases/{number}/")
    assert "已交寄" in page and "DEMOD" in page
    officer.post(f"{BASE}cases/{number}/post/look")
    assert "已交寄" in shown(wu, f"cases/{number}/")
    clock.pass_(days=2)
    officer.post(f"{BASE}cases/{number}/post/look")
    assert "已送达" in shown(wu, f"cases/{number}/")
    with psycopg.connect(database.superuser) as connection:
        kept = connection.execute("SELECT string_agg(convert_from(body, 'UTF8'), ' ') FROM event").fetchone()[
            0
        ]
    assert "parcel.handed-over" in kept and "示例路" not in kept and "13800000000" not in kept


def test_nothing_is_handed_over_before_there_is_a_result(clients, filed):
    _, number = filed("insured-certificate")
    wu = clients("resident-wu")
    assert wu.post(f"{BASE}cases/{number}/post", TO).status_code == 302
    early = clients("officer-insurance").post(f"{BASE}cases/{number}/post/send")
    assert early.status_code == 409 and b"parcel.no-result" in early.content
    assert wu.post(f"{BASE}cases/{number}/post/call-off").status_code == 302
    assert "不寄了" in shown(wu, f"cases/{number}/")
    assert clients("resident-liu").get(f"{BASE}cases/{number}/").status_code == 404
