"""The city of the services' tests with small data files of the products that its open sets are made of."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import duckdb
from django.test import Client

from yiwang.nets.opening.tests.conftest import IDENTITY, MOBILE, NAME

BASE = "/yueyang/opening/"
DISTRICTS = ("岳阳楼区", "云溪区", "君山区", "华容县")
KINDS = ("临时救助", "低保", "特困供养")


def assistance(small: int = 3) -> list[tuple[Any, ...]]:
    """Return made-up payments: 30 in every group but one of `small`; three tell of the planted person."""
    rows: list[tuple[Any, ...]] = []
    for at, (district, kind) in enumerate((d, k) for d in DISTRICTS for k in KINDS):
        for turn in range(small if at == 4 else 30):
            who = (NAME, IDENTITY, MOBILE) if turn == 0 else (f"样{at}{turn}", f"43060{at:03}{turn:010}", "")
            rows.append((*who, district, kind, f"2026-0{turn % 3 + 1}-11", 300 + at * 10 + turn))
    return rows


def put(folder: Path, product: str, columns: str, rows: list[tuple[Any, ...]]) -> Path:
    """Write a product's data file."""
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{product}.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"CREATE TABLE t ({columns})")
        marks = ", ".join("?" * len(rows[0]))
        connection.executemany(f"INSERT INTO t VALUES ({marks})", [list(row) for row in rows])
        connection.execute(f"COPY t TO '{file}' (FORMAT parquet)")
    return file


def put_assistance(folder: Path, rows: list[tuple[Any, ...]] | None = None) -> Path:
    """Write the payments of assistance."""
    columns = (
        "person_name VARCHAR, person_number VARCHAR, telephone VARCHAR, district VARCHAR, kind VARCHAR,"
        " given_on DATE, amount BIGINT"
    )
    return put(folder, "assistance-given", columns, rows or assistance())


def put_car_parks(folder: Path, name: str = "南湖广场停车场") -> Path:
    """Write two car parks."""
    columns = "name VARCHAR, district VARCHAR, kind VARCHAR, spaces BIGINT, charging_posts BIGINT"
    rows = [(name, DISTRICTS[0], "地面", 120, 12), ("东站停车楼", DISTRICTS[0], "停车楼", 800, None)]
    return put(folder, "car-parks", columns, rows)


def words(answer: Any) -> str:
    """Return the words of an answer's main part."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode().split("<main")[1]))


def code_of(answer: Any) -> str:
    """Return the code of the refusal on a page, "" where there is none."""
    found = re.search(r'data-code="([^"]+)"', answer.content.decode())
    return found[1] if found else ""


def act(client: Client, path: str, **fields: str) -> Any:
    """Post to a page of this net."""
    return client.post(f"{BASE}{path}", fields)


def published(clients: Any, set_: str, officer: str, approver: str) -> str:
    """Prepare and publish an edition; return its page."""
    prepared = act(clients(officer), f"{set_}/prepare")
    assert prepared.status_code == 302, words(prepared)
    page = prepared["Location"]
    done = clients(approver).post(f"{page}publish", {})
    assert done.status_code == 302, words(done)
    return page
