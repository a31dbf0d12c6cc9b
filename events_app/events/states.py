"""What each state of an event allows; each no has its name."""

from datetime import datetime
from typing import Any

from events_app.database import fetch_one
from events_app.errors import FieldError, Invalid, NotFound, Refusal
from events_app.events.tables import Event, EventState, Session, Visibility
from events_app.i18n import N_, gettext


class EventCancelled(Refusal):
    message = N_("This event has been cancelled.")


class EventOver(Refusal):
    message = N_("This event is over.")


class EventNotPublished(Refusal):
    message = N_("This event has not been published; a draft can simply be changed.")


class NotForStrangers(Refusal):
    status_code = 422
    field = "registration"
    message = N_("Only an event with a public page can be registered for.")


class SessionCancelled(Refusal):
    message = N_("This session has been cancelled.")


class ChangedMeanwhile(Refusal):
    message = N_("Somebody changed this while you were working on it. Please look at the new version first.")


async def locked_event(event: Event) -> Event:
    """The event as it is now, its row ours until the transaction ends: changes of one event take turns."""
    sql = "SELECT id FROM event WHERE id = $1 AND organisation = $2 FOR NO KEY UPDATE"
    if await fetch_one(sql, event.id, event.organisation) is None:
        raise NotFound()
    fresh = await Event.objects().get(Event.id == event.id)
    assert fresh is not None, "a locked row cannot vanish"
    return fresh


async def locked_session(event: Event, session: Session) -> Session:
    """The session of a locked event as it is now."""
    fresh = await Session.objects().get((Session.id == session.id) & (Session.event == event.id))
    if fresh is None:
        raise NotFound()
    return fresh


def must_stand(event: Event) -> None:
    """Refuses to touch what has been cancelled."""
    if event.state == EventState.cancelled:
        raise EventCancelled()


def must_be_ahead(event: Event, now: datetime) -> None:
    """Refuses to move or call off what is cancelled or has taken place."""
    must_stand(event)
    if event.is_over(now):
        raise EventOver()


def must_be_current(version: int | None, row: Any) -> None:
    """Refuses to overwrite a change that the writer has not seen."""
    if version is not None and version != row.row_version:
        raise ChangedMeanwhile(extra={"row_version": row.row_version})


def must_be_complete(event: Event) -> None:
    """Publishing needs a title, a zone and times; nothing else stands in its way."""
    missing = [name for name in ("title", "timezone", "starts_at", "ends_at") if not getattr(event, name)]
    if missing:
        sentence = gettext("Please fill this in.")
        raise Invalid([FieldError(name, "missing", sentence) for name in missing])


def must_end_after_start(starts_at: datetime | None, ends_at: datetime | None) -> None:
    """The rule of the forms again, for a change that gives only one of the two."""
    if starts_at is not None and ends_at is not None and ends_at <= starts_at:
        sentence = gettext(N_("The end must be later than the start."))
        raise Invalid([FieldError("ends_at", "before_start", sentence)])


def must_be_registrable(event: Event) -> None:
    """Registration is for strangers, so it needs a page that strangers may read."""
    if event.registration and (event.visibility == Visibility.invited or event.confidential):
        raise NotForStrangers()
