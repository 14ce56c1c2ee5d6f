"""`yiwang cap check FILE`: a CAP message held against the standard, and its signature checked."""

from __future__ import annotations

import json as text_json
from dataclasses import dataclass
from pathlib import Path

import msgspec

from yiwang.kernel.alerts.cap import Alert
from yiwang.kernel.alerts.cap_check import Fault, faults
from yiwang.nets.alerts import cap_sign, cap_xml
from yiwang.store.keys import read_publics
from yiwang.store.printing import printable


@dataclass(frozen=True)
class Checked:
    """What came of it: 0 sound, 1 faults, 2 unreadable. `found`: what was read, with its lines."""

    exit_code: int
    found: cap_xml.Read
    faults: tuple[Fault, ...]
    signature: str  # "", "good", "unchecked", "absent"


def examine(xml: bytes, *, city_key: str = "", certificate: str = "", signed: bool = False) -> Checked:
    """Hold a message against the standard, and its signature against a key where one is given.

    Args:
        city_key: text of a `CITY.pub`; certificate: PEM of a registered sender.
        signed: an unsigned message is a fault.
    """
    found = cap_xml.read(xml)
    wrong = [*found.faults, *(faults(found.alert) if found.alert is not None else ())]
    if found.alert is None:
        return Checked(1, found, tuple(wrong), "")
    signature = "unchecked" if found.signed else "absent"
    if city_key or certificate:
        verified = (
            cap_sign.verify_by_city(xml, read_publics(city_key))
            if city_key
            else cap_sign.verify_by_certificate(xml, certificate)
        )
        wrong += verified.faults
        signature = "" if verified.faults else "good"
    elif signed and not found.signed:
        wrong.append(cap_sign.unsigned())
    return Checked(1 if wrong else 0, found, tuple(wrong), signature)


def check(path: Path, key: Path | None, certificate: Path | None, signed: bool, json: bool) -> int:
    """Print what is wrong with a message. Returns 0 nothing, 1 something, 2 a file cannot be read."""
    try:
        xml = path.read_bytes()
        city_key = key.read_text("utf-8") if key is not None else ""
        pem = certificate.read_text("utf-8") if certificate is not None else ""
        checked = examine(xml, city_key=city_key, certificate=pem, signed=signed)
    except (OSError, ValueError) as fault:
        why = getattr(fault, "strerror", None) or str(fault)
        print(printable(f"读不了文件。A file cannot be read: {why} [cap.no-file]"))
        return 2
    if json:
        print(text_json.dumps(_as_json(path, checked), ensure_ascii=False, indent=1))
        return checked.exit_code
    for fault in checked.faults:
        line = checked.found.line(fault.where)
        print(printable(f"{path}:{line}: {fault.code} {fault.where}: {fault.zh}。 {fault.en}."))
        print(printable(f"    怎么改: {fault.mend_zh}。 To mend it: {fault.mend_en}."))
    if not checked.faults and checked.found.alert is not None:
        print(printable(_sound(checked.found.alert, checked.signature)))
    return checked.exit_code


SIGNATURES = {
    "good": ("签名成立", "its signature holds"),
    "unchecked": ("有签名, 没有核对 (--key 或 --certificate)", "signed; not checked (--key, --certificate)"),
    "absent": ("没有签名", "not signed"),
}


def _sound(alert: Alert, signature: str) -> str:
    zh, en = SIGNATURES[signature]
    return f"CAP {alert.version} {alert.type} {alert.identifier}: 没有问题, {zh}。 Sound; {en}."


def _as_json(path: Path, checked: Checked) -> dict[str, object]:
    alert = checked.found.alert
    return {
        "file": str(path),
        "identifier": alert.identifier if alert is not None else "",
        "version": alert.version if alert is not None else "",
        "signature": checked.signature,
        "faults": [
            {**msgspec.to_builtins(one), "line": checked.found.line(one.where)} for one in checked.faults
        ],
    }
