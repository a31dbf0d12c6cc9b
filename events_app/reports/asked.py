"""What the address of a report asks for, read and written."""

from typing import Any
from urllib.parse import urlencode

from litestar import Request

from events_app.reports.forms import ReportFilter
from events_app.web.forms import Form, parse


def asked(request: Request[Any, Any, Any]) -> Form[ReportFilter]:
    """The filter in the address."""
    query = request.query_params
    return parse(ReportFilter, {name: query.getall(name) for name in dict.fromkeys(query.keys())})


def query_of(form: Form[ReportFilter]) -> str:
    """The same filter behind another address: with its question mark, or nothing where nothing is asked."""
    known = {field.alias or name for name, field in ReportFilter.model_fields.items()}
    given = {name: value for name, value in form.values.items() if name in known and value}
    return f"?{urlencode(given)}" if given else ""
