"""Lists of messages go on behind the last one shown, so that a new one moves nothing on the next page."""

from __future__ import annotations

import re

from yiwang.nets.messages import queries
from yiwang.nets.services.tests.filing import certificate

BOX = "/yueyang/messages/"


def ids(page: str) -> list[str]:
    return re.findall(r'<li class="card" id="m-([0-9a-f-]{36})"', page)


def test_the_box_goes_on_behind_the_last_message_whatever_comes_meanwhile(
    clients, worker, clock, monkeypatch
):
    monkeypatch.setattr(queries, "PAGE_OF_BOX", 2)
    wu = clients("resident-wu")
    for _ in range(3):
        clock.pass_(seconds=1)
        certificate(wu)
    worker.round()
    first = wu.get(BOX).content.decode()
    later = re.search(r'rel="next" href="(\?after=[^"]+)"', first)
    assert later and len(ids(first)) == 2

    clock.pass_(seconds=1)
    certificate(wu)  # a number of a page would now show one message twice
    worker.round()
    second = wu.get(BOX + later[1]).content.decode()
    assert ids(second) and not set(ids(first)) & set(ids(second))
    assert 'rel="first"' in second
    assert wu.get(BOX + "?after=nonsense").status_code == 200
