"""What of a meeting may be told at an action, which others may read than those who may read the meeting."""

from typing import Any

from events_app.accounts.languages import speaking_of
from events_app.accounts.rights import Right
from events_app.commitments.contacts import Contact
from events_app.events.tables import Event
from events_app.i18n import gettext


def is_hidden(event: Event, facts: Any) -> bool:
    """Whether some who may read the action may not know of the meeting."""
    return event.confidential and not facts["confidential"]


async def kept(event: Event, facts: Any, note: str, named: str, unnamed: str) -> str:
    """The reason that stays at the action: the note, or `named`, a sentence with the meeting's name.

    In the organisation's language, since it is written once for all readers; `unnamed` alone where the meeting is hidden.
    """
    if note and not is_hidden(event, facts):
        return note
    async with speaking_of(event.organisation):
        return gettext(unnamed) if is_hidden(event, facts) else gettext(named, meeting=event.title)


def told_to(one: Contact, event: Event, facts: Any, note: str) -> tuple[dict[str, Any], str]:
    """The meeting and its note for a message; without name and note to somebody who may not know of it."""
    hidden = is_hidden(event, facts) and Right.read_confidential not in one.rights
    return {"id": event.id, "title": "" if hidden else event.title}, "" if hidden else note
