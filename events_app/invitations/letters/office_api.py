"""JSON doors of an organisation's letters: the letterhead, who signs, the register of a year."""

from typing import Annotated, Any

from litestar import delete, get, post, put
from litestar.di import NamedDependency
from litestar.params import JSONBody, QueryParameter

from events_app import clock
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.invitations.letters import letterheads, numbers, register, signing, words
from events_app.invitations.letters.content import letterhead_of
from events_app.invitations.letters.files import logo
from events_app.invitations.letters.forms import LetterheadIn, SignatoryIn
from events_app.invitations.letters.outputs import (
    GapOut,
    GapsOut,
    LetterheadOut,
    RegisterLineOut,
    SignatoryOut,
)
from events_app.invitations.letters.register import Line
from events_app.invitations.letters.tables import Signatory
from events_app.shapes import Body
from events_app.web.api import Cursor, Limit, Page, after, listing
from events_app.web.uploads import File, UploadOperation, read_upload

INVITE = [requires(Right.invite)]
MANAGE = [requires(Right.manage)]
CHOOSE = [requires_any(*signing.CHOOSERS)]
Year = Annotated[
    int | None, QueryParameter(ge=2000, le=2100, description="This year, unless another is given.")
]


class LogoFile(Body):
    """The picture."""

    file: File


@get("/letterhead", guards=INVITE)
async def read_letterhead(request: Asker) -> LetterheadOut:
    """The organisation's letterhead, and how its letters are numbered."""
    return await _letterhead(request)


@put("/letterhead", guards=MANAGE)
async def keep_letterhead(request: Asker, data: JSONBody[LetterheadIn]) -> LetterheadOut:
    """Another letterhead from now on; issued letters keep theirs. 409 `changed_meanwhile`."""
    await letterheads.keep_letterhead(request.user, data, clock.now())
    return await _letterhead(request)


@post("/letterhead/logo", guards=MANAGE, operation_class=UploadOperation)
async def keep_logo(request: Asker) -> LetterheadOut:
    """A picture on the letterhead, PNG or JPEG. 422 `not_a_logo`."""
    data = await read_upload(request, LogoFile)
    await letterheads.keep_logo(request.user, *await logo(data.file))
    return await _letterhead(request)


@delete("/letterhead/logo", guards=MANAGE)
async def drop_logo(request: Asker) -> None:
    """Take the picture off. Twice is once."""
    await letterheads.drop_logo(request.user)


@get("/signatories", guards=CHOOSE)
async def list_signatories(request: Asker, limit: Limit = 100, cursor: Cursor = None) -> Page[SignatoryOut]:
    """Those who can be chosen to sign."""
    begin = after(cursor)
    known = await letterheads.signatories(request.user.organisation)
    rows = [one for one in known if begin is None or one.id > begin]
    return listing(rows[: limit + 1], limit, _signatory)


@post("/signatories", guards=MANAGE)
async def add_signatory(request: Asker, data: JSONBody[SignatoryIn]) -> SignatoryOut:
    """Somebody who may be chosen to sign."""
    return _signatory(await letterheads.add_signatory(request.user, data))


@get("/signatories/{signatory_id:uuid}", guards=CHOOSE)
async def read_signatory(signatory: NamedDependency[Signatory]) -> SignatoryOut:
    """One who signs, or did."""
    return _signatory(signatory)


@put("/signatories/{signatory_id:uuid}", guards=MANAGE)
async def change_signatory(
    request: Asker, signatory: NamedDependency[Signatory], data: JSONBody[SignatoryIn]
) -> SignatoryOut:
    """Another office, rank or name; issued letters keep what they say."""
    return _signatory(await letterheads.change_signatory(request.user, signatory, data))


@delete("/signatories/{signatory_id:uuid}", guards=MANAGE)
async def retire_signatory(request: Asker, signatory: NamedDependency[Signatory]) -> None:
    """Offer somebody no more. Twice is once."""
    await letterheads.retire_signatory(request.user, signatory, clock.now())


@get("/letters", guards=INVITE)
async def list_register(
    request: Asker, year: Year = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[RegisterLineOut]:
    """The register of a year: every number that was given, the newest first."""
    wanted = year or await letterheads.this_year(request.user.organisation, clock.now())
    rows = await register.lines(request.user, wanted, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, _line)


@get("/letters/gaps", guards=INVITE)
async def list_gaps(request: Asker, year: Year = None) -> GapsOut:
    """The running numbers of a year that nobody has."""
    organisation = request.user.organisation
    wanted = year or await letterheads.this_year(organisation, clock.now())
    found = await register.gaps(organisation, wanted)
    return GapsOut(year=wanted, gaps=[GapOut.model_validate(one) for one in found])


async def _letterhead(request: Asker) -> LetterheadOut:
    organisation = request.user.organisation
    row = await letterhead_of(organisation)
    names = [name for name in LetterheadIn.model_fields if name != "next_number"]
    year = await letterheads.this_year(organisation, clock.now())
    known: dict[str, Any] = {name: getattr(row, name) for name in names}
    known["number_pattern"] = row.number_pattern or numbers.PATTERN
    return LetterheadOut(
        **known, has_logo=bool(row.logo), next_number=await numbers.next_of(organisation, year)
    )


def _signatory(row: Signatory) -> SignatoryOut:
    names = [name for name in SignatoryOut.model_fields if name != "office_line"]
    known: dict[str, Any] = {name: getattr(row, name) for name in names}
    return SignatoryOut(**known, office_line=words.office(row.signed_as, row.office, row.on_behalf_of))


def _line(row: Line) -> RegisterLineOut:
    shared = {name: getattr(row, name) for name in RegisterLineOut.model_fields if hasattr(row, name)}
    return RegisterLineOut(**(shared | {"event_id": row.event, "signed_copy": row.filed}))


doors: list[Any] = [
    read_letterhead,
    keep_letterhead,
    keep_logo,
    drop_logo,
    list_signatories,
    add_signatory,
    read_signatory,
    change_signatory,
    retire_signatory,
    list_register,
    list_gaps,
]
