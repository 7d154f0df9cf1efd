"""The provider of OpenID Connect: the only use of Authlib and joserfc.

Here: the authorization code flow with PKCE, and the checks of the ID token. Not here: whom of the service's people
the provider proves (steps/openid_sign_in.py), cookies (portal/openid_pages.py).
Source: https://openid.net/specs/openid-connect-core-1_0.html#IDTokenValidation
"""

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock
from typing import Any, cast

from opendata.steps.ports.openid import Errand, NotProvedAnew, Proof, ProviderFailed

PATIENCE_SECONDS = 10
KNOWN_SECONDS = 3600  # for so long what the provider says about itself is not asked for again
DISCOVERY = "/.well-known/openid-configuration"
ALGORITHMS = ["RS256", "ES256", "PS256"]  # none of them by a shared secret, and never "none"
CLOCKS_DIFFER_SECONDS = 60
# The provider asks for the password although it knows the browser, and must then say when that was (auth_time).
ANEW = {"prompt": "login", "max_age": "0"}
LAST_SECOND = 2**33  # of what can be a time
FRESH_SECONDS = 900  # for so long a browser may stay at the provider (portal/openid_pages.py)


@dataclass
class OpenIdProvider:
    """Implements steps.ports.openid.Provider."""

    name: str | None
    issuer: str | None = None
    client_id: str = ""
    client_secret: str = field(default="", repr=False)
    _about: dict[str, Any] = field(default_factory=dict, repr=False)
    _asked_at: float = 0.0
    _lock: Lock = field(default_factory=Lock, repr=False)

    def address(self, errand: Errand) -> str:
        session = self._session(errand)
        url, _ = session.create_authorization_url(
            self._metadata()["authorization_endpoint"],
            state=errand.state,
            nonce=errand.nonce,
            code_verifier=errand.verifier,
            **(ANEW if errand.is_fresh else {}),
        )
        return str(url)

    def proof(self, errand: Errand, code: str) -> Proof:
        about = self._metadata()
        try:
            token = self._session(errand).fetch_token(
                about["token_endpoint"], code=code, code_verifier=errand.verifier, timeout=PATIENCE_SECONDS
            )
            claims = self._claims(token["id_token"], errand.nonce)
        except Exception as error:  # each library in between has errors of its own
            raise ProviderFailed(f"{type(error).__name__}: {error}") from error
        email = claims.get("email")
        is_vouched_for = isinstance(email, str) and claims.get("email_verified") in (True, "true")
        signed_in_at = _signed_in_at(claims)
        if errand.is_fresh and not _is_fresh(signed_in_at):
            raise NotProvedAnew(f"the person was to sign in anew; auth_time says: {signed_in_at}")
        address = str(email).strip().lower() if is_vouched_for else None
        return Proof(str(self.issuer), str(claims["sub"]), address, signed_in_at)

    def _claims(self, id_token: str, nonce: str) -> dict[str, Any]:
        from joserfc import jwt  # noqa: PLC0415 - slow to import, and needed with a provider alone
        from joserfc.jwk import KeySet, KeySetSerialization  # noqa: PLC0415

        keys = KeySet.import_key_set(cast(KeySetSerialization, self._get(self._metadata()["jwks_uri"])))
        token = jwt.decode(id_token, keys, algorithms=ALGORITHMS)
        jwt.JWTClaimsRegistry(
            leeway=CLOCKS_DIFFER_SECONDS,
            iss={"essential": True, "value": str(self.issuer)},
            aud={"essential": True, "value": self.client_id},
            sub={"essential": True},
            exp={"essential": True},
            nonce={"essential": True, "value": nonce},
        ).validate(token.claims)
        authorized = token.claims.get("azp")
        if authorized not in (None, self.client_id):
            raise ProviderFailed("the ID token was made for another party")
        return dict(token.claims)

    def _metadata(self) -> dict[str, Any]:
        """What the provider says about itself."""
        with self._lock:
            if not self._about or time.monotonic() - self._asked_at > KNOWN_SECONDS:
                try:
                    about = self._get(f"{str(self.issuer).rstrip('/')}{DISCOVERY}")
                except Exception as error:
                    raise ProviderFailed(f"{type(error).__name__}: {error}") from error
                if about.get("issuer") != self.issuer:
                    raise ProviderFailed(f"the provider calls itself {about.get('issuer')}")
                self._about, self._asked_at = about, time.monotonic()
            return self._about

    def _session(self, errand: Errand) -> Any:
        from authlib.integrations.requests_client import OAuth2Session  # noqa: PLC0415 - slow to import

        return OAuth2Session(
            self.client_id,
            self.client_secret,
            scope="openid email",
            redirect_uri=errand.callback,
            code_challenge_method="S256",
        )

    def _get(self, url: str) -> Any:
        import requests  # noqa: PLC0415 - slow to import

        answer = requests.get(url, timeout=PATIENCE_SECONDS)
        answer.raise_for_status()
        return answer.json()


def _signed_in_at(claims: Mapping[str, Any]) -> datetime | None:
    said = claims.get("auth_time")
    is_time = isinstance(said, int | float) and 0 < said < LAST_SECOND
    return datetime.fromtimestamp(said, UTC) if is_time and said is not None else None


def _is_fresh(signed_in_at: datetime | None) -> bool:
    patience = timedelta(seconds=FRESH_SECONDS + CLOCKS_DIFFER_SECONDS)
    return signed_in_at is not None and abs(datetime.now(UTC) - signed_in_at) < patience
