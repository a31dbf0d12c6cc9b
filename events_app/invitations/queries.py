"""Reads of the invitations room that join, or that others use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from events_app.database import fetch, fetch_one
from events_app.events.tables import Event
from events_app.invitations.tables import InvitationState

HEAD = """
SELECT p.email, p.language FROM position post
JOIN LATERAL (
  SELECT id FROM person WHERE position = post.id
  UNION
  SELECT person FROM position_holding WHERE position = post.id
    AND coalesce(starts_on, $2) <= $2 AND coalesce(ends_on, $2) >= $2
) holder ON true
JOIN person p ON p.id = holder.id
WHERE post.institution = i.institution AND post.is_head AND p.email <> ''
ORDER BY p.id LIMIT 1
"""

RECIPIENTS = f"""
SELECT i.id, i.link_version, i.seats, i.state, i.institution, i.person,
  n.name AS office, p.title_prefix, p.full_name, p.title_suffix, p.sex,
  coalesce(nullif(n.email, ''), head.email, p.email, '') AS address,
  coalesce(p.language, CASE WHEN n.email = '' THEN head.language END) AS language
FROM invitation i
LEFT JOIN institution n ON n.id = i.institution
LEFT JOIN person p ON p.id = i.person
LEFT JOIN LATERAL ({HEAD}) head ON n.email = ''
WHERE i.id = ANY($1::uuid[])
ORDER BY i.id
"""

PASSES = """
SELECT g.id, g.pass_version, g.short_code, g.state, g.invitation, n.name AS office, p.sex, p.language,
  p.title_prefix, p.full_name, p.title_suffix, p.email AS address
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution n ON n.id = g.institution
WHERE g.id = ANY($1::uuid[]) ORDER BY g.id
"""

COUNTS = """
SELECT state, count(*)::int AS n, sum(seats)::int AS seats FROM invitation WHERE event = $1 GROUP BY state
"""

EXPECTED = "SELECT count(*)::int AS n FROM guest WHERE event = $1 AND state = 'expected'"


@dataclass(frozen=True)
class Numbers:
    """How an event's inviting stands: `invited` counts what was not withdrawn, `expected` counts guests."""

    by_state: dict[str, int]
    invited: int
    accepted: int
    declined: int
    seats_taken: int
    expected: int


@dataclass(frozen=True)
class Recipient:
    """To whom a message about an invitation or a pass is addressed, and how they are called.

    `asked`: the id is an invitation's, so a reply from their calendar answers it.
    """

    id: UUID
    version: int
    office: str
    name: str
    sex: str | None
    titled: bool
    address: str
    language: str | None
    seats: int = 1
    short_code: str = ""
    invitation: UUID | None = None
    asked: bool = False


async def numbers(event: Event) -> Numbers:
    """The counts of an event, for tiles and reports."""
    rows = await fetch(COUNTS, event.id)
    counted = {state.value: 0 for state in InvitationState} | {row["state"]: row["n"] for row in rows}
    expected = await fetch_one(EXPECTED, event.id)
    return Numbers(
        by_state=counted,
        invited=sum(counted.values()) - counted["withdrawn"],
        accepted=counted["accepted"],
        declined=counted["declined"],
        seats_taken=sum(row["seats"] for row in rows if row["state"] == "accepted"),
        expected=expected["n"] if expected else 0,
    )


async def expected_guests(event: Event) -> list[Any]:
    """Everybody expected at an event: `id`, `person`, `institution`, `short_code`, in order of the list."""
    sql = (
        "SELECT id, person, institution, short_code FROM guest"
        " WHERE event = $1 AND state = 'expected' ORDER BY id"
    )
    return await fetch(sql, event.id)


async def recipients(invitations: Sequence[UUID], today: date) -> list[Recipient]:
    """Whom to write to: an institution's address, else its head's; a person's own; empty for none."""
    rows = await fetch(RECIPIENTS, list(invitations), today)
    return [_recipient(row, row["link_version"], seats=row["seats"], asked=True) for row in rows]


async def pass_holders(guests: Sequence[UUID]) -> list[Recipient]:
    """The guests as receivers of their passes."""
    rows = await fetch(PASSES, list(guests))
    return [
        _recipient(row, row["pass_version"], short_code=row["short_code"], invitation=row["invitation"])
        for row in rows
    ]


def display_name(row: Any) -> str:
    """A person's name with titles, from a row that has the three parts."""
    front = " ".join(part for part in (row["title_prefix"], row["full_name"]) if part)
    return f"{front}, {row['title_suffix']}" if row["title_suffix"] else front


def _recipient(row: Any, version: int, **more: Any) -> Recipient:
    return Recipient(
        id=row["id"],
        version=version,
        office=row["office"] or "",
        name=display_name(row) if row["full_name"] else "",
        sex=row["sex"],
        titled=bool(row["title_prefix"]),
        address=row["address"],
        language=row["language"],
        **more,
    )
