"""How a message reads before it is sent; the personal link is named and hidden."""

from collections.abc import Sequence
from typing import Any

from events_app.events.speakers import mails
from events_app.events.speakers.forms import About
from events_app.events.speakers.queries import OnStage
from events_app.events.speakers.tables import Speaker
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.notifications.links import readable
from events_app.notifications.render import Words, render


async def preview(event: Event, people: Sequence[OnStage], about: About, form: Any) -> Words | None:
    """The message of the first of them, or none where there is nobody."""
    chosen = set(form.values.get("person_ids", []))
    one = next((one for one in people if str(one.person) in chosen), people[0] if people else None)
    if one is None:
        return None
    said = form.parsed
    days = (said.free_from, said.free_until) if said else (event.starts_at.date(), event.ends_at.date())
    common = await mails.facts_of(event)
    desk = Speaker(organisation=event.organisation, event=event.id, person=one.person)
    note = form.values.get("note", "")
    mail = mails.message(event, common, desk, one, about=about, note=note, days=days)
    message = new_id()
    words = render(mail, message, common[1].name)
    return Words(words.subject, readable(words.text, message), "")
