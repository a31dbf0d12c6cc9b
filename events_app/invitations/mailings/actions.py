"""Verbs of letters to guests: write, hand in, approve, send, stop. `feeding` puts them into the outbox."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app import jobs
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch_one
from events_app.errors import FieldError, Invalid, NotFound
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.invitations.mailings import refusals
from events_app.invitations.mailings.forms import MailingIn
from events_app.invitations.mailings.freezing import freeze
from events_app.invitations.mailings.tables import Mailing, MailingAudience, MailingState
from events_app.notifications import holding
from events_app.notifications.wording.checks import found
from events_app.notifications.wording.kinds import known

State = MailingState
LETTER = "invitations.letter"


@atomically
async def write(actor: Actor, event: Event, form: MailingIn) -> Mailing:
    """A draft; nobody is told and nobody is counted yet."""
    actor.must(Right.invite)
    must_fit(form)
    row = Mailing(organisation=event.organisation, event=event.id, created_by=actor.user, **_words(form))
    await row.save()
    await audit.record(actor, "mailing.written", row.id)
    return row


@atomically
async def change(actor: Actor, mailing: Mailing, form: MailingIn) -> Mailing:
    """Other words or another audience, while it is a draft and nobody else changed it."""
    actor.must(Right.invite)
    must_fit(form)
    row = await _locked(mailing)
    if row.state != State.draft:
        raise refusals.NotADraft()
    if form.row_version and form.row_version != row.row_version:
        raise refusals.LetterChanged()
    values: dict[Any, Any] = _words(form) | {"row_version": row.row_version + 1}
    await Mailing.update(values).where(Mailing.id == row.id)
    await audit.record(actor, "mailing.changed", row.id)
    await row.refresh()
    return row


@atomically
async def submit(actor: Actor, event: Event, mailing: Mailing, now: datetime) -> Mailing:
    """Hand it in: from here on its words and its receivers stay as they are."""
    actor.must(Right.invite)
    row = await _at(mailing, State.draft)
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    chosen = [UUID(one) for one in json.loads(row.chosen)]
    if not await freeze(row.organisation, row.id, event.id, MailingAudience(row.audience), chosen, today):
        raise refusals.NobodyToWriteTo()
    return await _move(actor, row, State.review, submitted_by=actor.user, submitted_at=now)


@atomically
async def take_back(actor: Actor, mailing: Mailing) -> Mailing:
    """A draft again, before anything was sent; its receivers are counted anew when it is handed in."""
    actor.must(Right.invite)
    row = await _at(mailing, State.review, State.approved)
    await execute("DELETE FROM mailing_recipient WHERE mailing = $1", row.id)
    nobody = {"submitted_by": None, "submitted_at": None, "approved_by": None, "approved_at": None}
    return await _move(actor, row, State.draft, own_approval=False, **nobody)


@atomically
async def approve(actor: Actor, mailing: Mailing, now: datetime) -> Mailing:
    """By somebody who neither wrote any part of it nor handed it in, unless the office allows that; it is recorded who."""
    actor.must(Right.invite)
    row = await _at(mailing, State.review)
    own = actor.user is None or actor.user == row.submitted_by or await _wrote(actor.user, row)
    if own and not await _own_approval(row.organisation):
        raise refusals.OwnLetter()
    return await _move(actor, row, State.approved, approved_by=actor.user, approved_at=now, own_approval=own)


@atomically
async def send(actor: Actor, mailing: Mailing) -> Mailing:
    """Begin, or go on where it was stopped: receivers get their messages some at a time."""
    actor.must(Right.invite)
    row = await _at(mailing, State.approved, State.stopped)
    if row.state == State.stopped:
        await holding.go_on(LETTER, row.id)
    await jobs.enqueue("feed_mailing", {"mailing": row.id}, dedupe=f"feed:{row.id}:{row.row_version}")
    return await _move(actor, row, State.sending, stopped_by=None, stopped_at=None)


@atomically
async def stop(actor: Actor, mailing: Mailing, now: datetime) -> Mailing:
    """No further message leaves; what waits in the outbox is held, what the mail server has is sent."""
    actor.must(Right.invite)
    row = await _at(mailing, State.sending)
    await holding.stop(LETTER, row.id)
    return await _move(actor, row, State.stopped, stopped_by=actor.user, stopped_at=now)


@atomically
async def discard(actor: Actor, mailing: Mailing) -> Mailing:
    """Give a letter up that was not begun."""
    actor.must(Right.invite)
    return await _move(actor, await _at(mailing, State.draft, State.review, State.approved), State.discarded)


def must_fit(form: MailingIn) -> None:
    """Each language that is begun is whole, and its placeholders are known."""
    kind = known(LETTER)
    assert kind is not None, "registered with this room's words"
    wrong: list[FieldError] = []
    for language in form.languages() or ["id"]:
        for name in ("subject", "body"):
            if not getattr(form, f"{name}_{language}"):
                text = gettext(N_("Please fill this in."))
                wrong.append(FieldError(f"{name}_{language}", "missing", text))
        words = (getattr(form, f"{name}_{language}") for name in ("subject", "body"))
        wrong += [FieldError(f"{one.field}_{language}", one.code, one.message) for one in found(kind, *words)]
    if wrong:
        raise Invalid(wrong)


def _words(form: MailingIn) -> dict[str, Any]:
    texts = {name: getattr(form, name) for name in ("subject_id", "body_id", "subject_en", "body_en")}
    return texts | {"audience": form.audience, "chosen": json.dumps([str(one) for one in form.chosen])}


async def _locked(mailing: Mailing) -> Mailing:
    row: Mailing | None = await Mailing.objects().get(Mailing.id == mailing.id).lock_rows()
    if row is None:
        raise NotFound()
    return row


async def _at(mailing: Mailing, *states: State) -> Mailing:
    row = await _locked(mailing)
    if row.state not in states:
        raise refusals.WrongStep()
    return row


async def _move(actor: Actor, row: Mailing, to: State, **more: Any) -> Mailing:
    before = row.state
    values: dict[Any, Any] = {"state": to, "row_version": row.row_version + 1, **more}
    await Mailing.update(values).where(Mailing.id == row.id)
    await audit.record(
        actor, f"mailing.{to.value}", row.id, before={"state": before}, after={"state": to.value}
    )
    await row.refresh()
    return row


async def _wrote(user: UUID, row: Mailing) -> bool:
    """Whether they began it or changed it since; the audit trail knows everybody who did."""
    sql = "SELECT FROM audit_entry WHERE subject = $1 AND actor = $2 AND verb = 'mailing.changed' LIMIT 1"
    return user == row.created_by or await fetch_one(sql, row.id, user) is not None


async def _own_approval(organisation: UUID) -> bool:
    row = await fetch_one("SELECT own_approval FROM organisation WHERE id = $1", organisation)
    return bool(row and row["own_approval"])
