"""What an event still lacks: the warnings of publishing, its page's checklist with the way to each cure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from events_app.events.queries import Part, Place, parts_of, place_of
from events_app.events.tables import Event, Visibility
from events_app.i18n import N_, gettext


@dataclass(frozen=True)
class Gap:
    """Something that is not as it should be; never a reason to refuse. `cure` is the page that mends it."""

    code: str
    message: str
    cure: str

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        return gettext(self.message)


async def gaps_of(event: Event, now: datetime) -> list[Gap]:
    """Everything worth a warning, most important first."""
    return list(_gaps(event, await parts_of(event), await place_of(event.room), now))


def _gaps(event: Event, parts: Sequence[Part], place: Place, now: datetime) -> Iterator[Gap]:
    edit, sessions = f"/events/{event.id}/edit", f"/events/{event.id}/sessions"
    if event.starts_at and event.starts_at <= now:
        yield Gap("starts_in_past", N_("The event starts in the past."), edit)
    if not parts:
        yield Gap("no_sessions", N_("There are no sessions yet."), sessions)
    if not place.room and not (parts and all(part.place.room for part in parts)):
        yield Gap("no_room", N_("There is no room yet."), edit)
    if _too_small(event, parts, place):
        yield Gap("room_too_small", N_("The room holds fewer people than the event has seats."), edit)
    if parts and not any(part.speakers for part in parts):
        yield Gap("no_speaker", N_("Nobody is named as a speaker yet."), sessions)
    if any(_outside(event, part) for part in parts):
        yield Gap("session_outside_hours", N_("A session lies outside the event's hours."), sessions)
    if event.confidential and event.visibility != Visibility.invited:
        yield Gap("confidential_hidden", N_("A confidential event has no public page."), edit)


def _too_small(event: Event, parts: Sequence[Part], place: Place) -> bool:
    seats = [(event.capacity, place.room_capacity)]
    seats += [(part.session.capacity, part.place.room_capacity) for part in parts]
    return any(wanted and there and wanted > there for wanted, there in seats)


def _outside(event: Event, part: Part) -> bool:
    session = part.session
    return bool(session.starts_at < event.starts_at or session.ends_at > event.ends_at)
