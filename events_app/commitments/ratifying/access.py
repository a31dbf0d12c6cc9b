"""The holder's way in: a personal link to one promise, as long as they hold the post."""

from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from events_app import clock, i18n, tokens
from events_app.accounts.access import visitor
from events_app.accounts.actor import Actor
from events_app.commitments.ratifying.refusals import RatifyLinkEnded
from events_app.database import fetch_one
from events_app.invitations.access import unknown_link

LINK = """
SELECT t.id, t.organisation, t.commitment, t.person, p.full_name, o.name AS organisation_name, o.demo,
  coalesce(p.language, e.language, o.language) AS language,
  t.revoked_at IS NOT NULL OR t.expires_at <= $2
    OR NOT may_ratify(t.commitment, t.person, ($2::timestamptz AT TIME ZONE o.timezone)::date) AS ended
FROM access_token t JOIN organisation o ON o.id = t.organisation JOIN commitment c ON c.id = t.commitment
JOIN event e ON e.id = c.event JOIN person p ON p.id = t.person
WHERE t.token_hash = $1 AND t.scope = 'ratification'
"""


@dataclass(frozen=True)
class Head:
    """Somebody who came by a link to a promise that was made in their place."""

    actor: Actor
    commitment: UUID
    token: str
    organisation_name: str
    demo: bool


async def head_by_link(request: Request[Any, Any, Any], token: FromPath[str]) -> Head:
    """Who came by a link; pages speak their language. Guessing is slowed, holders never are. Raises RatifyLinkEnded."""
    row = await fetch_one(LINK, tokens.digest(token), clock.now())
    if row is None:
        raise await unknown_link(request)
    if request.scope["state"]["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(row["language"])
    if row["ended"]:
        raise RatifyLinkEnded()
    actor = visitor(request, row["organisation"], person=row["person"], name=row["full_name"])
    bare = tokens.normalise(token)
    return Head(
        replace(actor, credential=row["id"]), row["commitment"], bare, row["organisation_name"], row["demo"]
    )
