"""What is said, as soon as a session is saved, of people who stated that they cannot be there."""

from uuid import UUID

from events_app.events.speakers.queries import Absence, absences
from events_app.events.tables import Event
from events_app.formats import span_text
from events_app.i18n import _


async def warnings(event: Event, session: UUID) -> list[str]:
    """One sentence for each person in this session whose stated times do not hold it."""
    return [sentence(event, one) for one in await absences(event, session)]


def sentence(event: Event, one: Absence) -> str:
    """`Kartini menyatakan tidak tersedia pada …`."""
    when = span_text(one.starts_at, one.ends_at, event.timezone)
    return _("%(name)s said they are not available: %(when)s.", name=one.name, when=when)
