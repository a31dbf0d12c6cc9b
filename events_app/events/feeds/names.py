"""What a feed is called: by its room or person, or by the organisation."""

from collections.abc import Sequence
from uuid import UUID

from events_app.database import fetch
from events_app.events.feeds.tables import CalendarFeed
from events_app.events.queries import display_name

PLACES = "SELECT id, name FROM room WHERE id = ANY($1) UNION ALL SELECT id, name FROM institution WHERE id = ANY($1)"
INSTITUTIONS = "SELECT id, name FROM institution WHERE organisation = $1 AND successor IS NULL ORDER BY name_key, id LIMIT 2000"
PEOPLE = "SELECT id, title_prefix, full_name, title_suffix FROM person WHERE id = ANY($1)"


async def names_of(feeds: Sequence[CalendarFeed]) -> dict[UUID, str]:
    """The names of rooms, institutions and people by their ids. Two queries, however many there are."""
    subjects = [feed.subject for feed in feeds if feed.subject]
    if not subjects:
        return {}
    found = {row["id"]: row["name"] for row in await fetch(PLACES, subjects)}
    return found | {row["id"]: display_name(row) for row in await fetch(PEOPLE, subjects)}


async def name_of(feed: CalendarFeed, organisation: str) -> str:
    """`Ruang Kenanga`, `Dra. Kartini`, or the organisation's name."""
    return (await names_of([feed])).get(feed.subject, organisation) if feed.subject else organisation


async def institution_options(organisation: UUID) -> list[tuple[str, str]]:
    """Institutions to choose from, by name."""
    return [(str(row["id"]), row["name"]) for row in await fetch(INSTITUTIONS, organisation)]
