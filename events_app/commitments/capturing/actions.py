"""Verbs of capturing. Each is one transaction; a line sent twice is one promise, and what is undone does not come back."""

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import add_action, checks, drafts, record, remove_action
from events_app.commitments.actions.checks import UNKNOWN
from events_app.commitments.capturing import days
from events_app.commitments.capturing.forms import (
    ActionLineChange,
    ActionLineIn,
    LineChange,
    LineIn,
    Spoken,
    SpokenAction,
)
from events_app.commitments.capturing.lines import claim, draft_of, keep
from events_app.commitments.capturing.refusals import NoInstitution, NoSuchDay
from events_app.commitments.capturing.tables import CapturedLine
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.database import atomically, fetch_value
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.states import must_be_current
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.invitations.tables import Guest

TITLE = 200
ITEM = "SELECT EXISTS (SELECT 1 FROM agenda_item WHERE id = $1 AND event = $2)"


@atomically
async def capture(actor: Actor, event: Event, said: LineIn, now: datetime) -> CapturedLine:
    """A promise becomes a draft at once; the same line again is the same draft. LineTakenBack once it was undone."""
    actor.must(Right.keep_commitments)
    row, is_new = await claim(actor, event, said.id, now, of_action=False)
    if not is_new:
        return row
    promise = Spoken(
        institution_id=await _promiser(event, said),
        attendance_guest_id=said.guest_id,
        session_id=said.session_id,
        agenda_item_id=said.agenda_item_id,
        title=shortened(said.text),
        statement=said.text,
    )
    made = await record(actor, event, promise, now)
    return await keep(row, commitment=made.id)


@atomically
async def capture_action(
    actor: Actor, event: Event, promise: CapturedLine, said: ActionLineIn, now: datetime
) -> CapturedLine:
    """What follows from a captured promise; the same line again is the same action."""
    actor.must(Right.keep_commitments)
    row, is_new = await claim(actor, event, said.id, now, of_action=True)
    if not is_new:
        return row
    commitment = await draft_of(promise)
    action = _action(commitment, event, said.deliverable, said.responsible_institution_id, said.due, now)
    made = await add_action(actor, commitment, action, now)
    return await keep(row, commitment=commitment.id, action=made.id)


@atomically
async def reword(actor: Actor, event: Event, line: CapturedLine, said: LineChange, now: datetime) -> None:
    """Other words for a draft, or another agenda item; ChangedMeanwhile where somebody was faster.

    A title of its own stays, and so does the agenda item where none is said.
    """
    actor.must(Right.keep_commitments)
    row = await draft_of(line)
    must_be_current(said.row_version, row)
    if row.title == shortened(row.statement):
        row.title = shortened(said.text)
    row.statement = said.text
    if "agenda_item_id" in said.model_fields_set:
        row.agenda_item = await _item_of(event, said.agenda_item_id)
    row.search_text = drafts.search_text(row)
    row.row_version += 1
    await row.save()
    await audit.record(actor, "commitment.reworded", row.id, after={"row_version": row.row_version})


@atomically
async def change_action(
    actor: Actor, event: Event, line: CapturedLine, action: UUID, said: ActionLineChange, now: datetime
) -> None:
    """All of a captured action anew, while its promise is a draft."""
    actor.must(Right.keep_commitments)
    commitment = await draft_of(line)
    row = await _action_of(commitment, action)
    must_be_current(said.row_version, row)
    owner = said.responsible_institution_id or row.responsible_institution
    new = _action(commitment, event, said.deliverable, owner, said.due, now)
    await checks.check_actions(commitment.organisation, [new], now)
    if row.title == shortened(row.deliverable):
        row.title = new.title
    if owner != row.responsible_institution:  # whoever was named answered for the one before
        row.responsible_person = row.responsible_position = None
    row.deliverable, row.responsible_institution, row.due = new.deliverable, owner, new.due
    row.search_text = f"{row.ref} {row.title} {row.deliverable}".casefold()
    row.row_version += 1
    await row.save()
    await audit.record(actor, "commitment.action_changed", commitment.id, after={"action": row.ref})


@atomically
async def undo(actor: Actor, line: CapturedLine, now: datetime) -> None:
    """A slip is taken back: the draft is gone with its actions, and the ids of the lines are spent. Twice is once."""
    actor.must(Right.keep_commitments)
    if line.is_undone:
        return
    commitment = await draft_of(line)
    before = {"ref": commitment.ref, "statement": commitment.statement}
    await audit.record(actor, "commitment.undone", commitment.id, before=before)
    await CapturedLine.update({CapturedLine.undone_at: now}).where(CapturedLine.commitment == commitment.id)
    await commitment.remove()


@atomically
async def undo_action(actor: Actor, line: CapturedLine, action: UUID, now: datetime) -> None:
    """An action is taken out of its draft again, and the id of its line is spent. Twice is once."""
    actor.must(Right.keep_commitments)
    commitment = await draft_of(line)
    await CapturedLine.update({CapturedLine.undone_at: now}).where(CapturedLine.action == action)
    await remove_action(actor, commitment, action)


def shortened(text: str) -> str:
    """The first words of it, as many as a title holds."""
    flat = " ".join(text.split())
    if len(flat) <= TITLE:
        return flat
    return flat[: TITLE - 1].rsplit(" ", 1)[0][: TITLE - 1] + "…"


def _action(
    commitment: Commitment, event: Event, deliverable: str, owner: UUID | None, due: str, now: datetime
) -> SpokenAction:
    day = days.meant(due, now.astimezone(ZoneInfo(event.timezone)).date()) if due else None
    if due and (day is None or not 2000 <= day.year <= 2199):
        raise NoSuchDay()
    return SpokenAction(
        title=shortened(deliverable),
        deliverable=deliverable,
        responsible_institution_id=owner or commitment.institution,
        due=day,
    )


async def _item_of(event: Event, item: UUID | None) -> UUID | None:
    if item is not None and not await fetch_value(ITEM, item, event.id):
        raise Invalid([FieldError("agenda_item_id", "unknown", gettext(UNKNOWN))])
    return item


async def _promiser(event: Event, said: LineIn) -> UUID:
    """The institution that was named, else the one for which the speaker came."""
    if said.institution_id is not None:
        return said.institution_id
    guest = await Guest.objects().get((Guest.id == said.guest_id) & (Guest.event == event.id))
    if guest is None:
        raise Invalid([FieldError("guest_id", "unknown", gettext(UNKNOWN))])
    if guest.institution is None:
        raise NoInstitution()
    identity: UUID = guest.institution
    return identity


async def _action_of(commitment: Commitment, action: UUID) -> FollowUpAction:
    mine = (FollowUpAction.id == action) & (FollowUpAction.commitment == commitment.id)
    row: FollowUpAction | None = await FollowUpAction.objects().get(mine)
    if row is None:
        raise NotFound()
    return row
