"""JSON doors of letters of reminder."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.reminding import letter_paper, letters
from events_app.commitments.reminding.forms import DiscardLetterIn, IssueLetterIn
from events_app.commitments.reminding.tables import ReminderLetter, ReminderLetterState
from events_app.commitments.shaping import part
from events_app.documents.serve import made
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, after

KEEP = [requires(Right.keep_commitments)]
PDF = "application/pdf"
OfState = Annotated[ReminderLetterState | None, QueryParameter(name="state", description="As it stands now.")]


class ReminderLetterOut(Out):
    """A letter of reminder about one action; `owed` says whether anything is still owed."""

    id: UUID
    action_id: UUID
    ref: str
    title: str
    institution: str
    due_snapshot: date
    state: ReminderLetterState
    owed: bool
    number: str | None = Field(examples=["400.2/118/SETDA/2026"])
    letter_date: date | None
    reason: str
    row_version: int
    created_at: Moment
    issued_at: Moment | None


@get("/reminder-letters", guards=KEEP)
async def list_reminder_letters(
    request: Asker, standing: OfState = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[ReminderLetterOut]:
    """Letters of reminder, the newest first."""
    rows = await letters.listed(request.user, standing or "", after(cursor), limit)
    return part(rows, limit, _letter)


@get("/reminder-letters/{reminder_letter_id:uuid}", guards=KEEP)
async def read_reminder_letter(
    request: Asker, reminder_letter: NamedDependency[ReminderLetter]
) -> ReminderLetterOut:
    """One letter of reminder."""
    return _letter(await _one(request, reminder_letter.id))


@get("/reminder-letters/{reminder_letter_id:uuid}/letter.pdf", guards=KEEP, media_type=PDF)
async def print_reminder_letter(
    request: Asker, reminder_letter: NamedDependency[ReminderLetter]
) -> Response[bytes]:
    """The paper: a draft as its action is now, an issued one as it was."""
    row = await _one(request, reminder_letter.id)
    return made(letter_paper.filename(row), PDF, await letter_paper.pdf_of(row, clock.now()))


@post("/reminder-letters/{reminder_letter_id:uuid}/issue", guards=KEEP, status_code=200)
async def issue_reminder_letter(
    request: Asker, reminder_letter: NamedDependency[ReminderLetter], data: JSONBody[IssueLetterIn]
) -> ReminderLetterOut:
    """Give a draft its number. 409 `number_taken`, `reminder_letter_ended` or `nothing_owed_any_more`."""
    await letters.issue(request.user, reminder_letter, data, clock.now())
    return _letter(await _one(request, reminder_letter.id))


@post("/reminder-letters/{reminder_letter_id:uuid}/discard", guards=KEEP, status_code=200)
async def discard_reminder_letter(
    request: Asker, reminder_letter: NamedDependency[ReminderLetter], data: JSONBody[DiscardLetterIn]
) -> ReminderLetterOut:
    """Put a draft aside, with the reason. 409 `reminder_letter_ended` for any other."""
    await letters.discard(request.user, reminder_letter, data)
    return _letter(await _one(request, reminder_letter.id))


async def _one(request: Asker, letter: UUID) -> Any:
    row = await letters.found(request.user.organisation, letter)
    if row is None:
        raise NotFound()
    return row


def _letter(row: Any) -> ReminderLetterOut:
    known = {name: row[name] for name in ReminderLetterOut.model_fields if name != "action_id"}
    return ReminderLetterOut(**known, action_id=row["action"])


handlers: list[Any] = [
    list_reminder_letters,
    read_reminder_letter,
    print_reminder_letter,
    issue_reminder_letter,
    discard_reminder_letter,
]
