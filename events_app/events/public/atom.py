"""An organisation's public events as an Atom feed, the last changed first."""

from collections.abc import Sequence

from events_app import atom, settings
from events_app.accounts.tables import Organisation
from events_app.events.public.queries import Listed
from events_app.formats import span_text
from events_app.i18n import gettext


def feed(organisation: Organisation, events: Sequence[Listed]) -> bytes:
    """The whole document, in the language of the moment."""
    home = f"{settings.current().public_url}/o/{organisation.slug}"
    about = atom.Feed(
        id=organisation.id,
        title=gettext("Events of %(organisation)s", organisation=organisation.name),
        author=organisation.name,
        address=f"{home}/events.atom",
        page=home,
        began=organisation.created_at,
    )
    return atom.write(about, [_entry(one) for one in events])


def _entry(event: Listed) -> atom.Entry:
    when = span_text(event.starts_at, event.ends_at, event.timezone)
    return atom.Entry(
        id=event.id,
        title=event.title,
        link=f"{settings.current().public_url}/e/{event.slug}",
        published=event.published_at,
        updated=event.changed_at,
        summary=" · ".join(part for part in (_state(event), when, event.place, event.theme) if part),
    )


def _state(event: Listed) -> str:
    names = {"cancelled": gettext("Cancelled"), "postponed": gettext("Postponed")}
    return names.get(event.state, "")
