"""Verbs of the inbox: what was promised at the exit becomes a draft, is the same as one, or is none. Decided once."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import record
from events_app.commitments.actions.checks import UNKNOWN
from events_app.commitments.capturing.actions import shortened
from events_app.commitments.capturing.forms import Spoken, SpokenAction
from events_app.commitments.capturing.refusals import NoInstitution
from events_app.commitments.promising.forms import AcceptIn, MergeIn, RejectIn
from events_app.commitments.promising.refusals import PromiseIsDecided
from events_app.commitments.promising.tables import ExitPromise, PromiseState
from events_app.commitments.tables import Commitment
from events_app.database import atomically
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.states import must_be_current
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.invitations.tables import Guest


@atomically
async def accept(
    actor: Actor, event: Event, promise: ExitPromise, said: AcceptIn, now: datetime
) -> Commitment:
    """A draft, said by the guest in the session they were in; its date becomes that of a first follow-up action."""
    actor.must(Right.keep_commitments)
    row = await _waiting(promise, said.row_version)
    text = said.text or row.text
    institution = said.institution_id or await _institution_of(row.guest)
    steps = [_step(institution, text, row.due)] if row.due else []
    spoken = Spoken(
        institution_id=institution,
        attendance_guest_id=row.guest,
        session_id=row.session,
        title=shortened(text),
        statement=text,
        actions=steps,  # type: ignore[arg-type]
    )
    made = await record(actor, event, spoken, now)
    await _decide(actor, row, PromiseState.accepted, now, commitment=made.id)
    return made


@atomically
async def merge(actor: Actor, event: Event, promise: ExitPromise, said: MergeIn, now: datetime) -> None:
    """It is said already by one of the event's commitments; its words stay readable here."""
    actor.must(Right.keep_commitments)
    row = await _waiting(promise, said.row_version)
    known = (Commitment.id == said.commitment_id) & (Commitment.event == event.id)
    if not await Commitment.exists().where(known):
        raise Invalid([FieldError("commitment_id", "unknown", gettext(UNKNOWN))])
    await _decide(actor, row, PromiseState.merged, now, commitment=said.commitment_id)


@atomically
async def reject(actor: Actor, promise: ExitPromise, said: RejectIn, now: datetime) -> None:
    """It is none, and the reason says why."""
    actor.must(Right.keep_commitments)
    row = await _waiting(promise, said.row_version)
    await _decide(actor, row, PromiseState.rejected, now, reason=said.reason)


def _step(institution: UUID, text: str, due: Any) -> SpokenAction:
    """The date alone is known so far; what will be there to see is said when it is agreed."""
    words = shortened(text)
    return SpokenAction(title=words, deliverable=words, responsible_institution_id=institution, due=due)


async def _institution_of(guest: UUID) -> UUID:
    row = await Guest.objects().get(Guest.id == guest)
    if row is None or row.institution is None:
        raise NoInstitution()
    identity: UUID = row.institution
    return identity


async def _waiting(promise: ExitPromise, version: int) -> ExitPromise:
    row: ExitPromise | None = (
        await ExitPromise.objects().where(ExitPromise.id == promise.id).lock_rows().first()
    )
    if row is None or row.state == PromiseState.taken_back:
        raise NotFound()
    if row.state != PromiseState.waiting:
        raise PromiseIsDecided()
    must_be_current(version, row)
    return row


async def _decide(actor: Actor, row: ExitPromise, state: PromiseState, now: datetime, **more: Any) -> None:
    facts = {"state": state.value, "decided_by": actor.user, "decided_at": now, **more}
    for name, value in facts.items():
        setattr(row, name, value)
    row.row_version += 1
    await row.save()
    after = {name: str(more[name]) for name in more}
    await audit.record(actor, f"exit_promise.{state.value}", row.id, before={"text": row.text}, after=after)
