"""Reads of a story: one question for a page of it, one for what may be shown of its evidence, one for its dates."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments import story
from events_app.commitments.evidence.privacy import may_see
from events_app.database import fetch
from events_app.reports.access import WITNESSES
from events_app.reports.timelines.sources import GROUND, MOMENTS

PAGE = 100

PAGED = f"""WITH {GROUND}, told AS ({MOMENTS})
SELECT * FROM told WHERE $4::text IS NULL OR kind = $4 ORDER BY at, kind, code, ref, about LIMIT $5 OFFSET $6
"""

DATES = """
SELECT a.id, a.ref, a.title, a.state, a.original_due, a.due, a.done_on, count(*) OVER () AS actions,
  ($2::timestamptz AT TIME ZONE e.timezone)::date AS today,
  (coalesce(c.agreed_at, c.created_at) AT TIME ZONE e.timezone)::date AS since,
  ARRAY(SELECT (v.created_at AT TIME ZONE e.timezone)::date FROM verification v JOIN submission s ON s.id = v.submission
        WHERE s.action = a.id AND v.verdict = 'returned' ORDER BY v.id LIMIT 20) AS returned_on,
  ARRAY(SELECT (v.created_at AT TIME ZONE e.timezone)::date FROM verification v JOIN submission s ON s.id = v.submission
        WHERE s.action = a.id AND v.verdict = 'accepted' ORDER BY v.id LIMIT 20) AS accepted_on
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
WHERE a.commitment = $1 AND a.due IS NOT NULL ORDER BY a.seq LIMIT 12
"""


@dataclass(frozen=True)
class Moment:
    """One thing that happened; `about` is the row it leads to, `hidden` evidence that this reader need not see."""

    at: datetime
    kind: str
    code: str
    ref: str
    who: str
    note: str
    extra: str
    about: UUID | None
    day: date
    hidden: bool = False


async def moments(
    actor: Actor, commitment: UUID, zone: Any, kind: str | None, start: int = 0, limit: int = PAGE
) -> tuple[list[Moment], bool]:
    """A part of the story from the first moment on, of one kind or all, and whether more follows."""
    knows = any(actor.may(right) for right in WITNESSES)
    asked = (commitment, knows, actor.may(Right.read_confidential), kind, limit + 1, start)
    rows = await fetch(PAGED, *asked)
    proofs = await _proofs([row["about"] for row in rows if row["kind"] == "evidence"])
    return [_moment(actor, row, zone, proofs) for row in rows[:limit]], len(rows) > limit


async def dates(commitment: UUID, now: datetime) -> list[Any]:
    """The first actions with their due dates and verdicts; `actions` is how many have dates in all."""
    return await fetch(DATES, commitment, now)


async def _proofs(ids: list[UUID]) -> dict[UUID, Any]:
    rows = await fetch(f"{story.EVIDENCE} WHERE e.id = ANY($1)", ids) if ids else []
    return {row["id"]: row for row in rows}


def _moment(actor: Actor, row: Any, zone: Any, proofs: dict[UUID, Any]) -> Moment:
    facts: dict[str, Any] = {
        name: row[name] or "" for name in ("kind", "code", "ref", "who", "note", "extra")
    }
    day = row["at"].astimezone(zone).date()
    if row["kind"] != "evidence":
        return Moment(at=row["at"], about=row["about"], day=day, **facts)
    # A row that went meanwhile, or that holds personal data, stays a moment without what it holds.
    proof = proofs.get(row["about"])
    seen = proof is not None and may_see(actor, proof)
    facts["note"] = proof["title"] if seen and proof is not None else ""
    return Moment(at=row["at"], about=row["about"] if seen else None, day=day, hidden=not seen, **facts)
