"""What every signer must keep, as a test that a vendor runs on an adapter of its own module:

    class TestOurModule(SignerContract):
        def signer(self, keys):
            return our_module.make(keys)

A sound PDF of one page is in `ONE_PAGE`; tests of typeset papers are the pages' own.
"""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from yiwang.web.pdf.signer import Signer

AT = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
CITY, TITLE = "testcity", {"zh": "测试市", "en": "Test City"}


def one_page() -> bytes:
    """Return the smallest sound PDF."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<>>>>",
    ]
    out, starts = b"%PDF-1.7\n", []
    for number, one in enumerate(objects, 1):
        starts.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, one)
    table = b"".join(b"%010d 00000 n \n" % start for start in starts)
    head = b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    ident = b"/ID[<00112233445566778899aabbccddeeff><00112233445566778899aabbccddeeff>]"
    trailer = b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n"
    return out + head + table + trailer % (len(objects) + 1, ident, len(out))


class SignerContract:
    """Subclass it, give `signer`, and run it with pytest."""

    def signer(self, keys: Path) -> Signer:
        """Return the signer under test, with its keys in this empty folder."""
        raise NotImplementedError

    def test_it_says_what_it_is_in_both_languages(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        assert 0 < len(one.name) <= 80
        assert one.says["zh"] and one.says["en"]

    def test_the_signed_file_begins_with_the_file_that_was_signed(self, tmp_path: Path) -> None:
        signed = self.signer(tmp_path).sign(one_page(), CITY, TITLE, AT)
        assert signed.startswith(one_page().rstrip(b"\n")) and len(signed) > len(one_page())

    def test_what_it_signed_is_its_own_and_intact(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        assert one.check(one.sign(one_page(), CITY, TITLE, AT), CITY).good

    def test_a_changed_byte_anywhere_is_told(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        signed = one.sign(one_page(), CITY, TITLE, AT)
        for place in (20, one_page().index(b"200 200"), len(signed) - 2):
            changed = signed[:place] + bytes([signed[place] ^ 1]) + signed[place + 1 :]
            assert not one.check(changed, CITY).good, place

    def test_something_added_behind_the_signature_is_told(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        signed = one.sign(one_page(), CITY, TITLE, AT)
        assert not one.check(signed + b"\n% more", CITY).good

    def test_an_unsigned_file_and_no_file_at_all_are_not_good(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        for file in (one_page(), b"", b"%PDF-1.7", bytes(range(256)) * 9):
            assert not one.check(file, CITY).good

    def test_the_signature_of_another_city_is_not_ours(self, tmp_path: Path) -> None:
        one = self.signer(tmp_path)
        one.sign(one_page(), CITY, TITLE, AT)
        other = one.sign(one_page(), "othercity", TITLE, AT)
        assert not one.check(other, CITY).good
