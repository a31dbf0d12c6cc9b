"""JSON doors of an event's letters; signed files travel as multipart."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIType, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents.store import digest
from events_app.events.access import Asker
from events_app.events.runs.api import PaperRunOut
from events_app.events.tables import Event
from events_app.invitations.access import Ask, Verified
from events_app.invitations.letters import actions, checking, filing, handing, office_api, printing, queries
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.files import saved, scan, signed, to_check
from events_app.invitations.letters.forms import CancelIn, IssueIn, LetterIn
from events_app.invitations.letters.letter_pages import Part
from events_app.invitations.letters.outputs import CopyOut, LetterOut, MatchOut, RecipientOut, VerifiedOut
from events_app.invitations.letters.printing import LettersIn
from events_app.invitations.letters.tables import Letter, LetterCopy
from events_app.shapes import Body
from events_app.web.api import Cursor, Limit, Page, after, listing
from events_app.web.limits import ONE_FILE, takes_files
from events_app.web.uploads import File, UploadOperation, read_upload

INVITE = [requires(Right.invite)]
LETTERS = "/events/{event_id:uuid}/letters"
HERE = f"{LETTERS}/{{letter_id:uuid}}"
BYTES = "application/octet-stream"
Answer = Any


class CopyFile(Body):
    """The signed file, and whose it is where each has their own letter."""

    file: File
    recipient_id: UUID | None = None


class CheckedFile(Body):
    """A file to compare; it is not kept."""

    file: File


@dataclass
class CopyOperation(UploadOperation):
    """The body of a signed file."""

    def texts(self) -> dict[str, Schema]:
        return {"recipient_id": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID)}


@get(LETTERS, guards=INVITE)
async def list_letters(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[LetterOut]:
    """The letters of an event, the newest first."""
    return listing(await queries.letters(event, after=after(cursor), limit=limit + 1), limit, LetterOut.of)


@post(LETTERS, guards=INVITE)
async def draft_letter(request: Asker, event: NamedDependency[Event], data: JSONBody[LetterIn]) -> LetterOut:
    """Write a draft; empty words get the usual ones. 409 `event_cancelled`; 422 `signatory_missing`."""
    return await _one(event, await actions.draft(request.user, event, data))


@get(HERE, guards=INVITE)
async def read_letter(event: NamedDependency[Event], letter: NamedDependency[Letter]) -> LetterOut:
    """One letter."""
    return await _one(event, letter)


@put(HERE, guards=INVITE)
async def change_letter(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter], data: JSONBody[LetterIn]
) -> LetterOut:
    """Other words for a draft. 409 `letter_issued`, `changed_meanwhile`."""
    return await _one(event, await actions.change(request.user, event, letter, data))


@delete(HERE, guards=INVITE)
async def discard_letter(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]
) -> None:
    """Throw a draft away. 409 `letter_issued`."""
    await actions.discard(request.user, event, letter)


@post(f"{HERE}/issuance", guards=INVITE, status_code=200)
async def issue_letter(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter], data: JSONBody[IssueIn]
) -> LetterOut:
    """Give it the next number of the year, or the one that is given, and fix its words and recipients.

    409 `letter_issued`, `number_taken`, `changed_meanwhile`; 422 `nobody_to_write_to`, `signatory_missing`.
    """
    return await _one(event, await actions.issue(request.user, event, letter, data, clock.now()))


@post(f"{HERE}/cancellation", guards=INVITE, status_code=200)
async def cancel_letter(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter], data: JSONBody[CancelIn]
) -> LetterOut:
    """End an issued letter; its number stays used. 409 `letter_not_issued`."""
    return await _one(event, await actions.cancel(request.user, event, letter, data.reason, clock.now()))


@post(f"{HERE}/replacement", guards=INVITE)
async def replace_letter(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]
) -> LetterOut:
    """A draft that takes an issued letter's place once it is issued itself. 409 `letter_not_issued`."""
    return await _one(event, await actions.replace(request.user, event, letter))


@get(f"{HERE}/recipients", guards=INVITE)
async def list_recipients(
    letter: NamedDependency[Letter], limit: Limit = 100, cursor: Cursor = None
) -> Page[RecipientOut]:
    """To whom an issued letter went, in its order; a draft has nobody yet."""
    rows = await queries.recipients_after(letter.id, limit + 1, after(cursor))
    shaped = [RecipientOut.of(row, letter.mode) for row in rows]
    return listing(shaped, limit, lambda row: row)


