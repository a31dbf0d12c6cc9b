"""What a feed is called: by its room or person, or by the organisation."""

from collections.abc import Sequence
from uuid import UUID

from events_app.database import fetch
from events_app.events.feeds.tables import CalendarFeed
from events_app.events.queries import display_name

ROOMS = "SELECT id, name FROM room WHERE id = ANY($1)"
PEOPLE = "SELECT id, title_prefix, full_name, title_suffix FROM person WHERE id = ANY($1)"


async def names_of(feeds: Sequence[CalendarFeed]) -> dict[UUID, str]:
    """The names of rooms and people by their ids. Two queries, however many there are."""
    subjects = [feed.subject for feed in feeds if feed.subject]
    if not subjects:
        return {}
    found = {row["id"]: row["name"] for row in await fetch(ROOMS, subjects)}
    return found | {row["id"]: display_name(row) for row in await fetch(PEOPLE, subjects)}


async def name_of(feed: CalendarFeed, organisation: str) -> str:
    """`Ruang Kenanga`, `Dra. Kartini`, or the organisation's name."""
    return (await names_of([feed])).get(feed.subject, organisation) if feed.subject else organisation
