"""Minutes as the actions write them."""

from typing import Any

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.minutes import writing
from events_app.commitments.minutes.forms import MinutesTextIn
from events_app.commitments.minutes.tables import MinutesText
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.tables import AgendaItem, Event
from tests.make_commitments import staff
from tests.people import Somebody


async def item(organisation: Organisation, event: Event, title: str = "Paparan posko") -> AgendaItem:
    return await add_item(staff(organisation), event, AgendaItemIn(title=title, minutes=30))


async def write(
    who: Somebody, event: Event, content: str, base: int, item: AgendaItem | None = None, **more: Any
) -> writing.Saved:
    form = MinutesTextIn(base_version=base, content=content, agenda_item_id=item.id if item else None, **more)
    return await writing.write(who.actor, event, form, clock.now())


async def content(event: Event) -> dict[str, str]:
    """The texts of an event by part."""
    rows: list[MinutesText] = await MinutesText.objects().where(MinutesText.event == event.id)
    return {row.part: row.content for row in rows}
