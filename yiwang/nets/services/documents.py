"""Papers and results as files: made once, kept in the vault, never without their hash in the ledger."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256

from django.http import HttpRequest

from yiwang.kernel.case import Sealed
from yiwang.kernel.commands import IssueDocument
from yiwang.kernel.refusal import Refusal
from yiwang.nets.services.queries import CaseFile, Entry, case_file
from yiwang.web import store_door
from yiwang.web.pdf.sheet import Sheet
from yiwang.web.pdf.signer import Checked, Signer, signer
from yiwang.web.pdf.typeset import typeset
from yiwang.web.words import Text

CERTIFICATE = "certificate"
LARGEST_UPLOAD_BYTES = 2 * 1024 * 1024  # a paper has about 50 KB


@dataclass(frozen=True)
class Issued:
    """One issue of a file, as the ledger knows it."""

    document: str
    sha256: str
    signer: str
    at: datetime
    sealed: Sealed
    hash: str
    position: int | None


def issued(file: CaseFile, document: str) -> list[Issued]:
    """Return the issues of a paper (by its number) or of the result, the newest first.

    A result's are those since its decision: what was issued before a case was reopened is another result.
    """
    decided = file.last("case.decided")
    first = decided.seq if document == CERTIFICATE and decided is not None else 0
    found = [
        _issued(one)
        for one in file.entries
        if one.event.type == "case.document-issued"
        and one.event.data.about.get("document") == document
        and one.seq > first
    ]
    return found[::-1]


def _issued(entry: Entry) -> Issued:
    about = entry.event.data.about
    return Issued(
        about["document"],
        about["sha256"],
        about.get("signer", ""),
        entry.at,
        entry.event.data.sealed["document"],
        entry.hash.hex(),
        entry.position,
    )


def own_signer() -> Signer:
    """Return this server's signer. Raises CannotSign."""
    return signer(store_door.door().safe.keyring.folder)


def kept(request: HttpRequest, one: Issued) -> bytes | None:
    """Return the bytes of an issued file; None: erased, or not what the ledger says."""
    text = store_door.opened(request, {"document": one.sealed})["document"]
    if not isinstance(text, str):
        return None
    content = base64.b64decode(text)
    return content if sha256(content).hexdigest() == one.sha256 else None


def issue(request: HttpRequest, file: CaseFile, document: str, sheet: Sheet, title: Text) -> bytes | Refusal:
    """Typeset and sign a sheet, keep it and its hash in one act, and return it.

    Raises:
        CannotPrint, CannotSign: it cannot be made here; nothing was kept.
    """
    this = own_signer()
    city = request.city.key  # type: ignore[attr-defined]
    made = this.sign(typeset(sheet), city, title, sheet.at)
    command = IssueDocument(document=document, sha256=sha256(made).hexdigest(), signer=this.name[:80])
    before = issued(file, document)
    decided = file.last("case.decided") if document == CERTIFICATE else None
    key = f"document:{file.stream}:{document}:{decided.seq if decided else 0}:{len(before)}"
    answer = store_door.ask(
        request,
        file.stream,
        command,
        key=key,
        secrets={"document": base64.b64encode(made).decode()},
    )
    if isinstance(answer, Refusal):
        return answer
    # Pressed twice at once, the second is answered by what the first kept: never a file beside the ledger.
    again = case_file(request, file.case.number)
    entries = issued(again, document) if again is not None else []
    return (kept(request, entries[0]) if entries else None) or Refusal(
        code="services.file-lost",
        zh="文件已经出具，但是没有读到。请再试一次；仍读不到的，请联系管理员。",
        en="The file was issued and could not be read back. Please try again, then tell the administrators.",
    )


@dataclass(frozen=True)
class Compared:
    """What became of comparing a file, or its hash, with the ledger.

    Attributes:
        known: the issue it is, None where the ledger knows no such file. checked: its signature, None where
            only a hash was given.
    """

    sha256: str
    known: Issued | None
    checked: Checked | None


def compare(found: list[Issued], digest: str, content: bytes | None, city: str) -> Compared:
    """Compare a file, or a hash alone, with what was issued. The file is read and not kept."""
    known = next((one for one in found if one.sha256 == digest), None)
    return Compared(digest, known, own_signer().check(content, city) if content is not None else None)
