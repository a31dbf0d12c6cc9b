"""Verbs of holidays: what an organisation decides about a day stands before the decreed list."""

from collections.abc import Sequence
from datetime import date
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_one
from events_app.errors import NotFound
from events_app.events.holidays.decreed import decreed
from events_app.events.holidays.forms import HolidayIn, HolidayPatch
from events_app.events.holidays.queries import Known, known_on
from events_app.events.holidays.tables import Holiday
from events_app.events.states import must_be_current
from events_app.ids import new_id

DECIDE = """
INSERT INTO holiday (id, organisation, created_at, day, name, kind, removed, row_version)
VALUES ($1, $2, $3, $4, $5, $6, $7, 1)
ON CONFLICT (organisation, day) DO UPDATE SET name = $5, kind = $6, removed = $7,
  row_version = holiday.row_version + 1
"""
DECIDE_ALL = """
INSERT INTO holiday AS h (id, organisation, created_at, day, name, kind, removed, row_version)
SELECT g.id, $2, $3, g.day, g.name, g.kind, false, 1
FROM unnest($1::uuid[], $4::date[], $5::text[], $6::text[]) AS g(id, day, name, kind) ORDER BY g.day
ON CONFLICT (organisation, day) DO UPDATE SET name = excluded.name, kind = excluded.kind, removed = false,
  row_version = h.row_version + 1
"""
LOCK = "SELECT row_version FROM holiday WHERE organisation = $1 AND day = $2 FOR UPDATE"


@atomically
async def add_holiday(actor: Actor, form: HolidayIn) -> Known:
    """Offices are closed that day. Doing it twice is once; another name replaces the one before."""
    return await _decide(actor, form.day, form)


@atomically
async def add_holidays(actor: Actor, forms: Sequence[HolidayIn]) -> int:
    """All of them, or none; the answer is how many days."""
    last = {form.day: form for form in forms}
    days, names, kinds = (
        list(last),
        [one.name for one in last.values()],
        [one.kind.value for one in last.values()],
    )
    ids = [new_id() for _one in last]
    await execute(DECIDE_ALL, ids, actor.organisation, clock.now(), days, names, kinds)
    kept = [{"day": one.day, "name": one.name, "kind": one.kind.value} for one in last.values()]
    await audit.record(actor, "holidays.kept", None, after={"days": kept})
    return len(last)


@atomically
async def change_holiday(actor: Actor, known: Known, form: HolidayPatch) -> Known:
    """Another name or kind for a known day. Raises ChangedMeanwhile."""
    row: Any = await fetch_one(LOCK, actor.organisation, known.day)
    if row is not None:
        must_be_current(form.row_version, SimpleNamespace(**row))
    return await _decide(actor, known.day, form)


@atomically
async def remove_holiday(actor: Actor, known: Known) -> None:
    """People work that day: one's own is forgotten, a decreed one is kept as removed. Twice is once."""
    if not known.source:
        await _forget(actor.organisation, known.day)
    else:
        kept = HolidayIn(day=known.day, name=known.name, kind=known.kind)
        await _store(actor.organisation, kept, removed=True)
    await audit.record(actor, "holiday.removed", None, before=_facts(known))


@atomically
async def restore_holiday(actor: Actor, known: Known) -> Known:
    """A decreed day is again what the list says; one's own stays as it is. Twice is once."""
    if known.day in decreed():
        await _forget(actor.organisation, known.day)
        await audit.record(actor, "holiday.restored", None, before=_facts(known))
    return await _now(actor.organisation, known.day)


async def _decide(actor: Actor, day: date, form: HolidayIn | HolidayPatch) -> Known:
    await _store(actor.organisation, HolidayIn(day=day, name=form.name, kind=form.kind), removed=False)
    known = await _now(actor.organisation, day)
    await audit.record(actor, "holiday.kept", None, after=_facts(known))
    return known


async def _store(organisation: UUID, form: HolidayIn, *, removed: bool) -> None:
    facts = form.day, form.name, form.kind.value, removed
    await execute(DECIDE, new_id(), organisation, clock.now(), *facts)


async def _forget(organisation: UUID, day: date) -> None:
    await Holiday.delete().where((Holiday.organisation == organisation) & (Holiday.day == day))


async def _now(organisation: UUID, day: date) -> Known:
    known = await known_on(organisation, day)
    if known is None:
        raise NotFound()
    return known


def _facts(known: Known) -> dict[str, Any]:
    return {"day": known.day, "name": known.name, "kind": known.kind.value}
