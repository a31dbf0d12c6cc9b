"""Noting down what somebody said to the office: by whom and when is part of it."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.invitations.answering.refusals import SaidInTheFuture
from events_app.invitations.answers import answer
from events_app.invitations.forms import StaffAnswer
from events_app.invitations.tables import AnsweredBy, Invitation

CLOCKS_DIFFER = timedelta(minutes=5)


async def note_answer(actor: Actor, invitation: UUID, said: StaffAnswer, now: datetime) -> Invitation:
    """Take down an answer on behalf of the invited; refused like any other, but for the deadline.

    Refuses with SaidInTheFuture, too.
    """
    actor.must(Right.invite)
    if said.said_at > now + CLOCKS_DIFFER:
        raise SaidInTheFuture()
    return await answer(actor, invitation, said, AnsweredBy.staff, now, said.note, said.said_at)
