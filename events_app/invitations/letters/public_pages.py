"""Doors for those who hold a letter: download it where one answers, and check its code, without an account."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.documents.store import digest
from events_app.errors import NotFound
from events_app.invitations.access import Ask, Asked, Verified
from events_app.invitations.letters import checking, handing, queries, words
from events_app.invitations.letters.checking import Match
from events_app.invitations.letters.files import saved, to_check
from events_app.invitations.letters.forms import CheckForm
from events_app.web.forms import Form, read_form
from events_app.web.limits import ONE_FILE, takes_files
from events_app.web.pages import page

Answer = Response[Any]


@get("/rsvp/{token:str}/letter", public=True)
async def own_letter(asked_by_link: NamedDependency[Asked]) -> Answer:
    """The letter of the one who was asked: the signed file, else the paper."""
    holding = await queries.held_by(asked_by_link.invitation.id)
    file = await handing.sent(asked_by_link.event, holding, clock.now()) if holding else None
    if file is None:
        raise NotFound()
    return saved(file)


@get("/verify/{code:str}", public=True)
async def verify(verified: NamedDependency[Verified]) -> Answer:
    """What was issued under this code, and whether it still stands."""
    return _page(verified, Form.blank(CheckForm), None)


@post("/verify/{code:str}", public=True, **takes_files("file", ONE_FILE))
async def compare(request: Ask, verified: NamedDependency[Verified]) -> Answer:
    """Whether a file is the one that was issued. It is read, compared and forgotten."""
    form = await read_form(request, CheckForm)
    found = None
    with form.refusing():
        found = await checking.match(verified.letter, digest(await to_check(form.value.file)))
    return _page(verified, form, found)


def _page(verified: Verified, form: Form[CheckForm], found: Match | None) -> Answer:
    return page(
        "invitations/letters/verify.html",
        status=form.status,
        letter=verified.letter,
        zone=verified.zone,
        form=form,
        found=found,
        words=words,
        organisation_name=verified.letter.organisation,
    )


doors: list[Any] = [own_letter, verify, compare]
