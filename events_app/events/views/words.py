"""A state's word, tone and shape in a calendar, looked up once a page; a published event needs none."""

from events_app.events.tables import EventState
from events_app.i18n import gettext

Look = tuple[str, str, str]


def states() -> dict[str, Look]:
    """By state: the word that people read, its tone and its icon."""
    return {
        EventState.draft: (gettext("Draft"), "calm", "edit"),
        EventState.in_progress: (gettext("Under way"), "ok", "play"),
        EventState.closed: (gettext("Finished"), "calm", "check"),
        EventState.cancelled: (gettext("Cancelled"), "bad", "danger"),
        EventState.postponed: (gettext("Postponed"), "warn", "pause"),
    }
