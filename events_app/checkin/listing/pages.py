"""Doors for whoever holds an attendance list: its code says what was made here, and a file can be compared."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app.checkin.listing.access import list_by_code
from events_app.documents.store import digest
from events_app.invitations.access import Ask
from events_app.invitations.letters.files import to_check
from events_app.invitations.letters.forms import CheckForm
from events_app.web.forms import Form, read_form
from events_app.web.limits import ONE_FILE, takes_files
from events_app.web.pages import page

Answer = Response[Any]


@get("/verify/list/{list_code:str}", public=True)
async def verify(listed: NamedDependency[Any]) -> Answer:
    """What was made under this code: of what, when, and of how many; no name."""
    return _page(listed, Form.blank(CheckForm), None)


@post("/verify/list/{list_code:str}", public=True, status_code=200, **takes_files("file", ONE_FILE))
async def compare(request: Ask, listed: NamedDependency[Any]) -> Answer:
    """Whether a file is the one that was made. It is read, compared and forgotten."""
    form = await read_form(request, CheckForm)
    same = None
    with form.refusing():
        same = digest(await to_check(form.value.file)) == listed["sha256"]
    return _page(listed, form, same)


def _page(listed: Any, form: Form[CheckForm], same: bool | None) -> Answer:
    return page(
        "checkin/listing/verify.html",
        status=form.status,
        one=listed,
        form=form,
        same=same,
        organisation_name=listed["organisation"],
    )


doors: list[Any] = [verify, compare]
ROWS = {"listed": Provide(list_by_code)}
