"""Access: what the bearer of a token may do.

Here: reading the Authorization header and requiring a scope. Not here: where tokens are kept (storage/accounts/).
"""

from flask import request

from opendata.domain.actors import token_actor
from opendata.steps.ports.accounts import Access
from opendata.web import limits
from opendata.web.acting import act_as
from opendata.web.services import services

PUBLISH = "publish"
SCOPES = ("upload", PUBLISH)
# For rules and the audit log of a publisher; only a command gives it, so that nobody hands it on by mistake.
ADMIN = "admin"
LOOKED_UP = "opendata.access"  # in the environment of a request: what its token allows


class AccessMissing(Exception):
    """No token, or one that does not exist."""


class AccessDenied(Exception):
    """The token is another publisher's, or lacks the scope."""

    def __init__(self, message: str, scope: str, publisher: str) -> None:
        super().__init__(message)
        self.scope, self.publisher = scope, publisher


def bearer() -> Access:
    """What this request's token allows, looked up once for each request; raises AccessMissing."""
    if LOOKED_UP not in request.environ:
        request.environ[LOOKED_UP] = _access()
    access: Access = request.environ[LOOKED_UP]
    act_as(token_actor(access.name, access.made_by, access.token_id))
    return access


def _access() -> Access:
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise AccessMissing("Send a token: Authorization: Bearer TOKEN ('flask tokens add' makes one)")
    access = services().accounts.access(token.strip(), services().now())
    if access is None:
        limits.count(limits.FAILED_TOKENS)
        raise AccessMissing("This token does not exist, or is no longer valid; ask for a new one")
    return access


def bearer_name() -> str:
    """What the record of an act calls the bearer of a token."""
    return "token"


def require(publisher: str, scope: str) -> Access:
    """The token's rights if it may do this for that publisher; raises AccessMissing, AccessDenied."""
    access = bearer()
    if access.publisher != publisher:
        raise AccessDenied(f"This token is not for publisher '{publisher}'", scope, publisher)
    if scope not in access.scopes:
        raise AccessDenied(f"This token lacks the scope '{scope}'", scope, publisher)
    return access
