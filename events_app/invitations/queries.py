"""Reads of the invitations room that join, or that others use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app import neutral
from events_app.database import fetch, fetch_one, fetch_value
from events_app.events.tables import Event
from events_app.invitations.tables import InvitationState

HEAD_WITH = """
SELECT p.id, p.{means}, p.language FROM position post
JOIN LATERAL holders_on(post.id, $2) holder ON true
JOIN person p ON p.id = holder.person
WHERE post.institution = i.institution AND post.is_head AND p.{means} <> ''
ORDER BY holder.rank, holder.starts_on DESC NULLS LAST, p.id LIMIT 1
"""
"""Who leads it now, with such a means to be reached: for good before acting, and last who is only said to."""

HEAD = HEAD_WITH.format(means="email")

HOLDER = """
SELECT person AS id FROM holders_on({position}, {day}) ORDER BY rank, starts_on DESC NULLS LAST, person LIMIT 1
"""
"""Whoever counts as the holder of a position on a day: for good before acting, of several who took it over last."""

RECIPIENTS = f"""
SELECT i.id, i.link_version, i.seats, i.state, i.institution, i.person, i.answer_by,
  coalesce(n.name, concat_ws(', ', post.title, pn.name)) AS office,
  p.title_prefix, p.full_name, p.title_suffix, p.sex,
  coalesce(nullif(n.email, ''), head.email, nullif(p.email, ''), pn.email, '') AS address,
  coalesce(p.language, CASE WHEN n.email = '' THEN head.language END) AS language
FROM invitation i
LEFT JOIN institution n ON n.id = i.institution
LEFT JOIN position post ON post.id = i.position
LEFT JOIN institution pn ON pn.id = post.institution
LEFT JOIN LATERAL ({HOLDER.format(position="i.position", day="$2")}) holder ON i.position IS NOT NULL
LEFT JOIN person p ON p.id = coalesce(i.person, holder.id)
LEFT JOIN LATERAL ({HEAD}) head ON n.email = ''
WHERE i.id = ANY($1::uuid[])
ORDER BY i.id
"""

DOUBLED = """
SELECT i.id FROM invitation i
LEFT JOIN institution n ON n.id = i.institution LEFT JOIN person p ON p.id = i.person
LEFT JOIN position post ON post.id = i.position LEFT JOIN institution pn ON pn.id = post.institution
LEFT JOIN position twin ON twin.institution = standing_office(pn.id) AND twin.title_key = post.title_key
WHERE i.id = ANY($1::uuid[]) AND coalesce(n.successor, p.successor, pn.successor) IS NOT NULL AND EXISTS (
  SELECT FROM invitation k WHERE k.event = i.event AND k.state <> 'withdrawn'
    AND (k.institution = n.successor OR k.person = p.successor OR k.position = twin.id))
"""
"""A position of an institution that went into another is one with the one of its title there."""

PASSES = """
SELECT g.id, g.pass_version, g.short_code, g.state, g.invitation, n.name AS office, p.sex, p.language,
  p.title_prefix, p.full_name, p.title_suffix, p.email AS address
FROM guest g JOIN person p ON p.id = g.person LEFT JOIN institution n ON n.id = g.institution
WHERE g.id = ANY($1::uuid[]) ORDER BY g.id
"""

COUNTS = """
SELECT state, count(*)::int AS n, sum(seats)::int AS seats, count(reserve_place)::int AS reserved
FROM invitation WHERE event = $1 GROUP BY state
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
    reserved: int = 0

    @property
    def sendable(self) -> int:
        """Drafts that do not wait in the reserve."""
        return self.by_state["draft"] - self.reserved


@dataclass(frozen=True)
class Recipient:
    """To whom a message about an invitation or a pass is addressed, and how they are called.

    `asked`: the id is an invitation's, so a reply from their calendar answers it; `answer_by` is its own deadline.
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
    answer_by: datetime | None = None


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
        reserved=sum(row["reserved"] for row in rows if row["state"] == "draft"),
    )


async def recipients(invitations: Sequence[UUID], today: date) -> list[Recipient]:
    """Whom to write to: an institution's address, else its head's; a person's own; empty for none.

    A position is written to by who holds it that day, else by the address of its institution.
    """
    rows = await fetch(RECIPIENTS, list(invitations), today)
    return [_asked(row) for row in rows]


async def doubled(invitations: Sequence[UUID]) -> set[UUID]:
    """Those whose invitee has gone into another who is asked to the same event, and is written to instead."""
    return {row["id"] for row in await fetch(DOUBLED, list(invitations))} if invitations else set()


async def holder_of(position: UUID, day: date) -> UUID | None:
    """The person who holds a position on a day."""
    found: UUID | None = await fetch_value(HOLDER.format(position="$1", day="$2"), position, day)
    return found


async def pass_holders(guests: Sequence[UUID]) -> list[Recipient]:
    """The guests as receivers of their passes."""
    rows = await fetch(PASSES, list(guests))
    return [
        _recipient(row, row["pass_version"], short_code=row["short_code"], invitation=row["invitation"])
        for row in rows
    ]


def display_name(row: Any) -> str:
    """A person's name with titles, from a row that has the three parts."""
    front = " ".join(part for part in (row["title_prefix"], neutral.person(row["full_name"])) if part)
    return f"{front}, {row['title_suffix']}" if row["title_suffix"] else front


def _asked(row: Any) -> Recipient:
    return _recipient(row, row["link_version"], seats=row["seats"], asked=True, answer_by=row["answer_by"])


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
