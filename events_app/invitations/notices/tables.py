"""The noun of a notice."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Boolean, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.releases.tables import ScheduleRelease


class NoticeState(StrEnum):
    draft = "draft"
    sent = "sent"
    skipped = "skipped"
    no_address = "no_address"


class ReleaseNotice(Row, Table):
    """What one person must know of a release: `changes` are places in the release's own list of them.

    With `calendar` the message carries the event's entry as it now is, for the guests' own calendars.
    """

    release = reference(ScheduleRelease)
    subject = UUID()
    calendar = Boolean(default=False)
    recipient = JSONB()
    changes = JSONB()
    state = Varchar(length=12, choices=NoticeState, default=NoticeState.draft)
    message = UUID(null=True, default=None)
