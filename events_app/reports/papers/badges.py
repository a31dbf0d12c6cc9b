"""Badges as one of the event's papers: ten cards a page, unless another format is asked for."""

from datetime import datetime
from typing import Any

from events_app.accounts.actor import Actor
from events_app.checkin.badges import actions, paper
from events_app.checkin.badges.formats import USUAL
from events_app.checkin.badges.forms import BadgesIn
from events_app.checkin.badges.people import holders
from events_app.checkin.badges.tables import BadgeFormat
from events_app.events.tables import Event
from events_app.reports.papers import pieces


async def data(event: Event, _now: datetime, part: int, chosen: BadgeFormat = USUAL) -> dict[str, Any]:
    """Everybody whose pass opens the door now."""
    people = await holders(event, BadgesIn(format=chosen), *pieces.part_of(part))
    pieces.must_exist(people, part)
    return await paper.data_of(event, people, chosen)


async def printed(
    actor: Actor, event: Event, language: str, now: datetime, part: int, chosen: BadgeFormat
) -> tuple[str, bytes]:
    """A part of the badges in a format, with its file's name; they count as printed."""
    people = await holders(event, BadgesIn(format=chosen), *pieces.part_of(part))
    pieces.must_exist(people, part)
    made = await paper.pdf_of(event, people, chosen, language, now)
    await actions.note(actor, event, [one.id for one in people], chosen, now)
    return paper.filename_of(event, part), made
