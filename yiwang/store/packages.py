"""归档包: an ended case as one ZIP that proves itself offline (`yiwang verify FILE.zip --key CITY.pub`).

In it: `case.json` (the case as its entries make it), `values.json` (the sealed answers and words, opened),
`receipts/0001.json` … (each entry with its proof under a signed root), `papers/*.pdf`, and `manifest.json`
with the SHA-256 of each, signed by the city.
"""

from __future__ import annotations

import base64
import io
import zipfile
from collections.abc import Mapping
from hashlib import sha256
from pathlib import Path
from typing import Any

import msgspec

from yiwang.kernel import ledger
from yiwang.kernel.ledger import canonical
from yiwang.kernel.receipt import Keys, Receipt, Verdict, check, read_document, unreadable
from yiwang.store.cases import CASE
from yiwang.store.keys import Keyring, is_signed

MANIFEST, SIGNATURE = "manifest.json", "manifest.signature.json"
MOST_FILES, MOST_BYTES = 20_000, 512 * 1024 * 1024
"""Files in a package, and bytes of all of them unpacked: more is not one of ours."""


def write_package(keyring: Keyring, city: str, number: str, files: Mapping[str, bytes]) -> bytes:
    """Return the ZIP of these files with their signed manifest. The same files give the same bytes."""
    listed = {name: sha256(content).hexdigest() for name, content in sorted(files.items())}
    manifest = canonical({"city": city, "files": listed, "number": number, "v": 1})
    key = keyring.signing(city)
    signature = canonical({"key_id": key.id, "signature": key.sign(manifest).hex()})
    whole = {**files, MANIFEST: manifest, SIGNATURE: signature}
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in sorted(whole):
            packed.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), whole[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def is_package(path: Path) -> bool:
    """Say whether a file is a ZIP."""
    return path.is_file() and zipfile.is_zipfile(path)


def check_package(path: Path, keys: Keys) -> Verdict:
    """Say whether a package is whole and what its entries prove, or what in it is not as it was."""
    try:
        with zipfile.ZipFile(path) as packed:
            infos = packed.infolist()
            if len(infos) > MOST_FILES or sum(one.file_size for one in infos) > MOST_BYTES:
                return unreadable(
                    "package.too-large",
                    "归档包过大，没有打开。",
                    "The package is too large and was not opened.",
                )
            files = {one.filename: packed.read(one) for one in infos}
        manifest = msgspec.json.decode(files[MANIFEST])
        signature = msgspec.json.decode(files[SIGNATURE])
        city, number, listed = str(manifest["city"]), str(manifest["number"]), dict(manifest["files"])
        key_id, signed = str(signature["key_id"]), bytes.fromhex(signature["signature"])
    except (zipfile.BadZipFile, KeyError, ValueError, TypeError, OSError, msgspec.DecodeError):
        return unreadable(
            "package.unreadable", "这不是归档包，或者已经损坏。", "This is no package, or it is damaged."
        )
    key = next((one for one in keys if one.city == city and one.id == key_id), None)
    if key is None:
        return _wrong(
            "key", "清单不是用这把公钥的城市签的。", "The manifest is signed by another key.", city=city
        )
    if not is_signed(key.raw, files[MANIFEST], signed):
        return _wrong("signature", "清单的签名不符。", "The signature of the manifest does not hold.")
    for name in sorted({*listed, *files} - {MANIFEST, SIGNATURE}):
        found = sha256(files[name]).hexdigest() if name in files else ""
        if found != listed.get(name):
            return _wrong(
                "file", f"文件 {name} 与清单不符。", f"The file {name} is not the one listed.",
                name=name, expected=listed.get(name, ""), found=found,
            )  # fmt: skip
    return _check_entries(files, keys, city, number)


def _check_entries(files: dict[str, bytes], keys: Keys, city: str, number: str) -> Verdict:
    """Hold each entry's receipt, the chain they make, and the case that they add up to."""
    state: Any = None
    before = ""
    names = sorted(name for name in files if name.startswith("receipts/"))
    for seq, name in enumerate(names, 1):
        verdict = check(files[name], keys, is_signed)
        if verdict.standing != "holds":
            return verdict
        one = read_document(files[name])
        if not isinstance(one, Receipt):
            return _wrong("promise", f"{name} 还只是承诺。", f"{name} is a promise still.", name=name)
        if one.seq != seq or one.city != city or (before and one.prev != before):
            return _wrong(
                "chain", f"{name} 接不上前一条。", f"{name} does not follow the one before.", name=name
            )
        before = one.entry
        entry = ledger.read_entry(base64.b64decode(one.body))
        event = CASE.read_event(entry.type, entry.v, entry.data)
        state = (
            CASE.begin(event, entry.pack, entry.at) if state is None else CASE.evolve(state, event, entry.at)
        )
    if state is None or state.number != number or CASE.encode(state) != files.get("case.json"):
        return _wrong(
            "case", "case.json 不是这些留痕合成的办件。", "case.json is not the case that the entries make."
        )
    entries, count = len(names), len(files) - 2
    return Verdict(
        standing="holds",
        kind="package",
        code="package.holds",
        zh=f"归档包属实：{city} 的办件 {number}，{entries} 条留痕，{count} 个文件，与签署时一致。",
        en=f"The package holds: case {number} of {city}, {entries} entries, {count} files, as signed.",
        facts={"city": city, "number": number, "entries": entries, "files": count},
    )


def _wrong(what: str, zh: str, en: str, **facts: Any) -> Verdict:
    return Verdict(standing="wrong", kind="package", code=f"package.{what}", zh=zh, en=en, facts=facts)
