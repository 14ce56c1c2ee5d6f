"""PAdES signatures with a certificate that the city made itself: honest, free, and not a qualified one.

Key and certificate lie in one file of the keys folder, `seal-<city>.pem`, outside the database. RSA with
PKCS #1 v1.5 and a stated time, so that the same sheet signed again is the same file. An earlier certificate
stays beside it as `seal-<city>-*.crt`, so that what it signed can still be checked.
"""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import asn1crypto.x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign import fields, signers
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext
from pyhanko_certvalidator.registry import SimpleCertificateStore

from yiwang.store.keys import BadKey, Keyring
from yiwang.web.pdf.signer import CannotSign, Checked
from yiwang.web.words import Text

FIELD = "Seal"
YEARS = 10
RSA_BITS = 3072
SAYS: Text = {
    "zh": "电子签名用本市自制证书作出，可查改动；它不是合格的电子印章，不由第三方认证。",
    "en": "Signed with a certificate the city made itself: changes show. It is not a qualified seal and no "
    "third party vouches for it.",
}


def make(keys: Path) -> SelfMade:
    """Return the signer whose keys lie in this folder: the factory that `YIWANG_PDF_SIGNER` names."""
    return SelfMade(keys)


class OwnKey(signers.Signer):
    """Signs by a key that was read once; the library's own reads and checks it anew for each signature."""

    def __init__(self, key: rsa.RSAPrivateKey, certificate: Any) -> None:
        super().__init__(signing_cert=certificate, cert_registry=SimpleCertificateStore(), embed_roots=True)
        self._key = key

    async def async_sign_raw(self, data: bytes, digest_algorithm: str, dry_run: bool = False) -> bytes:
        if dry_run:  # only its length is asked for
            return bytes(self._key.key_size // 8)
        assert digest_algorithm == "sha256", "the only one asked for"
        return self._key.sign(data, padding.PKCS1v15(), hashes.SHA256())


class SignatureOnly(IncrementalPdfFileWriter):
    """Adds the signature and no word of its own: title, author and dates stay those of the paper."""

    def _update_meta(self) -> None:
        return


class SignsAt(signers.PdfSigner):
    """States the time it is given instead of its own."""

    def __init__(self, when: datetime, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._when = when

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self._when
        return session


@dataclass(frozen=True)
class SelfMade:
    """Signs with `seal-<city>.pem` of the keys folder."""

    keys: Path
    name: str = "self-made"
    says: Text = field(default_factory=lambda: SAYS)

    def sign(self, pdf: bytes, city: str, title: Text, at: datetime) -> bytes:
        """Add a PAdES signature that states `at`; see `Signer.sign`."""
        key, certificate = _read(self.keys, city, title, at)
        made = OwnKey(key, certificate)
        metadata = signers.PdfSignatureMetadata(
            field_name=FIELD,
            md_algorithm="sha256",
            name=title.get("zh") or city,
            subfilter=fields.SigSeedSubFilter.PADES,
        )
        writer = SignatureOnly(io.BytesIO(pdf))
        _name_by_content(writer, pdf)
        out = io.BytesIO()
        when = at.astimezone(UTC).replace(microsecond=0)
        SignsAt(when, metadata, made).sign_pdf(writer, output=out)
        return out.getvalue()

    def check(self, pdf: bytes, city: str) -> Checked:
        """See `Signer.check`."""
        try:
            found = PdfFileReader(io.BytesIO(pdf)).embedded_signatures
            mine = [one for one in found if one.field_name == FIELD]
            if not mine:
                return Checked(False, False, False)
            trust = ValidationContext(trust_roots=_certificates(self.keys, city), allow_fetching=False)
            status = validate_pdf_signature(mine[-1], trust)
        except Exception:  # whatever a stranger's file does to the reader, it is not ours
            return Checked(False, False, False)
        whole = status.coverage.name == "ENTIRE_FILE"
        return Checked(True, bool(status.intact and status.valid and whole), bool(status.trusted))


def _name_by_content(writer: Any, pdf: bytes) -> None:
    """Make the file's second id of its content instead of by chance."""
    first, _ = writer._document_id
    writer._document_id = generic.ArrayObject(
        [first, generic.ByteStringObject(sha256(b"yiwang/" + pdf).digest()[:16])]
    )


def path_of(keys: Path, city: str) -> Path:
    """Return the file of a city's key and certificate."""
    return keys / f"seal-{city}.pem"


def _read(keys: Path, city: str, title: Text, at: datetime) -> tuple[Any, Any]:
    """Return (private key, certificate), made on first use.

    Raises:
        CannotSign: the file cannot be read or holds something else.
    """
    path = path_of(keys, city)
    try:
        content = Keyring(keys).file(path.name, lambda: _new(city, title, at))
        key = serialization.load_pem_private_key(content, None, unsafe_skip_rsa_key_validation=True)
        certificate = x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERT") :])
    except (BadKey, ValueError, TypeError) as fault:
        raise CannotSign(
            f"签名密钥文件 {path.name} 不能读。", f"The key file {path.name} cannot be read."
        ) from fault
    return key, _plain(certificate)


def _plain(certificate: x509.Certificate) -> Any:
    return asn1crypto.x509.Certificate.load(certificate.public_bytes(serialization.Encoding.DER))


def _certificates(keys: Path, city: str) -> list[Any]:
    """Return every certificate the city ever signed with."""
    found = []
    files = [path_of(keys, city), *sorted(keys.glob(f"seal-{city}-*.crt"))]
    for path in files:
        if path.exists():
            content = path.read_bytes()
            found.append(_plain(x509.load_pem_x509_certificate(content[content.index(b"-----BEGIN CERT") :])))
    return found


def _new(city: str, title: Text, at: datetime) -> bytes:
    key = rsa.generate_private_key(public_exponent=65537, key_size=RSA_BITS)
    called = re.sub(r"[^\w ]", "", title.get("zh") or city)[:50]
    name = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, called if called == city else f"{called} {city}"),
            x509.NameAttribute(NameOID.ORGANIZATIONAL_UNIT_NAME, "自制证书，非合格电子印章 self-made"),
        ]
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        # Earlier, too: what was decided long before its first file was asked for bears its own time.
        .not_valid_before(at - timedelta(days=365 * YEARS))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.EMAIL_PROTECTION]), critical=False)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def rotate(keys: Path, city: str) -> Path | None:
    """Put the certificate aside and remove its private key; the next file is signed with a new one.

    Returns where the old certificate lies now, None when there was none.
    """
    path = path_of(keys, city)
    if not path.exists():
        return None
    content = path.read_bytes()
    certificate = content[content.index(b"-----BEGIN CERT") :]
    aside = keys / f"seal-{city}-{sha256(certificate).hexdigest()[:16]}.crt"
    aside.write_bytes(certificate)
    path.unlink()
    return aside


def certificate_of(keys: Path, city: str, title: Text, at: datetime) -> x509.Certificate:
    """Return the city's certificate, made on first use. Raises CannotSign: it cannot be read."""
    _, certificate = _read(keys, city, title, at)
    return x509.load_der_x509_certificate(certificate.dump())
