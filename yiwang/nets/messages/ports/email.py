"""E-mail by SMTP, through Django's backend. YIWANG_SMTP is its address:

    smtps://mail.example.cn:465             TLS from the first byte
    smtp+starttls://mail.example.cn:587     TLS before anything is said
    smtp://127.0.0.1:25                     none: only for a relay on this machine or a closed net

YIWANG_SMTP_USER, YIWANG_SMTP_PASSWORD sign in; YIWANG_SMTP_FROM is who writes (`一网 <no-reply@example.cn>`).
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from urllib.parse import urlsplit

from yiwang.nets.messages.ports import Letter, Outcome, delivered, later, never, ours

PORTS = {"smtps": 465, "smtp+starttls": 587, "smtp": 25}
SECONDS = 8.0  # for each answer of the server; there are few enough for LONGEST_SEND


@dataclass(frozen=True)
class EmailPort:
    """One mail server. `sender` is a whole From: a name and an address."""

    host: str
    port: int
    scheme: str
    sender: str
    user: str = ""
    password: str = field(default="", repr=False)
    fake = False

    def send(self, letter: Letter) -> Outcome:
        """Hand the letter to the server; that it took it is all that is known then."""
        from django.core.mail import EmailMessage

        domain = parseaddr(self.sender)[1].partition("@")[2] or "localhost"
        try:
            message = EmailMessage(
                letter.subject,
                letter.text,
                self.sender,
                [letter.to],
                headers={
                    "Message-ID": f"<{letter.id}@{domain}>",
                    "Auto-Submitted": "auto-generated",
                    "Content-Language": "en" if letter.language == "en" else "zh-Hans",
                },
                connection=self._connection(),
            )
            message.send()
        except (smtplib.SMTPException, OSError, ValueError) as fault:
            return outcome_of(fault)
        return delivered()

    def _connection(self):  # type: ignore[no-untyped-def]
        from django.core.mail.backends.smtp import EmailBackend

        return EmailBackend(
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_tls=self.scheme == "smtp+starttls",
            use_ssl=self.scheme == "smtps",
            timeout=SECONDS,
            fail_silently=False,
        )


def outcome_of(fault: Exception) -> Outcome:
    """Say what a fault of SMTP means: 4xx is for a while, 5xx for good (RFC 5321, 4.2.1)."""
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in fault.recipients.values()]
        return never("refused-address") if all(code >= 500 for code in codes) else later("busy")
    if isinstance(fault, smtplib.SMTPAuthenticationError):
        return ours("sign-in")
    if isinstance(fault, smtplib.SMTPNotSupportedError):
        return ours("server-cannot")
    if isinstance(fault, smtplib.SMTPServerDisconnected | smtplib.SMTPConnectError):
        return later("away")
    if isinstance(fault, smtplib.SMTPSenderRefused):
        return ours("sender-refused") if fault.smtp_code >= 500 else later("busy")
    if isinstance(fault, smtplib.SMTPResponseException):
        return never("refused") if fault.smtp_code >= 500 else later("busy")
    if isinstance(fault, ssl.SSLError):
        return ours("tls")
    if isinstance(fault, ValueError):  # a line break in a header: the words are at fault
        return ours("words")
    return later("timeout" if isinstance(fault, TimeoutError) else "away")


def of(environ: Mapping[str, str]) -> EmailPort | None:
    """Return the port that the environment describes, None where it names no server.

    Raises:
        ValueError: the address or the sender cannot be read.
    """
    written = environ.get("YIWANG_SMTP", "").strip()
    if not written:
        return None
    parts = urlsplit(written)
    sender = environ.get("YIWANG_SMTP_FROM", "").strip()
    if parts.scheme not in PORTS or not parts.hostname or parts.username or parts.path not in ("", "/"):
        raise ValueError("YIWANG_SMTP reads like smtps://mail.example.cn:465")
    if "@" not in parseaddr(sender)[1]:
        raise ValueError("YIWANG_SMTP_FROM must be who writes, like no-reply@example.cn")
    return EmailPort(
        parts.hostname,
        parts.port or PORTS[parts.scheme],
        parts.scheme,
        sender,
        environ.get("YIWANG_SMTP_USER", ""),
        environ.get("YIWANG_SMTP_PASSWORD", ""),
    )
