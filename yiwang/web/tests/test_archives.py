"""An office document is an archive: one that would grow beyond measure when it is opened is not taken."""

from __future__ import annotations

import io
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from yiwang.web.forms.uploads import Upload, grows_too_far, take

MEGABYTE = 1024 * 1024


def document(**more: bytes) -> bytes:
    whole = io.BytesIO()
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("OFD.xml", "<ofd/>")
        for name, content in more.items():
            archive.writestr(name.replace("_", "."), content)
    return whole.getvalue()


def taken(content: bytes):
    return take(SimpleUploadedFile("文件.ofd", content), ("ofd",), 10 * MEGABYTE)


def test_an_ordinary_document_is_taken():
    assert isinstance(taken(document(page_xml=b"a page of text " * 40)), Upload)


@pytest.mark.parametrize(
    "content",
    [
        document(page_xml=bytes(50 * MEGABYTE)),
        document(inner_zip=document(page_xml=b"x")),
        document(**{f"n{number}": b"" for number in range(2001)}),
    ],
    ids=["a hundred times its size", "an archive in it", "thousands of entries"],
)
def test_an_archive_that_grows_too_far_is_not_taken(content):
    answer = taken(content)

    assert not isinstance(answer, Upload)
    assert answer[0] == "form.file-archive"


def test_what_only_begins_like_an_archive_is_none():
    assert not grows_too_far(b"PK\x03\x04 and nothing of an archive")
    assert taken(b"PK\x03\x04 and nothing of an archive")[0] == "form.file-type"
