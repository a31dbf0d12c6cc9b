"""Doors for strangers: an event's page, its calendar and picture, an organisation's home. What may not be seen is not found."""

import asyncio
from collections.abc import Collection, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from litestar import Request, Response, get
from litestar.params import FromPath, FromQuery

from events_app import clock, i18n
from events_app.accounts.tables import Organisation
from events_app.errors import NotFound
from events_app.events.calendars import public_calendar, public_url
from events_app.events.materials.actions import count_download
from events_app.events.materials.files import the_file
from events_app.events.materials.queries import handouts
from events_app.events.materials.tables import MaterialAudience
from events_app.events.programme.grid import days
from events_app.events.programme.kinds import SessionMode
from events_app.events.public import atom, queries, share
from events_app.events.public.caching import cached
from events_app.events.queries import Part, Place, parts_of, place_of
from events_app.events.releases import words as changes
from events_app.events.releases.queries import Release, releases
from events_app.events.releases.snapshots import Change, ChangeKind
from events_app.events.speakers.queries import published_of, withdrawn_of
from events_app.events.tables import Event, EventState, Material
from events_app.events.words import kind_name, offset_text, programme_words
from events_app.formats import span_text
from events_app.web.pages import page

CALENDAR = ".ics"
STATUS = {EventState.cancelled: "EventCancelled", EventState.postponed: "EventPostponed"}
Answer = Response[Any]


@get("/e/{slug:str}", public=True)
async def public_event(slug: FromPath[str]) -> Answer:
    """An event as strangers may see it, or with `.ics` its calendar file."""
    event = await _public(slug.removesuffix(CALENDAR))
    return await _calendar(event) if slug.endswith(CALENDAR) else await _page(event)


@get("/e/{slug:str}/share.png", public=True)
async def share_image(request: Request[Any, Any, Any], slug: FromPath[str]) -> Answer:
    """The picture of an event, for those who pass its address on."""
    event = await _public(slug)
    host = await Organisation.objects().get(Organisation.id == event.organisation)
    with i18n.using(event.language):
        when = span_text(event.starts_at, event.ends_at, event.timezone)
    card = share.Card(host.name if host else "", event.title, when, (await place_of(event.room)).line)
    return await cached(request, card.etag, "image/png", lambda: asyncio.to_thread(share.draw, card))


@get("/e/{slug:str}/programme", public=True)
async def public_programme(slug: FromPath[str]) -> Answer:
    """Rooms by times, as strangers may see it."""
    event = await _public(slug)
    host = await Organisation.objects().get(Organisation.id == event.organisation)
    assert host is not None, "an event belongs to an organisation"
    return page(
        "public/programme.html",
        event=event,
        organisation=host,
        demo=host.demo,
        days=days(await parts_of(event), event.timezone),
        unnamed=await withdrawn_of(event),
        **programme_words(),
    )


@get("/o/{slug:str}", public=True)
async def home(slug: FromPath[str], skip: FromQuery[int] = 0) -> Answer:
    """An organisation's public events, coming and past."""
    host, now, skip = await _home(slug), clock.now(), min(max(skip, 0), 100_000)
    past = await queries.past(host.id, now, skip)
    return page(
        "public/home.html",
        organisation=host,
        demo=host.demo,
        coming=[] if skip else await queries.coming(host.id, now),
        past=past[: queries.PAGE],
        more=len(past) > queries.PAGE,
        skip=skip,
        size=queries.PAGE,
    )


@get("/o/{slug:str}/events.atom", public=True)
async def atom_feed(request: Request[Any, Any, Any], slug: FromPath[str]) -> Answer:
    """The same events for feed readers; unchanged ones cost one small question."""
    host = await _home(slug)
    etag = f'"{host.language}-{"-".join(map(str, await queries.stand(host.id)))}"'.replace(" ", "T")

    async def build() -> bytes:
        with i18n.using(host.language):
            return atom.feed(host, await queries.latest(host.id))

    return await cached(request, etag, "application/atom+xml; charset=utf-8", build)


@get("/e/{slug:str}/materials/{material_id:uuid}", public=True)
async def public_material(slug: FromPath[str], material_id: FromPath[UUID]) -> Answer:
    """A handout that is for everybody."""
    event = await _public(slug)
    wanted = (Material.id == material_id) & (Material.event == event.id)
    material = await Material.objects().get(wanted & (Material.visibility == MaterialAudience.public))
    if material is None:
        raise NotFound()
    await count_download(material)
    return await the_file(material.document)


async def _home(slug: str) -> Organisation:
    host = await queries.home_of(slug)
    if host is None:
        raise NotFound()
    return host


async def _public(slug: str) -> Event:
    event = await Event.objects().get(Event.slug == slug) if slug.isprintable() else None
    if event is None or not event.has_public_page():
        raise NotFound()
    return event


async def _calendar(event: Event) -> Answer:
    with i18n.using(event.language):
        text = await public_calendar(event)
    headers = {"Content-Disposition": f'attachment; filename="{event.ref}.ics"'}
    return Response(text.encode(), media_type="text/calendar", headers=headers)


async def _page(event: Event) -> Answer:
    place, parts = await place_of(event.room), await parts_of(event)
    unnamed = await withdrawn_of(event)
    host = await Organisation.objects().get(Organisation.id == event.organisation)
    assert host is not None, "an event belongs to an organisation"
    return page(
        "public/event.html",
        event=event,
        organisation=host,
        demo=host.demo,
        kind=kind_name(event.kind),
        place=place,
        parts=parts,
        said=await published_of(event),
        unnamed=unnamed,
        materials=await handouts(event.id, MaterialAudience.public),
        offset=offset_text(event.starts_at, event.timezone),
        **programme_words(),
        releases=[one for one in await _told(event, unnamed) if one.changes],
        changes=changes,
        takes_registrations=event.takes_registrations(clock.now()),
        facts_for_machines=_schema(event, place, host.name, parts),
    )


async def _told(event: Event, unnamed: Collection[UUID]) -> list[Release]:
    """The releases, without the changes that name somebody who took their consent back."""
    gone = {str(person) for person in unnamed}

    def may_stay(change: Change) -> bool:
        return change["kind"] != ChangeKind.session_people or not gone & set(change["people"])

    return [
        replace(one, changes=[change for change in one.changes if may_stay(change)])
        for one in await releases(event)
    ]


def _schema(event: Event, place: Place, organiser: str, parts: Sequence[Part]) -> dict[str, Any]:
    """The event in schema.org's words, for search engines and agendas."""
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Event",
        "name": event.title,
        "startDate": event.starts_at.isoformat(),
        "endDate": event.ends_at.isoformat(),
        "eventStatus": f"https://schema.org/{STATUS.get(EventState(event.state), 'EventScheduled')}",
        "eventAttendanceMode": f"https://schema.org/{_attendance(parts)}EventAttendanceMode",
        "organizer": {"@type": "Organization", "name": organiser},
        "image": f"{public_url(event)}/share.png",
        "url": public_url(event),
        "inLanguage": event.language,
    }
    if event.description:
        found["description"] = event.description
    if place.line:
        found["location"] = {"@type": "Place", "name": place.line, "address": place.address or place.line}
    return found


def _attendance(parts: Sequence[Part]) -> str:
    """schema.org's words: everybody online, some, or nobody. Breaks do not count."""
    modes = {part.session.mode for part in parts if not part.session.is_break()}
    if modes == {SessionMode.online}:
        return "Online"
    return "Offline" if modes <= {SessionMode.onsite} else "Mixed"


doors: list[Any] = [public_event, public_programme, public_material, share_image, home, atom_feed]
