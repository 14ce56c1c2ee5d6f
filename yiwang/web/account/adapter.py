"""How allauth's second factors are kept here: sealed in the database, named by the city and the account."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from yiwang.web.account import logins, secret
from yiwang.web.words import say


class SealedFactors(DefaultMFAAdapter):
    """Seals secrets under the server's key, and shows no more of a login than its account."""

    def encrypt(self, text: str) -> str:
        """Seal the secret of a TOTP or the seed of recovery codes."""
        return secret.sealed(secret.FACTOR, text)

    def decrypt(self, encrypted_text: str) -> str:
        """Open what `encrypt` sealed. Raises ValueError under another key."""
        return secret.unsealed(secret.FACTOR, encrypted_text)

    def get_totp_label(self, user: Any) -> str:
        """Return the account, which an authenticator app shows beside the code."""
        return logins.account_of(user)

    def get_totp_issuer(self) -> str:
        """Return the city's name."""
        return self._city_title()

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Return whose passkeys these are: the host of YIWANG_ORIGIN, else of this request."""
        host = settings.ORIGIN[1] if settings.ORIGIN else context.request.get_host().partition(":")[0]
        return {"id": host, "name": self._city_title()}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        """Return what a device stores beside a passkey: the account, no name."""
        entity = super().get_public_key_credential_user_entity(user)
        return {"id": entity["id"], "name": logins.account_of(user), "display_name": logins.account_of(user)}

    def _city_title(self) -> str:
        city = getattr(context.request, "city", None)
        return say(city.title, "zh") if city else "yiwang"
