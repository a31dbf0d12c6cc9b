"""What people on stage are written with an entry for their calendar."""

from uuid import UUID

from events_app.events.calendars import Organiser
from events_app.events.queries import Place
from events_app.events.speakers.mails import PATH, PURPOSE
from events_app.events.speakers.tables import Speaker
from events_app.events.stage_calendars.due import Change
from events_app.events.tables import Event
from events_app.notifications import links
from events_app.notifications.mail import Mail

REPLY = "stage_reply"


def session_changed(
    event: Event,
    organiser: Organiser,
    desk: Speaker,
    change: Change,
    place: Place,
    entry: UUID,
    calendar: str,
) -> Mail:
    """One session for one calendar, new, changed or taken out; a confidential event has no title here either."""
    hidden = event.confidential
    return Mail(
        kind="events.session_calendar",
        to_address=change.address,
        to_name=change.name,
        language=change.language or event.language,
        template="session_calendar",
        facts={
            "ref": event.ref,
            "title": "" if hidden else event.title,
            "session": "" if hidden else change.title,
            "name": change.name,
            "organisation_name": organiser.name,
            "starts_at": change.starts_at,
            "ends_at": change.ends_at,
            "zone": event.timezone,
            "place": place.line,
            "address": place.address,
            "cancelled": change.method == "CANCEL",
            "confirmed": change.confirmed,
            "again": change.entry is not None,
            "link": links.link(PURPOSE, desk.id, desk.link_version, PATH),
        },
        event=event.id,
        subject_row=desk.id,
        calendar=calendar,
        calendar_method=change.method,
        reply=links.link(REPLY, entry, 1, "/"),
        offers_wish=True,
    )
