"""Replies of people on stage: the tag names one person and one session, and what it says is their answer."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app import i18n, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import Refusal
from events_app.events.speakers.answering import answer
from events_app.events.speakers.desks import desk_of
from events_app.events.speakers.forms import TurnIn
from events_app.events.speakers.tables import Speaker, Speaking
from events_app.events.speakers.undecided import say_perhaps
from events_app.events.stage_calendars.ical import session_uid
from events_app.events.stage_calendars.tables import StageEntry
from events_app.events.states import locked_event
from events_app.events.tables import Event, Session
from events_app.i18n import N_, gettext
from events_app.invitations.replies.reading import Said
from events_app.notifications.mailbox.readers import Outcome

SAYS = {"ACCEPTED": "confirmed", "TENTATIVE": "perhaps", "DECLINED": "declined"}


class ReplyNotClear(Refusal):
    code = "stage_reply_not_clear"
    message = N_(
        "This reply of somebody on stage says neither yes, perhaps nor no. Please note their answer by hand."
    )


class ReplyToOldTime(Refusal):
    code = "stage_reply_old_time"
    message = N_("This reply of somebody on stage is about a time or place that has changed since.")


@dataclass(frozen=True)
class Brought:
    """Whose reply it was and about which session; not `counted` where a newer answer was known already."""

    person: UUID
    session: UUID
    counted: bool


async def bring(actor: Actor, event: Event, said: Said, now: datetime) -> Brought | None:
    """Take what somebody on this event's stage sent another way, as the mailbox would; None where it is not of the stage.

    Raises what `take` does.
    """
    entry = await entry_of(said)
    if entry is None or entry.event != event.id:
        return None
    outcome = await take(entry, said, now, actor)
    return Brought(entry.person, entry.session, outcome.state == "done")


async def entry_of(said: Said) -> StageEntry | None:
    """The entry whose tag it carries; nobody is known by their address alone."""
    if not said.tag:
        return None
    known = tokens.digest(said.tag)
    return await StageEntry.objects().get(StageEntry.reply_hash == known)


@atomically
async def take(entry: StageEntry, said: Said, now: datetime, by: Actor | None = None) -> Outcome:
    """Keep it as the person's own answer, once; what is older than what is known changes nothing.

    `by` brought it in; without one it arrived by itself.

    Raises ReplyNotClear, ReplyToOldTime or what an answer itself is refused with: then a person decides.
    """
    event = await Event.objects().get(Event.id == entry.event)
    assert event is not None, "a foreign key holds the event"
    event = await locked_event(event)
    await entry.refresh()
    session = await Session.objects().get(Session.id == entry.session)
    assert session is not None, "a foreign key holds the session"
    desk = await desk_of(event, entry.person)
    at = min(said.stamped_at or now, now)
    if await _is_older(entry, desk, said, at):
        return Outcome(event.organisation, "ignored", "older", event.id)
    _must_be_clear(said, session)
    entry.replied_sequence, entry.replied_at = said.sequence, at
    await entry.save([StageEntry.replied_sequence, StageEntry.replied_at])
    actor = by or Actor.system(event.organisation)
    await _keep(actor, event, desk, session, said, at, now)
    return Outcome(event.organisation, "done", "", event.id)


async def _is_older(entry: StageEntry, desk: Speaker, said: Said, at: datetime) -> bool:
    last = (entry.replied_sequence, entry.replied_at)
    if entry.method == "CANCEL" or (entry.replied_at and (said.sequence, at) <= last):
        return True
    mine = (Speaking.speaker == desk.id) & (Speaking.session == entry.session)
    row = await Speaking.objects().get(mine)
    return bool(row and row.answered_at and at < row.answered_at)


def _must_be_clear(said: Said, session: Session) -> None:
    if said.problem or said.uid != session_uid(session.id) or said.said not in SAYS:
        raise ReplyNotClear()
    if said.sequence < session.calendar_sequence:
        raise ReplyToOldTime()


async def _keep(
    actor: Actor, event: Event, desk: Speaker, session: Session, said: Said, at: datetime, now: datetime
) -> None:
    choice = SAYS[said.said]
    if choice == "perhaps":
        await say_perhaps(actor, event, desk, session, said.comment, at, now)
    else:
        await _answer(actor, event, desk, session, said, at, now)
    after = {"session": session.id, "answer": choice, "by": "calendar_reply"}
    await audit.record(actor, "speaker.answered_by_calendar", desk.person, after=after)


async def _answer(
    actor: Actor, event: Event, desk: Speaker, session: Session, said: Said, at: datetime, now: datetime
) -> None:
    """As by their link, given when the reply was written: replies that are read together keep their order."""
    mine = (Speaking.speaker == desk.id) & (Speaking.session == session.id)
    row = await Speaking.objects().get(mine)
    choice = SAYS[said.said]
    reason = _reason(event, said) if choice == "declined" else ""
    topic = row.topic if row else ""
    turn = TurnIn.model_construct(session_id=session.id, seen="", topic=topic, answer=choice, reason=reason)
    await answer(actor, event, desk, [turn], now)
    await Speaking.update({Speaking.answered_at: at}).where(mine)


def _reason(event: Event, said: Said) -> str:
    """A calendar need not say why; a no always shows a reason."""
    with i18n.using(event.language):
        return said.comment or gettext("Said no in their calendar.")
