"""The only ways to somebody on stage: of the event that was loaded, or by their own link."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, i18n, tokens
from events_app.accounts import throttle
from events_app.accounts.access import Here, address_of, visitor
from events_app.accounts.tables import Organisation
from events_app.errors import NotFound
from events_app.events.speakers.desks import on_stage
from events_app.events.speakers.queries import OnStage
from events_app.events.speakers.tables import Speaker
from events_app.events.tables import Event

Ask = Request[Any, Any, Any]
TRIES, WINDOW = 20, timedelta(minutes=10)


@dataclass(frozen=True)
class Held:
    """What the holder of a speaker's link reaches: that one desk and its event."""

    actor: Any
    desk: Speaker
    event: Event
    host: str


async def speaker_here(event: NamedDependency[Event], speaker_id: FromPath[UUID]) -> OnStage:
    """A person on stage of the event that was loaded, by the person's id."""
    return await on_stage(event, speaker_id)


async def desk_by_link(request: Ask, link: FromPath[str]) -> Held:
    """The desk of its own link. Unknown links are counted by network, known ones never."""
    row = await Speaker.objects().get(Speaker.link_hash == tokens.digest(link))
    if row is None:
        key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
        await throttle.check(key, TRIES, now)
        await throttle.count(key, WINDOW, now)
        raise NotFound()
    event = await Event.objects().get(Event.id == row.event)
    host = await Organisation.objects().get(Organisation.id == row.organisation)
    assert event is not None, "a foreign key holds the event"
    assert host is not None, "a foreign key holds the organisation"
    state = request.scope["state"]
    state["organisation"] = Here(host.id, host.name, host.slug, host.timezone, host.demo)
    if state["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(event.language)
    return Held(visitor(request, row.organisation, person=row.person), row, event, host.name)
