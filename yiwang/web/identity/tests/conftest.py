"""A city with an identity file, and a provider that says what a test wants it to."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from yiwang.web import identity
from yiwang.web.account.tests.conftest import accounts, clients, clock, door, enter, officer  # noqa: F401
from yiwang.web.identity import oidc
from yiwang.web.identity.tests.lying import Liar, lying

FILE = """
cities:
  yueyang:
    own_accounts: {{residents: {residents}, staff: true}}
    providers:
      province:
        title: {{zh: 省统一身份认证, en: Provincial identity}}
        issuer: {issuer}
        client_id: yiwang
        client_secret_file: province.secret
        people: residents
        kind: {{claim: user_type, natural: ["1"], legal: ["2"], agent: ["3"]}}
        level: {{claim: acr, one: [L1], two: [L3]}}
        name: name
        credit_code: uscc
        company_name: company
        representative: is_representative
      directory:
        title: {{zh: 政务内网目录, en: Staff directory}}
        issuer: {issuer}
        client_id: yiwang
        client_secret_file: province.secret
        people: staff
        level: {{claim: acr, one: [L1], two: [L3]}}
        staff_code: employee_no
"""


def write(folder: Path, issuer: str, residents: str = "true") -> Path:
    """Write an identity file and the secret beside it."""
    (folder / "province.secret").write_text("a secret of the tests\n")
    path = folder / "identity.yaml"
    path.write_text(FILE.format(issuer=issuer, residents=residents))
    return path


@pytest.fixture
def liar(accounts, clock, tmp_path, settings) -> Iterator[Liar]:  # noqa: F811
    """The city's provider, of this process; the city's clock goes with the world's."""
    clock.now = datetime.now(UTC)
    with lying() as provider:
        provider.claims = {"user_type": "1", "acr": "L3", "name": "王小河"}
        settings.YIWANG_IDENTITY = str(write(tmp_path, provider.issuer))
        oidc.forget()
        identity._read.cache_clear()
        yield provider
        oidc.forget()
        identity._read.cache_clear()
