"""What people on stage are written; the personal link is filled in at delivery."""

from datetime import date

from events_app.events.calendars import Organiser, organiser_of
from events_app.events.queries import Place, place_of
from events_app.events.speakers.forms import About
from events_app.events.speakers.queries import UNDECIDED, OnStage, Turn
from events_app.events.speakers.tables import Speaker, Standing
from events_app.events.tables import Event
from events_app.notifications import links
from events_app.notifications.mail import Mail

PURPOSE, PATH = "speaker", "/speakers/"


async def facts_of(event: Event) -> tuple[Place, Organiser]:
    """What every message of one event says, read once."""
    return await place_of(event.room), await organiser_of(event)


def message(
    event: Event,
    common: tuple[Place, Organiser],
    desk: Speaker,
    to: OnStage,
    *,
    about: About,
    note: str,
    days: tuple[date | None, date | None] = (None, None),
) -> Mail:
    """Asks one person, or asks again; a confidential event has no title, and neither have its sessions."""
    place, organiser = common
    hidden = event.confidential
    facts = {
        "ref": event.ref,
        "title": "" if hidden else event.title,
        "starts_at": event.starts_at,
        "ends_at": event.ends_at,
        "zone": event.timezone,
        "place": place.line,
        "address": place.address,
        "organisation_name": organiser.name,
        "name": to.name,
        "about": about.value,
        "note": note,
        "first_day": days[0],
        "last_day": days[1],
        "turns": [_turn(one, hidden) for one in to.turns if one.open or one.standing in UNDECIDED],
    }
    return Mail(
        kind=f"events.speaker_{about.value}",
        to_address=to.email,
        to_name=to.name,
        language=to.language or event.language,
        template="speaker",
        facts=facts | {"link": links.link(PURPOSE, desk.id, desk.link_version, PATH)},
        event=event.id,
        subject_row=desk.id,
        offers_wish=True,
    )


def _turn(turn: Turn, hidden: bool) -> dict[str, object]:
    return {
        "title": "" if hidden else turn.title,
        "starts_at": turn.starts_at,
        "ends_at": turn.ends_at,
        "room": turn.room,
        "roles": turn.roles,
        "moved": turn.standing == Standing.moved or turn.elsewhere,
        "agreed_starts_at": turn.agreed_starts_at,
        "agreed_ends_at": turn.agreed_ends_at,
    }
