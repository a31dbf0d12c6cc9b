"""What is in an organisation's public lists: published and public, never confidential, coming or past."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_one
from events_app.events.tables import EventState

PAGE = 20
LISTED = """e.organisation = $1 AND e.visibility = 'public' AND NOT e.confidential AND e.state <> 'draft'
  AND e.published_at IS NOT NULL"""

EVENT = f"""
SELECT e.id, e.slug, e.title, e.theme, e.description, e.state, e.starts_at, e.ends_at, e.timezone, e.language,
  coalesce(e.changed_at, e.published_at) AS changed_at, e.published_at,
  concat_ws(', ', r.name, nullif(v.name, '')) AS place
FROM event e LEFT JOIN room r ON r.id = e.room LEFT JOIN venue v ON v.id = r.venue
WHERE {LISTED}
"""
COMING = f"{EVENT} AND e.ends_at > $2 ORDER BY e.starts_at, e.id LIMIT 100"
PAST = f"{EVENT} AND e.ends_at <= $2 ORDER BY e.starts_at DESC, e.id DESC OFFSET $3 LIMIT $4"
LATEST = f"{EVENT} ORDER BY coalesce(e.changed_at, e.published_at) DESC, e.id LIMIT 50"
STAND = f"""
SELECT count(*) AS n, max(coalesce(e.changed_at, e.published_at)) AS changed_at FROM event e WHERE {LISTED}
"""


@dataclass(frozen=True)
class Listed:
    """One line of a public list."""

    id: UUID
    slug: str
    title: str
    theme: str
    description: str
    state: EventState
    starts_at: datetime
    ends_at: datetime
    timezone: str
    language: str
    changed_at: datetime
    published_at: datetime
    place: str


async def home_of(slug: str) -> Organisation | None:
    """The organisation that opened its home at this address."""
    if not slug.isprintable():
        return None
    wanted = (Organisation.slug == slug) & Organisation.public_home.eq(True)
    return await Organisation.objects().get(wanted)


async def coming(organisation: UUID, now: datetime) -> list[Listed]:
    """The public events that have not ended, the next one first; cancelled and postponed ones say so."""
    return [_listed(row) for row in await fetch(COMING, organisation, now)]


async def past(organisation: UUID, now: datetime, skip: int) -> list[Listed]:
    """A page of those that have ended, the last one first, and one more to tell whether there are older ones."""
    return [_listed(row) for row in await fetch(PAST, organisation, now, skip, PAGE + 1)]


async def latest(organisation: UUID) -> list[Listed]:
    """The fifty that changed last, for the feed."""
    return [_listed(row) for row in await fetch(LATEST, organisation)]


async def stand(organisation: UUID) -> tuple[int, datetime | None]:
    """How many there are and when one changed last: cheap enough to ask before a feed is built."""
    row = await fetch_one(STAND, organisation)
    return (row["n"], row["changed_at"]) if row else (0, None)


def _listed(row: Any) -> Listed:
    return Listed(**(dict(row) | {"state": EventState(row["state"])}))
