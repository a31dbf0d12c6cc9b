"""The verb of a perhaps: a calendar program can say it, and it is no answer yet."""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.events.speakers.answering import must_be_open, turn_of
from events_app.events.speakers.desks import speaking_of
from events_app.events.speakers.tables import Speaker, Standing
from events_app.events.states import locked_event
from events_app.events.tables import Event, Session


@atomically
async def say_perhaps(
    actor: Actor, event: Event, desk: Speaker, session: Session, why: str, at: datetime, now: datetime
) -> None:
    """Keep that somebody does not know yet, of this time and place; an earlier yes or no holds no longer.

    They are still asked: reminded, and warned of. AnswersClosed as for any answer; NotFound for others' sessions.
    """
    event = await locked_event(event)
    must_be_open(event, now)
    turn = await turn_of(event, desk.person, session.id)
    row = await speaking_of(desk, session.id)
    row.state, row.perhaps_to, row.answered_at = Standing.asked.value, session.calendar_sequence, at
    row.reason, row.note, row.by_staff = why, "", False
    await row.save()
    before, after = {"state": turn.standing.value}, _told(session.id, why)
    await audit.record(actor, "speaker.answered", desk.person, before=before, after=after)


def _told(session: UUID, why: str) -> dict[str, object]:
    return {"session": session, "state": Standing.perhaps.value, "reason": why}
