"""What an event still lacks: the warnings of publishing, its page's checklist with the way to each cure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from events_app.events.holidays.days import holidays_of
from events_app.events.places.opening import closed_rooms
from events_app.events.programme.kinds import SessionMode
from events_app.events.programme.queries import running_order
from events_app.events.programme.running_order import Block
from events_app.events.queries import Part, Place, parts_of, place_of
from events_app.events.speakers.lacking import lacking
from events_app.events.tables import Event, Visibility
from events_app.formats import date_text
from events_app.i18n import N_, gettext

SPEAKERS = {
    "speaker_not_confirmed": N_("Not confirmed yet: %(names)s."),
    "speaker_declined": N_("Declined to be on stage: %(names)s."),
    "speaker_unavailable": N_("On stage at a time when they said they are not available: %(names)s."),
}


@dataclass(frozen=True)
class Gap:
    """Something that is not as it should be; never a reason to refuse. `cure` is the page that mends it."""

    code: str
    message: str
    cure: str
    facts: dict[str, Any] = field(default_factory=dict)

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return gettext(self.message, **self.facts)


async def gaps_of(event: Event, now: datetime) -> list[Gap]:
    """Everything worth a warning, most important first."""
    parts = await parts_of(event)
    blocks = await running_order(event, parts)
    gaps = list(_gaps(event, parts, await place_of(event.room), now))
    gaps += [*_of_programme(event, parts, blocks), *await calendar_gaps(event, parts)]
    return gaps if event.is_over(now) else [*gaps, *await _of_speakers(event)]


async def _of_speakers(event: Event) -> list[Gap]:
    cure = f"/events/{event.id}/speakers"
    return [Gap(code, SPEAKERS[code], cure, {"names": who}) for code, who in await lacking(event)]


async def calendar_gaps(event: Event, parts: Sequence[Part]) -> list[Gap]:
    """What calendars say against its times: closed rooms and holidays."""
    cure = f"/events/{event.id}/{'sessions' if parts else 'edit'}"
    closed = N_("%(room)s is closed at the time planned for it.")
    gaps = [Gap("room_closed", closed, cure, {"room": room}) for room in await closed_rooms(event)]
    times = [(part.session.starts_at, part.session.ends_at) for part in parts]
    for day in await holidays_of(event, times):
        facts = {"date": date_text(day.day), "name": day.name}
        gaps.append(Gap("holiday", N_("%(date)s is a holiday: %(name)s."), cure, facts))
    return gaps


def _gaps(event: Event, parts: Sequence[Part], place: Place, now: datetime) -> Iterator[Gap]:
    edit, sessions = f"/events/{event.id}/edit", f"/events/{event.id}/sessions"
    if event.starts_at and event.starts_at <= now:
        yield Gap("starts_in_past", N_("The event starts in the past."), edit)
    if not parts:
        yield Gap("no_sessions", N_("There are no sessions yet."), sessions)
    if not place.room and not (parts and all(_has_place(part) for part in parts)):
        yield Gap("no_room", N_("There is no room yet."), edit)
    if _too_small(event, parts, place):
        yield Gap("room_too_small", N_("The room holds fewer people than the event has seats."), edit)
    talks = [part for part in parts if not part.session.is_break()]
    if talks and not any(part.speakers for part in talks):
        yield Gap("no_speaker", N_("Nobody is named as a speaker yet."), sessions)
    if any(_outside(event, part) for part in parts):
        yield Gap("session_outside_hours", N_("A session lies outside the event's hours."), sessions)
    if event.confidential and event.visibility != Visibility.invited:
        yield Gap("confidential_hidden", N_("A confidential event has no public page."), edit)


def _of_programme(event: Event, parts: Sequence[Part], blocks: Sequence[Block]) -> Iterator[Gap]:
    sessions = f"/events/{event.id}/sessions"
    if any(part.session.is_joined_online() and not part.session.join_url for part in parts):
        yield Gap("no_join_link", N_("A session that is joined online has no link yet."), sessions)
    if any(block.overrun for block in blocks):
        yield Gap("overrun", N_("The running order needs more time than there is."), f"{sessions}#agenda")


def _has_place(part: Part) -> bool:
    return bool(part.place.room or part.session.mode == SessionMode.online)


def _too_small(event: Event, parts: Sequence[Part], place: Place) -> bool:
    seats = [(event.capacity, place.room_capacity)]
    seats += [(part.session.capacity, part.place.room_capacity) for part in parts]
    return any(wanted and there and wanted > there for wanted, there in seats)


def _outside(event: Event, part: Part) -> bool:
    session = part.session
    return bool(session.starts_at < event.starts_at or session.ends_at > event.ends_at)
