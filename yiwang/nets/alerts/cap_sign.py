"""Signatures of CAP messages: XML Digital Signature, enveloped, as the standard asks for.

XML signatures know no Ed25519 in the libraries at hand, so a city signs alerts with a P-256 key of their own;
its certificate is signed by the city's own key, so that `CITY.pub` is all that a reader needs. Key and
certificate lie in `alert-<city>.pem` of the keys folder. Of an incoming message the certificate must be the
very one that the pack registers for its sender: a key inside a message proves nothing.

A device of the city's own fits in by the protocol `AlertSigner`.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from cryptography import x509
from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.x509.oid import NameOID
from lxml import etree
from signxml.exceptions import SignXMLException
from signxml.signer import XMLSigner
from signxml.verifier import SignatureConfiguration, XMLVerifier

from yiwang.kernel.alerts.cap_check import Fault
from yiwang.kernel.receipt import PublicKey
from yiwang.nets.alerts.cap_xml import DSIG
from yiwang.store.keys import Keyring

YEARS = 10
SIGNATURE, CERTIFICATE = f"{{{DSIG}}}Signature", f"{{{DSIG}}}X509Certificate"


class AlertSigner(Protocol):
    """Signs alerts for a city."""

    def sign(self, xml: bytes, city: str, at: datetime) -> bytes:
        """Return the message with an enveloped signature added; nothing else of it changes."""


@dataclass(frozen=True)
class OwnKey:
    """Signs with `alert-<city>.pem` of a folder of keys, which is made on first use."""

    keyring: Keyring

    def sign(self, xml: bytes, city: str, at: datetime) -> bytes:
        """See `AlertSigner.sign`.

        Raises:
            BadKey: the key file cannot be read.
        """
        content = self.keyring.file(f"alert-{city}.pem", lambda: _new(self.keyring, city, at))
        begin = content.index(b"-----BEGIN CERT")
        signer = XMLSigner(signature_algorithm="ecdsa-sha256", digest_algorithm="sha256")
        signed = signer.sign(_parsed(xml), key=content[:begin], cert=content[begin:].decode())
        return etree.tostring(signed, encoding="UTF-8", xml_declaration=True)

    def certificate(self, city: str, at: datetime) -> bytes:
        """Return the certificate, PEM, that a register of another city takes."""
        content = self.keyring.file(f"alert-{city}.pem", lambda: _new(self.keyring, city, at))
        return content[content.index(b"-----BEGIN CERT") :]


@dataclass(frozen=True)
class Verified:
    """What a signature shows. `seen`: the very XML that was signed, to be read instead of what came.

    `faults`: why it does not hold; empty: it holds.
    """

    seen: bytes = b""
    faults: tuple[Fault, ...] = ()


def verify_by_city(xml: bytes, keys: Iterable[PublicKey]) -> Verified:
    """Check a message that a city of ours signed, by its `CITY.pub`."""
    try:
        certificate = certificate_in(xml)
    except ValueError as fault:
        return Verified(faults=(_broken(str(fault)),))
    if certificate is None:
        return Verified(faults=(unsigned(),))
    if not any(_signed_by(certificate, key.raw) for key in keys):
        return Verified(faults=(_foreign(),))
    return _verify(xml, certificate)


def verify_by_certificate(xml: bytes, pem: str) -> Verified:
    """Check an incoming message by the certificate that the pack registers for its sender."""
    try:
        sent = certificate_in(xml)
        known = x509.load_pem_x509_certificate(pem.encode())
    except ValueError as fault:
        return Verified(faults=(_broken(str(fault)),))
    if sent is None and not _has_signature(xml):
        return Verified(faults=(unsigned(),))
    if sent is not None and sent != known:
        return Verified(faults=(_foreign(),))
    return _verify(xml, known)


def _verify(xml: bytes, certificate: x509.Certificate) -> Verified:
    # Its own dates are not asked for: what was signed in time is checked long after.
    expected = SignatureConfiguration(
        location="./", verification_time=certificate.not_valid_before_utc + timedelta(days=1)
    )
    try:
        found = XMLVerifier().verify(_parsed(xml), x509_cert=certificate, expect_config=expected)
    except (SignXMLException, InvalidSignature, UnsupportedAlgorithm, ValueError, etree.LxmlError) as fault:
        return Verified(faults=(_broken(type(fault).__name__),))
    one: Any = found[0] if isinstance(found, list) else found
    if one.signed_xml is None or one.signed_xml.tag != _parsed(xml).tag:
        return Verified(faults=(_broken("nothing of it is signed"),))
    return Verified(seen=etree.tostring(one.signed_xml))


def _parsed(xml: bytes) -> Any:
    """Return the tree of bytes that `cap_xml.read` has taken: without DOCTYPE, of bounded size."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(xml, parser)


def _has_signature(xml: bytes) -> bool:
    return _parsed(xml).find(SIGNATURE) is not None


def certificate_in(xml: bytes) -> x509.Certificate | None:
    """Return the first certificate a message carries. Raises ValueError: it is none."""
    try:
        found = next(_parsed(xml).iter(CERTIFICATE), None)
    except etree.LxmlError as fault:
        raise ValueError(str(fault)) from fault
    if found is None or not found.text:
        return None
    return x509.load_der_x509_certificate(base64.b64decode("".join(found.text.split())))


def _signed_by(certificate: x509.Certificate, key: bytes) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(key).verify(
            certificate.signature, certificate.tbs_certificate_bytes
        )
    except (InvalidSignature, ValueError):
        return False
    return True


def _new(keyring: Keyring, city: str, at: datetime) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    issuer = keyring.signing(city)

    def name(words: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, words[:60])])

    certificate = (
        x509.CertificateBuilder()
        .subject_name(name(f"{city} alerts"))
        .issuer_name(name(f"{city} {issuer.id}"))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(at - timedelta(days=365 * YEARS))
        .not_valid_after(at + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(True, True, False, False, False, False, False, False, False), critical=True
        )
        .sign(issuer.private, None)
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)


def unsigned() -> Fault:
    """Say that there is no signature where one is demanded."""
    return Fault(
        "cap.unsigned",
        "alert",
        "没有签名 (Signature), 这里要求签名",
        "there is no Signature, and one is demanded here",
        "请发送方签名后再发",
        "have the sender sign it",
    )


def _foreign() -> Fault:
    return Fault(
        "cap.foreign-key",
        "alert/Signature",
        "签名用的不是登记过的证书",
        "it is signed with another certificate than the one registered",
        "向发送方核对证书; 换了证书的, 先改配置包",
        "ask the sender; if the certificate was changed, change the pack first",
    )


def _broken(why: str) -> Fault:
    return Fault(
        "cap.broken-signature",
        "alert/Signature",
        f"签名不成立 ({why}): 内容被改过, 或不是这把钥匙签的",
        f"the signature does not hold ({why}): something was changed, or another key signed it",
        "不要采用, 请发送方重发",
        "do not use it; have the sender send it again",
    )
