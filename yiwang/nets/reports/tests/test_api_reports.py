"""Reports over REST: told with a picture, followed, answered; each key once."""

from __future__ import annotations

import json

from yiwang.nets.reports.tests.conftest import CITY, LITTER, PLACE, photo
from yiwang.nets.reports.tests.test_reports import rows

API = f"/{CITY}/api/v1"
SENT = {"kind": LITTER, "place": PLACE, "words": "垃圾堆了三天，电话13800000000"}


def post(client, path, sent, key="k" * 20, **files):
    headers = {"Idempotency-Key": key}
    if files:
        return client.post(f"{API}{path}", {"report": json.dumps(sent), **files}, headers=headers)
    return client.post(f"{API}{path}", json.dumps(sent), content_type="application/json", headers=headers)


def test_a_report_with_a_picture_is_told_once_followed_and_answered(clients, database, as_officer):
    nobody = clients("")
    made = post(nobody, "/reports", SENT, pictures=[photo()])
    assert made.status_code == 200, made.content.decode()
    taken = made.json()
    assert taken["code"] and taken["lead"] and taken["due"]
    assert post(nobody, "/reports", SENT, pictures=[photo()]).json()["number"] == taken["number"]
    assert rows(database, "SELECT count(*) FROM event_row")[0][0] == 1
    shown = {"number": taken["number"], "code": taken["code"]}
    assert post(nobody, "/reports/follow", shown).json()["state"]["zh"] == "正在处置"
    wrong = post(nobody, "/reports/follow", shown | {"code": "ACDE-FGHJ-KLMN"})
    assert wrong.status_code == 404 and wrong.json()["error"]["code"] == "report.wrong-code"

    ((number,),) = rows(database, "SELECT number FROM told_row")
    officer = as_officer(number)
    (told,) = officer.get(f"{API}/cases/{number}/reports").json()
    assert told["words"] == "垃圾堆了三天，电话〔电话〕" and told["pictures"] == 1 and told["contact"] == ""
    said = post(nobody, "/reports/follow/acts/write", shown | {"words": "还在"}, key="m" * 20)
    assert said.json()["repeated"] is False
    again = post(nobody, "/reports/follow/acts/write", shown | {"words": "还在"}, key="m" * 20)
    assert again.json()["repeated"] is True
    (told,) = officer.get(f"{API}/cases/{number}/reports").json()
    assert [one["words"] for one in told["messages"]] == ["还在"]
    assert clients("resident-liu").get(f"{API}/cases/{number}/reports").status_code == 403


def test_what_is_alike_is_listed_and_what_is_wrong_refused(clients):
    nobody = clients("")
    post(nobody, "/reports", SENT)
    (near,) = post(nobody, "/reports/near", SENT | {"words": "垃圾堆了三天没有人收"}).json()
    joined = post(nobody, "/reports", SENT | {"joins": near["id"]}, key="n" * 20).json()
    assert joined["joined"] is True
    assert (
        post(nobody, "/reports", SENT | {"kind": "9999"}, key="o" * 20).json()["error"]["code"]
        == "report.no-kind"
    )
    assert clients("resident-wu").get(f"{API}/reports").json() == []
