"""How guests take part from afar: shown to those who hold a valid pass, and to nobody else."""

from events_app.events.programme.kinds import SessionMode
from events_app.events.tables import Event, EventState, Session


async def joinable(event: Event) -> list[Session]:
    """The sessions that are joined online, by time; none when the event does not take place or is a draft."""
    if event.state not in (EventState.published, EventState.postponed):
        return []
    stands = (Session.event == event.id) & Session.cancelled_at.is_null()
    wanted = stands & (Session.mode != SessionMode.onsite)
    rows: list[Session] = await Session.objects().where(wanted).order_by(Session.starts_at, Session.id)
    return rows
