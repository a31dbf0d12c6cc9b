"""JSON doors for whoever holds an attendance list; no account is needed, and no name is told."""

from datetime import date
from typing import Any

from litestar import get, post
from litestar.di import NamedDependency, Provide
from pydantic import Field

from events_app.checkin.listing.access import list_by_code
from events_app.documents.store import digest
from events_app.invitations.access import Ask
from events_app.invitations.letters.files import to_check
from events_app.shapes import Body, Moment, Out
from events_app.web.limits import ONE_FILE, takes_files
from events_app.web.uploads import File, UploadOperation, read_upload


class ListCheckedOut(Out):
    """What may be said to anybody of the list of a code; of a confidential event the title is empty on purpose."""

    organisation: str
    ref: str = Field(description="The event's.", examples=["K-2026-08-0012"])
    about: str = Field(description="The event's title.")
    session_title: str = Field(description="Empty where the list is of the whole event.")
    day: date | None = Field(description="Null where the list is of all days.")
    created_at: Moment
    people: int = Field(description="How many are on the list.")
    present: int = Field(description="How many of them were there when it was made.")
    made_again: bool = Field(description="There is a newer list of the same session, day and people.")


class ListMatchOut(Out):
    """Whether a file is the list of a code, byte by byte."""

    same: bool


class ComparedFile(Body):
    """A file to compare with a list; it is not kept."""

    file: File


@get("/verify/list/{list_code:str}", public=True)
async def verify_list(listed: NamedDependency[Any]) -> ListCheckedOut:
    """What attendance list was made under a code, and whether there is a newer one."""
    return ListCheckedOut.model_validate(dict(listed))


@post(
    "/verify/list/{list_code:str}",
    public=True,
    operation_class=UploadOperation,
    status_code=200,
    **takes_files("file", ONE_FILE),
)
async def verify_list_file(request: Ask, listed: NamedDependency[Any]) -> ListMatchOut:
    """Whether a file is the list that was made; it is read, compared and forgotten."""
    data = await read_upload(request, ComparedFile)
    return ListMatchOut(same=digest(await to_check(data.file)) == listed["sha256"])


doors: list[Any] = [verify_list, verify_list_file]
ROWS = {"listed": Provide(list_by_code)}
