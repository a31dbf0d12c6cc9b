"""Who is at the door: the reads behind every signed-in request, one statement each."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor, Via
from events_app.accounts.rights import rights_of
from events_app.database import fetch, fetch_one
from events_app.together import together
from events_app.tokens import digest

_USER = """u.id, u.organisation, u.name, u.roles, u.institution, u.language, c.id AS credential,
       o.demo, o.name AS organisation_name, o.timezone, o.slug"""

BY_SESSIONS = f"""
SELECT {_USER}, c.seen_at, c.expires_at, c.token_hash FROM login_session c
JOIN app_user u ON u.id = c."user" AND u.active JOIN organisation o ON o.id = u.organisation
WHERE c.token_hash = ANY($1::bytea[])
"""

BY_TOKENS = f"""
SELECT {_USER}, c.used_at AS seen_at, c.token_hash FROM api_token c
JOIN app_user u ON u.id = c."user" AND u.active JOIN organisation o ON o.id = u.organisation
WHERE c.token_hash = ANY($1::bytea[]) AND c.revoked_at IS NULL
"""


BY_ID = """
SELECT u.id, u.organisation, u.name, u.roles, u.institution, u.language, NULL::uuid AS credential
FROM app_user u WHERE u.id = $1 AND u.active
"""


async def acting(user: UUID) -> Actor | None:
    """A user as they are now, for work that they left to be done; None once they no longer work here."""
    row = await fetch_one(BY_ID, user)
    return actor_of(row, "system", "") if row else None


async def by_session(token: str, now: datetime, idle_since: datetime) -> Any | None:
    """The user and organisation of a session cookie that is neither expired nor idle, or None."""
    row = await together(_by_cookies).answer(digest(token))
    return row if row and row["expires_at"] > now and row["seen_at"] > idle_since else None


async def by_token(token: str) -> Any | None:
    """The user and organisation of an API token that is not revoked, or None."""
    return await together(_by_digests).answer(digest(token))


async def _by_cookies(digests: list[bytes]) -> list[Any | None]:
    return await _in_order(BY_SESSIONS, digests)


async def _by_digests(digests: list[bytes]) -> list[Any | None]:
    return await _in_order(BY_TOKENS, digests)


async def _in_order(statement: str, digests: list[bytes]) -> list[Any | None]:
    known = {row["token_hash"]: row for row in await fetch(statement, list(set(digests)))}
    return [known.get(one) for one in digests]


def actor_of(row: Any, via: Via, address: str) -> Actor:
    """The actor that a row of `by_session` or `by_token` stands for."""
    return Actor(
        organisation=row["organisation"],
        user=row["id"],
        name=row["name"],
        rights=rights_of(row["roles"]),
        institution=row["institution"],
        via=via,
        address=address,
        credential=row["credential"],
        language=row["language"],
    )
