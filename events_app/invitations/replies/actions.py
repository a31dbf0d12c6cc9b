"""Verbs of replies: take one as the link would take it, or let a person decide."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically
from events_app.errors import NotFound, Refusal
from events_app.events.calendars import uid_of
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import lists
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn, Representative
from events_app.invitations.lists import GuestView
from events_app.invitations.replies import queries
from events_app.invitations.replies.reading import Said
from events_app.invitations.replies.refusals import (
    ReplyForAnotherEvent,
    ReplySettled,
    ReplyWithoutAnswer,
)
from events_app.invitations.replies.tables import CalendarReply, ReplyState
from events_app.invitations.tables import Answer, AnsweredBy, Invitation, InvitationState
from events_app.stakeholders.tables import Sex

SAYS = {"ACCEPTED": Answer.accepted, "TENTATIVE": Answer.tentative, "DECLINED": Answer.declined}
STANDS = {
    Answer.accepted: (InvitationState.accepted, InvitationState.waitlisted),
    Answer.tentative: (InvitationState.tentative,),
    Answer.declined: (InvitationState.declined,),
}


@atomically
async def take_reply(actor: Actor, event: Event, said: Said, now: datetime) -> CalendarReply:
    """Take a reply once; the same again is the first one. What cannot be taken waits for a person, with the reason.

    Raises ReplyForAnotherEvent for what this event has nothing to do with; that is not kept.
    """
    event = await locked_event(event)
    invitation = await queries.invitation_of(said)
    _must_be_about(event, invitation, said)
    before = await queries.known(event, said)
    if before is not None:
        return before
    reply = _arrived(event, invitation, said, now)
    reply.state, reply.reason = await _fate(event, invitation, said, reply.stamped_at)
    if reply.state == ReplyState.taken and invitation is not None:
        await _answer(actor, reply, invitation, said, now)
    await reply.save()
    after = {"event": event.id, "state": reply.state, "reason": reply.reason}
    await audit.record(actor, "calendar_reply.arrived", reply.id, after=after)
    return reply


@atomically
async def assign(
    actor: Actor, event: Event, reply: CalendarReply, invitation: UUID, now: datetime
) -> CalendarReply:
    """A person says whose answer it is and that it holds; it is taken as an answer that staff note.

    Raises ReplySettled, ReplyWithoutAnswer, or what an answer itself is refused with.
    """
    actor.must(Right.invite)
    event, reply = await locked_event(event), await _waiting(reply)
    if reply.said not in SAYS:
        raise ReplyWithoutAnswer()
    mine = (Invitation.id == invitation) & (Invitation.event == event.id)
    row = await Invitation.objects().get(mine)
    if row is None:
        raise NotFound()
    given = await _as_said(row, SAYS[reply.said], reply.comment)
    note = f"{reply.attendee} ({reply.stamped_at:%Y-%m-%d})"
    await answer(actor, row.id, given, AnsweredBy.staff, now, note)
    reply.invitation = row.id
    return await _settle(actor, reply, ReplyState.taken, now)


@atomically
async def dismiss(actor: Actor, event: Event, reply: CalendarReply, now: datetime) -> CalendarReply:
    """A person says that nothing follows from it. Raises ReplySettled."""
    actor.must(Right.invite)
    await locked_event(event)
    return await _settle(actor, await _waiting(reply), ReplyState.dismissed, now)


def _must_be_about(event: Event, invitation: Invitation | None, said: Said) -> None:
    if invitation is not None and invitation.event != event.id:
        raise ReplyForAnotherEvent()
    if invitation is None and said.uid != uid_of(event):
        raise ReplyForAnotherEvent()


def _arrived(event: Event, invitation: Invitation | None, said: Said, now: datetime) -> CalendarReply:
    """The row, with a time of writing that lies in the past: a clock that is ahead bars nothing that follows."""
    return CalendarReply(
        organisation=event.organisation,
        event=event.id,
        invitation=invitation.id if invitation else None,
        digest=said.digest,
        attendee=said.attendee,
        said=said.said,
        comment=said.comment,
        sequence=said.sequence,
        stamped_at=min(said.stamped_at or now, now),
    )


async def _fate(
    event: Event, invitation: Invitation | None, said: Said, stamped_at: datetime
) -> tuple[ReplyState, str]:
    """What becomes of a reply, by the first reason that holds."""
    if invitation is None:
        return ReplyState.waiting, "unknown_tag" if said.tag else "no_tag"
    if said.problem or said.uid != uid_of(event):
        return ReplyState.waiting, said.problem or "another_entry"
    if await _is_older(invitation, said, stamped_at):
        return ReplyState.ignored, "older"
    if said.sequence < event.calendar_sequence:
        return ReplyState.waiting, "old_time"
    return ReplyState.taken, ""


async def _is_older(invitation: Invitation, said: Said, stamped_at: datetime) -> bool:
    """Whether something newer is known: a reply by number and then by time, or an answer given another way."""
    last = await queries.newest(invitation.id)
    if last is not None and (said.sequence, stamped_at) < last:
        return True
    other = invitation.answered_by not in (None, AnsweredBy.calendar_reply)
    return bool(other and invitation.answered_at and stamped_at < invitation.answered_at)


async def _answer(
    actor: Actor, reply: CalendarReply, invitation: Invitation, said: Said, now: datetime
) -> None:
    """The answer, or its refusal as the reason why the reply waits for a person."""
    view = await lists.invitation(invitation.event, invitation.id)
    if view.state in STANDS[SAYS[said.said]] and not view.asked_again:
        return
    try:
        given = await _as_said(invitation, SAYS[said.said], said.comment)
        await answer(actor, invitation.id, given, AnsweredBy.calendar_reply, now)
    except Refusal as no:
        reply.state, reply.reason = ReplyState.waiting, no.code[:40]


async def _as_said(invitation: Invitation, choice: Answer, comment: str) -> AnswerIn:
    """A calendar names nobody: the yes of an office or a post keeps the representatives named before."""
    if choice is not Answer.accepted or invitation.person:
        reason = "" if choice is Answer.accepted else comment[:200]
        return AnswerIn.model_construct(answer=choice, reason=reason, representatives=[])
    theirs = (await lists.invitation(invitation.event, invitation.id)).named
    named = [_named(one) for one in theirs]
    return AnswerIn.model_construct(answer=choice, reason="", representatives=named)


def _named(guest: GuestView) -> Representative:
    """As they are on the list, which needs no checking again."""
    sex = Sex(guest.sex) if guest.sex else None
    return Representative.model_construct(
        full_name=guest.display_name, position=guest.position, sex=sex, email="", phone=""
    )


async def _waiting(reply: CalendarReply) -> CalendarReply:
    fresh: CalendarReply | None = await CalendarReply.objects().get(CalendarReply.id == reply.id)
    if fresh is None or fresh.state != ReplyState.waiting:
        raise ReplySettled()
    return fresh


async def _settle(actor: Actor, reply: CalendarReply, state: ReplyState, now: datetime) -> CalendarReply:
    reply.state, reply.decided_by, reply.decided_at = state, actor.user, now
    await reply.save()
    await audit.record(actor, f"calendar_reply.{state.value}", reply.id, after={"event": reply.event})
    return reply
