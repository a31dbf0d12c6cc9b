"""What the address of a report asks for, read and written."""

from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode
from uuid import UUID

from litestar.params import QueryParameter

from events_app.i18n import gettext as _
from events_app.reports.forms import ReportFilter
from events_app.web.faults import checked
from events_app.web.filters import OpenFilter, open_filters
from events_app.web.forms import Form

Since = Annotated[
    date | None, QueryParameter(name="from", description="Promised at events of this day or later.")
]
Until = Annotated[
    date | None, QueryParameter(name="to", description="Promised at events of this day or earlier.")
]
Theme = Annotated[str, QueryParameter(max_length=200, description="The whole theme, any case.")]


def report_filter(
    since: date | None, until: date | None, institution: UUID | None, event: UUID | None, theme: str
) -> ReportFilter:
    """What a program narrows a report to. Raises Invalid.

    No dependency of the doors: in one, a fault would be named after the parameter, not as it was sent.
    """
    said = {"institution_id": institution, "event_id": event, "theme": theme}
    return checked(ReportFilter, {"from": since, "to": until} | said)


def query_of(form: Form[ReportFilter]) -> str:
    """The same filter behind another address: with its question mark, or nothing where nothing is asked."""
    known = {field.alias or name for name, field in ReportFilter.model_fields.items()}
    given = {name: value for name, value in form.values.items() if name in known and value}
    return f"?{urlencode(given)}" if given else ""


def open_of(path: str, form: Form[ReportFilter], choices: dict[str, list[Any]]) -> list[OpenFilter]:
    """What the page of a report at this path is narrowed to."""
    named = {
        "from": (_("Promised from"), []),
        "to": (_("Promised to"), []),
        "institution_id": (_("Institution"), [tuple(row.values()) for row in choices["institutions"]]),
        "event_id": (_("Event"), [tuple(row.values()) for row in choices["events"]]),
        "theme": (_("Theme"), []),
    }
    return open_filters(path, form.values, named, days=("from", "to"))
