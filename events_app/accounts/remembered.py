"""Bearer tokens recognised a moment ago, so that the next of many requests need not ask first who sends it.

Nobody believes what is remembered: it goes along as a claim with the statement that does the work, which asks by
`HOLDS` whether it is still true and does nothing where it is not. Kept in memory alone, by digest, and not for long:
who is asked anew is also noted as having used their token.
"""

import hashlib
import time
from dataclasses import dataclass, field

from events_app.accounts.actor import Actor

MOST = 1_000
LASTS = 60.0
"""Seconds."""

HOLDS = """
(SELECT true FROM api_token t JOIN app_user m ON m.id = t."user"
 WHERE t.id = {credential} AND t.revoked_at IS NULL AND m.active AND array_to_string(m.roles, ' ') = {roles} LIMIT 1)
"""


@dataclass(frozen=True)
class Claim:
    """Somebody as they were recognised; all that they may do follows from their token and these roles."""

    actor: Actor
    roles: str
    since: float = field(default_factory=time.monotonic, compare=False)


_claims: dict[bytes, Claim] = {}


def sender(authorization: bytes, address: str) -> bytes:
    """By what a request's sender is remembered: their token, and where they are."""
    return hashlib.sha256(b"%b|%b" % (address.encode(), authorization)).digest()


def recall(known_by: bytes) -> Claim | None:
    """Who this was a moment ago."""
    claim = _claims.get(known_by)
    return claim if claim is not None and time.monotonic() - claim.since < LASTS else None


def keep(known_by: bytes, claim: Claim) -> None:
    """Remembers somebody; where they are too many, the eldest goes."""
    _claims.pop(known_by, None)
    _claims[known_by] = claim
    if len(_claims) > MOST:
        del _claims[next(iter(_claims))]


def forget(known_by: bytes) -> None:
    """The claim did not hold, or something else went wrong: the next request asks anew."""
    _claims.pop(known_by, None)
