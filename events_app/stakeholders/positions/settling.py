"""What a person's card says of positions: at once when one is written down, and on the day when it begins or ends."""

from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch, fetch_one, fetch_value
from events_app.stakeholders.actions import person_text
from events_app.stakeholders.tables import Person

STANDING = """
SELECT o.id, o.institution, o.title FROM position_holding h JOIN "position" o ON o.id = h.position
WHERE h.person = $1 AND coalesce(h.starts_on <= $2, true) AND coalesce(h.ends_on >= $2, true)
  AND (h.kind = 'permanent' OR h.ends_on IS NULL)
ORDER BY o.id = $3 DESC, h.kind = 'permanent' DESC, h.starts_on DESC NULLS LAST LIMIT 1
"""
TODAY = "SELECT (now() AT TIME ZONE timezone)::date FROM organisation WHERE id = $1"

DUE = """
WITH held AS (
  SELECT h.*, o.day, (h.created_at AT TIME ZONE o.timezone)::date AS written,
    coalesce(h.starts_on <= o.day, true) AND coalesce(h.ends_on >= o.day, true) AS now
  FROM position_holding h
  JOIN (SELECT *, (now() AT TIME ZONE timezone)::date AS day FROM organisation) o ON o.id = h.organisation
)
SELECT DISTINCT ON (p.id) p.organisation, p.id AS person, h.position, h.ahead AS take
FROM person p JOIN (
  SELECT *, now AND kind = 'permanent' AND written < starts_on AND starts_on > day - 31 AS ahead FROM held
) h ON h.person = p.id
WHERE p.successor IS NULL AND (
  h.ahead AND p.position IS DISTINCT FROM h.position AND NOT EXISTS (
    SELECT FROM held c WHERE c.person = p.id AND c.position = p.position AND c.now AND c.starts_on >= h.starts_on)
  OR p.position IS NULL AND h.now AND (h.kind = 'permanent' OR h.ends_on IS NULL)
  OR p.position = h.position AND NOT EXISTS (
    SELECT FROM held c WHERE c.person = p.id AND c.position = p.position AND c.now)
    AND h.ends_on < h.day)
ORDER BY p.id, h.ahead DESC, h.starts_on DESC NULLS LAST, h.id
"""
"""Whose card is behind: it shows what has ended, nothing though something is held, or not what was written down ahead of
its day. The last only within a month, so that a card which somebody put right by hand stays so."""


async def settle(actor: Actor, person: UUID, position: UUID, *, take: bool) -> None:
    """A person's card shows what they hold today: this position when it was just taken for good, else another one.

    Who acts until a day that is known already keeps their own card: it would go on saying so after that day.
    """
    row = await Person.objects().get(Person.id == person)
    assert row is not None, "a foreign key holds the person"
    today = await fetch_value(TODAY, actor.organisation)
    held = await fetch_one(STANDING, person, today, position if take else row.position)
    if held is None and row.position != position:
        return
    if held is not None and not take and row.position not in (None, position):
        return
    row.position = held["id"] if held else None
    row.institution = held["institution"] or row.institution if held else row.institution
    row.search_text = person_text(row, held["title"] if held else "")
    await row.save([Person.position, Person.institution, Person.search_text])


async def settle_due() -> None:
    """Sets every card that is behind, each in a transaction of its own. Twice is once, and a day that was missed is made up."""
    for row in await fetch(DUE):
        await _settle_one(row)


@atomically
async def _settle_one(row: Any) -> None:
    await settle(Actor.system(row["organisation"]), row["person"], row["position"], take=bool(row["take"]))
