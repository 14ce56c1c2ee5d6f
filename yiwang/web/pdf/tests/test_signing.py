"""The port of signatures: what the city's own signer and the fake keep, and whether the module is found."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor

import pytest

from yiwang.web.pdf import self_made
from yiwang.web.pdf.contract import AT, CITY, TITLE, SignerContract, one_page
from yiwang.web.pdf.signer import CannotSign, signer
from yiwang.web.pdf.tests import fake_signer


class TestSelfMade(SignerContract):
    def signer(self, keys):
        return self_made.make(keys)


class TestFake(SignerContract):
    def signer(self, keys):
        return fake_signer.make(keys)


def test_the_same_file_signed_again_is_the_same_to_the_byte(tmp_path):
    one = self_made.make(tmp_path)

    assert one.sign(one_page(), CITY, TITLE, AT) == one.sign(one_page(), CITY, TITLE, AT)


def test_the_key_lies_in_the_folder_of_keys_and_only_its_owner_reads_it(tmp_path):
    self_made.make(tmp_path).sign(one_page(), CITY, TITLE, AT)

    (file,) = tmp_path.iterdir()
    assert file.name == "seal-testcity.pem"
    assert file.stat().st_mode & 0o077 == 0


def test_what_an_earlier_certificate_signed_is_still_the_citys(tmp_path):
    one = self_made.make(tmp_path)
    before = one.sign(one_page(), CITY, TITLE, AT)
    self_made.rotate(tmp_path, CITY)
    after = one.sign(one_page(), CITY, TITLE, AT)

    assert before != after
    assert one.check(before, CITY).good and one.check(after, CITY).good
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".crt", ".pem"]
    assert b"PRIVATE" not in next(tmp_path.glob("*.crt")).read_bytes()


def test_a_damaged_key_file_says_which(tmp_path):
    (tmp_path / "seal-testcity.pem").write_text("nothing")

    with pytest.raises(CannotSign, match=r"seal-testcity\.pem"):
        self_made.make(tmp_path).sign(one_page(), CITY, TITLE, AT)


def test_a_module_of_the_citys_own_is_named_in_the_settings(tmp_path, monkeypatch):
    monkeypatch.setenv("YIWANG_PDF_SIGNER", "yiwang.web.pdf.tests.fake_signer:make")
    assert signer(tmp_path).name == "fake"
    monkeypatch.setenv("YIWANG_PDF_SIGNER", "no.such.module:make")
    with pytest.raises(CannotSign, match=r"no\.such\.module"):
        signer(tmp_path)


def test_it_signs_and_checks_for_a_caller_that_is_in_an_event_loop(tmp_path):
    one = self_made.make(tmp_path)

    async def sign() -> bool:
        return one.check(one.sign(one_page(), CITY, TITLE, AT), CITY).good

    # On a thread of its own: the tests of pages leave a loop that runs on this one.
    with ThreadPoolExecutor(1) as other:
        assert other.submit(lambda: asyncio.run(sign())).result()
