"""Offices outside that co-sign a city's checkpoints (pack.yaml, `witnesses`)."""

from __future__ import annotations

from collections.abc import Iterator
from hashlib import sha256

from yiwang.pack.check.examination import Examination
from yiwang.pack.check.identifiers import used_already
from yiwang.pack.check.registry import found, rule
from yiwang.pack.finding import Finding


@rule("YW250")
def a_witness_has_a_key_of_its_own(seen: Examination) -> Iterator[Finding]:
    """见证单位的公钥是它自己的: 代号和编号都对得上, 不和别的见证单位共用。

    The key of a witness is its own: it carries the witness's id and the key's, and no other witness has it.
    """
    witnesses = seen.pack.head.witnesses
    yield from used_already([one.id for one in witnesses])
    yield from used_already([one.key for one in witnesses])
    for one in witnesses:
        parts = str(one.key).split()
        if len(parts) != 4 or len(parts[3]) != 64:  # its schema has said so
            continue
        try:
            id = sha256(bytes.fromhex(parts[3])).hexdigest()[:16]
        except ValueError:
            continue
        if parts[1] == str(one.id) and parts[2] == id:
            continue
        yield found(
            one.key.where,
            (
                f"见证单位 {one.id} 的公钥写着 {parts[1]} {parts[2]}, 应为 {one.id} {id}。",
                f"The key of the witness {one.id} says {parts[1]} {parts[2]}; it should say {one.id} {id}.",
            ),
            (
                "由见证单位运行 yiwang witness --as 代号, 把打印的那一行照抄过来。",
                "Let the witness run `yiwang witness --as ID`, and copy the line it prints.",
            ),
        )
