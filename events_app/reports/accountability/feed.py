"""The last changes of what is shown, as an Atom feed."""

import hashlib
from collections.abc import Sequence

from events_app import atom
from events_app.accounts.tables import Organisation
from events_app.commitments.words import ACTION_STATES
from events_app.formats import date_text
from events_app.i18n import gettext
from events_app.reports.accountability.queries import Row


def feed(host: Organisation, page: str, rows: Sequence[Row]) -> bytes:
    """The whole document, in the language of the moment."""
    about = atom.Feed(
        id=host.id,
        title=gettext("Commitments of %(organisation)s", organisation=host.name),
        author=host.name,
        address=f"{page}.atom",
        page=page,
        began=host.created_at,
    )
    return atom.write(about, [_entry(page, row) for row in rows])


def etag(made: bytes) -> str:
    """By what is in it: also what is no longer shown changes the feed."""
    return f'"{hashlib.sha256(made).hexdigest()[:32]}"'


def _entry(page: str, row: Row) -> atom.Entry:
    due = gettext("due %(day)s", day=date_text(row["due"])) if row["due"] else ""
    return atom.Entry(
        id=row["id"],
        title=f"{gettext(ACTION_STATES[row['state']])}: {row['title']}",
        link=f"{page}/{row['commitment']}",
        published=row["created_at"],
        updated=row["created_at"],
        summary=" · ".join(part for part in (row["institution"], due) if part),
    )
