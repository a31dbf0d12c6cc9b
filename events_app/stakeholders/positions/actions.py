"""Verbs of positions: make one, appoint, hand over, end, correct."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value, transaction
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.actions import UnknownInstitution, must_have_a_name
from events_app.stakeholders.names import name_key
from events_app.stakeholders.positions.forms import HoldingIn, PositionIn
from events_app.stakeholders.positions.settling import settle
from events_app.stakeholders.queries import successors
from events_app.stakeholders.tables import HoldingKind, Institution, Person, Position, PositionHolding

ONE_DAY = timedelta(days=1)


class PositionExists(Refusal):
    message = N_("This institution has a position of this title already.")
    field = "title"


class PositionHeld(Refusal):
    message = N_("%(name)s holds this position for good at that time. Hand over, or end that first.")
    field = "starts_on"


class UnknownPerson(Refusal):
    status_code = 422
    message = N_("This person is not in your directory.")
    field = "person_id"


class EndsBeforeStart(Refusal):
    status_code = 422
    message = N_("The last day must not lie before the first.")
    field = "ends_on"


HELD = """
SELECT h.id, concat_ws(' ', nullif(p.title_prefix, ''), p.full_name) AS name
FROM position_holding h JOIN person p ON p.id = h.person
WHERE h.position = $1 AND h.kind = 'permanent' AND h.id <> $4
  AND daterange(h.starts_on, h.ends_on, '[]') && daterange($2, $3, '[]') LIMIT 1
"""
END_ALL = """
UPDATE position_holding SET ends_on = $2 WHERE position = $1
  AND coalesce(starts_on <= $2, true) AND coalesce(ends_on > $2, true) RETURNING person
"""
UNDATED = """
SELECT p.id FROM person p WHERE p.position = $1 AND p.id <> $2 AND p.successor IS NULL
  AND NOT EXISTS (SELECT FROM position_holding h WHERE h.position = $1 AND h.person = p.id)
"""
FREE_FROM = "SELECT max(ends_on) + 1 FROM position_holding WHERE position = $1 AND kind = 'permanent'"
"""The first day after all who held it for good up to a handing over; null where nobody is known."""


@atomically
async def create_position(actor: Actor, plan: PositionIn) -> Position:
    """A position without a holder; a second one of its title in the institution is refused."""
    actor.must(Right.keep_directory)
    await _must_know(actor, Institution, plan.institution_id, UnknownInstitution)
    row = Position(organisation=actor.organisation, institution=plan.institution_id)
    row.title, row.title_key, row.is_head = plan.title, name_key(plan.title), plan.is_head
    await _save(row)
    await audit.record(actor, "position.created", row.id, after={"title": row.title})
    return row


@atomically
async def change_position(actor: Actor, row: Position, changes: dict[str, Any]) -> Position:
    """Sets the fields given."""
    actor.must(Right.keep_directory)
    for name, value in changes.items():
        setattr(row, name, value)
    row.title_key = name_key(row.title)
    await _save(row)
    await audit.record(actor, "position.changed", row.id, after=changes)
    return row


@atomically
async def appoint(actor: Actor, position: Position, plan: HoldingIn) -> PositionHolding:
    """Somebody takes the position. Handing over ends whoever holds it on the day before, in the same step.

    Two who would hold it for good at one time are refused, by the table itself too.
    """
    actor.must(Right.keep_directory)
    await _lock(position.id)
    person = await _standing(actor, plan.person_id)
    if plan.hand_over and plan.starts_on is not None:
        await _end_all(actor, position, plan.starts_on - ONE_DAY, person)
    row = PositionHolding(organisation=actor.organisation, position=position.id, person=person)
    row.kind, row.note = plan.kind.value, plan.note
    row.starts_on, row.ends_on = plan.starts_on, plan.ends_on
    await _hold(row)
    await settle(actor, row.person, position.id, take=plan.kind == HoldingKind.permanent)
    facts = {"position": position.id, "kind": row.kind, "from": row.starts_on}
    await audit.record(actor, "position.taken", row.person, after=facts)
    return row


@atomically
async def end(actor: Actor, holding: PositionHolding, last: date) -> PositionHolding:
    """The holding ends with that day."""
    return await _change(actor, holding, {"ends_on": last})


@atomically
async def correct(actor: Actor, holding: PositionHolding, changes: dict[str, Any]) -> PositionHolding:
    """What was written down wrongly stands as it was."""
    if "person_id" in changes:
        person = await _standing(actor, changes["person_id"])
        changes = {name: value for name, value in changes.items() if name != "person_id"} | {"person": person}
    return await _change(actor, holding, changes)


async def _change(actor: Actor, row: PositionHolding, changes: dict[str, Any]) -> PositionHolding:
    actor.must(Right.keep_directory)
    await _lock(row.position)
    before = {name: getattr(row, name) for name in changes}
    for name, value in changes.items():
        setattr(row, name, getattr(value, "value", value))
    if row.starts_on and row.ends_on and row.ends_on < row.starts_on:
        raise EndsBeforeStart()
    await _hold(row)
    for person in {row.person, before.get("person", row.person)}:
        await settle(actor, person, row.position, take=False)
    await audit.record(actor, "position.corrected", row.person, before=before, after=changes)
    return row


async def _end_all(actor: Actor, position: Position, last: date, successor: UUID) -> None:
    """Dated holdings end; somebody of whom only the position was known gets a holding that ended."""
    ended = [row["person"] for row in await fetch(END_ALL, position.id, last)]
    if position.is_head:
        for known in await fetch(UNDATED, position.id, successor):
            await _end_undated(actor, position, known["id"], last)
            ended.append(known["id"])
    for person in ended:
        await settle(actor, person, position.id, take=False)


async def _end_undated(actor: Actor, position: Position, person: UUID, last: date) -> None:
    """Held since whoever had it for good before, as far as is known; not at all where that one had it to the end."""
    first = await fetch_value(FREE_FROM, position.id)
    if first is not None and first > last:
        facts = {"position": position.id, "last": last}
        await audit.record(actor, "position.left_undated", person, before=facts)
        return
    row = PositionHolding(organisation=actor.organisation, position=position.id, person=person)
    row.starts_on, row.ends_on = first, last
    await _hold(row)


async def _hold(row: PositionHolding) -> None:
    try:
        async with transaction():
            await row.save()
    except asyncpg.ExclusionViolationError:
        other = await fetch_one(HELD, row.position, row.starts_on, row.ends_on, row.id)
        raise PositionHeld(name=other["name"] if other else "?") from None


async def _save(row: Position) -> None:
    try:
        async with transaction():
            await row.save()
    except asyncpg.UniqueViolationError:
        raise PositionExists() from None


async def _lock(position: UUID) -> None:
    """One after the other: who appoints at the same moment sees who was appointed."""
    await execute('SELECT 1 FROM "position" WHERE id = $1 FOR NO KEY UPDATE', position)


async def _standing(actor: Actor, person: UUID) -> UUID:
    """Of two rows that were merged, the one that stays."""
    await _must_know(actor, Person, person, UnknownPerson)
    await must_have_a_name(person)
    return (await successors(actor.organisation, [person])).get(person, person)


async def _must_know(actor: Actor, table: Any, row: UUID | None, refusal: type[Refusal]) -> None:
    here = (table.id == row) & (table.organisation == actor.organisation)
    if row is not None and not await table.exists().where(here):
        raise refusal()
