"""Verbs of being excused."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.absences.forms import ExcuseIn
from events_app.database import atomically, execute, fetch_one
from events_app.invitations.tables import Guest

KNOWN = "SELECT kind, note FROM excuse WHERE guest = $1 FOR UPDATE"
KEEP = """
INSERT INTO excuse (id, organisation, created_at, created_by, event, guest, kind, note)
VALUES (gen_random_uuid(), $1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (guest) DO UPDATE SET kind = excluded.kind, note = excluded.note
"""


@atomically
async def excuse(actor: Actor, guest: Guest, said: ExcuseIn, now: datetime) -> None:
    """Notes why a guest does not come; the same again changes nothing."""
    actor.must(Right.invite)
    known = await fetch_one(KNOWN, guest.id)
    before, after = (dict(known) if known else None), said.model_dump(mode="json")
    if before == after:
        return
    facts = (guest.organisation, now, actor.user, guest.event, guest.id, said.kind.value, said.note)
    await execute(KEEP, *facts)
    await audit.record(actor, "guest.excused", guest.id, before=before, after=after)


@atomically
async def unexcuse(actor: Actor, guest: Guest) -> None:
    """Takes the excuse back; twice is once."""
    actor.must(Right.invite)
    known = await fetch_one("DELETE FROM excuse WHERE guest = $1 RETURNING kind, note", guest.id)
    if known is not None:
        await audit.record(actor, "guest.unexcused", guest.id, before=dict(known))


async def excuse_of(guest: UUID) -> ExcuseIn | None:
    """Why this guest does not come, if anybody said so."""
    row = await fetch_one("SELECT kind, note FROM excuse WHERE guest = $1", guest)
    return ExcuseIn(**row) if row else None