@get(f"{HERE}/letter.pdf", guards=INVITE, media_type="application/pdf")
async def letter_pdf(
    event: NamedDependency[Event], letter: NamedDependency[Letter], part: Part = 1
) -> Answer:
    """The letter as PDF; a draft is marked as one."""
    return saved(await handing.printed(event, letter, clock.now(), part))


@get(f"{HERE}/letter.docx", guards=INVITE, media_type=handing.DOCX)
async def letter_docx(
    event: NamedDependency[Event], letter: NamedDependency[Letter], part: Part = 1
) -> Answer:
    """The letter as a Word file, to be changed by hand."""
    return saved(await handing.editable(event, letter, clock.now(), part))


@post(f"{HERE}/paper-runs", guards=INVITE)
async def print_letters(
    request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter], data: JSONBody[LettersIn]
) -> PaperRunOut:
    """Have all its letters made; ask how far they are, then fetch them, many as several files in a ZIP.

    422 `nobody_to_write_to`.
    """
    run = await printing.begin(request.user, event, letter, data, clock.now())
    return PaperRunOut.of(run)


@get(f"{HERE}/recipients/{{recipient_id:uuid}}/letter.pdf", guards=INVITE, media_type="application/pdf")
async def recipient_pdf(
    event: NamedDependency[Event], letter: NamedDependency[Letter], recipient: NamedDependency[Addressee]
) -> Answer:
    """The letter of one recipient."""
    return saved(await handing.own(event, letter, recipient, clock.now()))


@get(f"{HERE}/copies", guards=INVITE)
async def list_copies(
    letter: NamedDependency[Letter], limit: Limit = 100, cursor: Cursor = None
) -> Page[CopyOut]:
    """The signed files beside a letter, the newest first."""
    rows = await queries.copies(letter.id, limit + 1, after(cursor))
    return listing(rows, limit, CopyOut.of)


@post(f"{HERE}/copies", guards=INVITE, operation_class=CopyOperation)
async def file_signed_copy(request: Asker, letter: NamedDependency[Letter]) -> CopyOut:
    """File a signed scan or e-signed PDF; the newest is what is sent. 409 `letter_not_issued`; 422 `not_a_scan`."""
    data = await read_upload(request, CopyFile)
    name, content = await scan(data.file)
    copy = await filing.file_copy(request.user, letter, name, content, data.recipient_id)
    [row] = [one for one in await queries.copies(letter.id) if one.id == copy.id]
    return CopyOut.of(row)


@get(f"{HERE}/copies/{{copy_id:uuid}}/content", guards=INVITE, media_type=BYTES)
async def read_signed_copy(copy: NamedDependency[LetterCopy]) -> Answer:
    """A signed file as it was handed in."""
    return await signed(copy)


@get("/verify/{code:str}", public=True)
async def verify_letter(verified: NamedDependency[Verified]) -> VerifiedOut:
    """What was issued under a letter's code, and whether it still stands."""
    return VerifiedOut.model_validate(verified.letter)


@post(
    "/verify/{code:str}",
    public=True,
    operation_class=UploadOperation,
    status_code=200,
    **takes_files("file", ONE_FILE),
)
async def verify_file(request: Ask, verified: NamedDependency[Verified]) -> MatchOut:
    """Whether a file is one of the letter's; it is read, compared and forgotten."""
    data = await read_upload(request, CheckedFile)
    return MatchOut.model_validate(await checking.match(verified.letter, digest(await to_check(data.file))))


async def _one(event: Event, letter: Letter) -> LetterOut:
    [row] = await queries.letters(event, only=letter.id)
    return LetterOut.of(row)


doors: list[Any] = [
    list_letters,
    draft_letter,
    read_letter,
    change_letter,
    discard_letter,
    issue_letter,
    cancel_letter,
    replace_letter,
    list_recipients,
    letter_pdf,
    letter_docx,
    print_letters,
    recipient_pdf,
    list_copies,
    file_signed_copy,
    read_signed_copy,
    verify_letter,
    verify_file,
    *office_api.doors,
]
