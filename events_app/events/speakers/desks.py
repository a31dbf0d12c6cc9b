"""The row that holds one person at one event, and the link that opens it."""

from uuid import UUID

from events_app import tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.errors import NotFound
from events_app.events.speakers.mails import PURPOSE
from events_app.events.speakers.queries import OnStage, stage_of
from events_app.events.speakers.tables import Speaker, Speaking
from events_app.events.states import locked_event
from events_app.events.tables import Event


async def desk_of(event: Event, person: UUID) -> Speaker:
    """The desk, made when it is first needed; the event is locked by then."""
    row = await Speaker.objects().get((Speaker.event == event.id) & (Speaker.person == person))
    if row is None:
        row = Speaker(organisation=event.organisation, event=event.id, person=person)
        row.link_hash = _hash(row)
        await row.save()
    return row


async def speaking_of(desk: Speaker, session: UUID) -> Speaking:
    """The standing in one session, made when it is first needed; not saved yet."""
    row = await Speaking.objects().get((Speaking.speaker == desk.id) & (Speaking.session == session))
    return row or Speaking(organisation=desk.organisation, speaker=desk.id, session=session)


async def on_stage(event: Event, person: UUID) -> OnStage:
    """Somebody on stage, or asked for times; anybody else is not found."""
    found = [one for one in await stage_of(event, person) if one.person == person]
    if not found:
        raise NotFound()
    return found[0]


@atomically
async def renew_link(actor: Actor, event: Event, person: UUID) -> None:
    """The old link opens nothing any more; the next message carries the new one."""
    event = await locked_event(event)
    await on_stage(event, person)
    desk = await desk_of(event, person)
    desk.link_version += 1
    desk.link_hash = _hash(desk)
    await desk.save([Speaker.link_version, Speaker.link_hash])
    await audit.record(actor, "speaker.link_renewed", person, after={"event": event.id})


def _hash(desk: Speaker) -> bytes:
    return tokens.digest(tokens.derive(PURPOSE, desk.id, desk.link_version))
