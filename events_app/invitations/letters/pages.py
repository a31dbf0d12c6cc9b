"""Doors for those who invite: the letters of an event, and writing one."""

from datetime import date
from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations.letters import (
    actions,
    content,
    letter_pages,
    letterheads,
    queries,
    signing,
    words,
)
from events_app.invitations.letters import register as registers
from events_app.invitations.letters.forms import LetterIn
from events_app.invitations.letters.loaders import ROWS
from events_app.invitations.letters.tables import Letter, LetterState
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

__all__ = ["ROWS", "doors"]

INVITE = [requires(Right.invite)]
Answer = Response[Any]
MOST = 2_000


@get("/events/{event_id:uuid}/letters", guards=INVITE)
async def index(event: NamedDependency[Event]) -> Answer:
    """Every letter of the event."""
    found = await queries.letters(event)
    return page("invitations/letters/index.html", letters=found, words=words, **_about(event))


@get("/events/{event_id:uuid}/letters/new", guards=INVITE)
async def new(event: NamedDependency[Event]) -> Answer:
    """The usual letter, to be changed."""
    signers = await letterheads.signatories(event.organisation)
    with i18n.using(event.language):
        usual = content.usual(event)
    classification = content.usual_classification(event)
    chosen = str(signers[0].id) if signers else None
    form = Form.blank(
        LetterIn, **usual, classification=classification, mode="one", scope="everybody", signatory_id=chosen
    )
    return await _write(event, None, form)


@post("/events/{event_id:uuid}/letters/new", guards=INVITE)
async def create(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Keeps a draft, or says what is wrong with it."""
    form = await read_form(request, LetterIn)
    letter = None
    with form.refusing():
        letter = await actions.draft(request.user, event, form.value)
    if letter is None:
        return await _write(event, None, form)
    say(request, _("The draft is kept. Look at it, then issue it."))
    return redirect(f"/events/{event.id}/letters/{letter.id}")


@get("/events/{event_id:uuid}/letters/{letter_id:uuid}/edit", guards=INVITE)
async def edit(event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """A draft's words; an issued letter has none to change."""
    if letter.state != LetterState.draft:
        return redirect(f"/events/{event.id}/letters/{letter.id}")
    names = [name for name in LetterIn.model_fields if name != "signatory_id"]
    values = {name: getattr(letter, name) for name in names}
    return await _write(event, letter, Form.blank(LetterIn, **values, signatory_id=letter.signatory))


@post("/events/{event_id:uuid}/letters/{letter_id:uuid}/edit", guards=INVITE)
async def change(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Keeps other words."""
    form = await read_form(request, LetterIn)
    with form.refusing():
        await actions.change(request.user, event, letter, form.value)
    if not form.ok:
        return await _write(event, letter, form)
    say(request, _("Saved."))
    return redirect(f"/events/{event.id}/letters/{letter.id}")


@get("/letters", guards=INVITE)
async def register(request: Asker, year: FromQuery[int | None] = None) -> Answer:
    """The numbers of a year, with the gaps between them."""
    organisation = request.user.organisation
    this = await letterheads.this_year(organisation, clock.now())
    shown = min(max(year or this, 2000), 2100)
    return page(
        "invitations/letters/register.html",
        nav_current="events",
        year=shown,
        years=sorted({this, shown, *await registers.years(organisation)}, reverse=True),
        lines=sorted(await registers.lines(request.user, shown, limit=MOST), key=_place, reverse=True),
        gaps=await registers.gaps(organisation, shown),
        words=words,
    )


def _place(line: registers.Line) -> tuple[int, date, str]:
    """By the running number; what was numbered elsewhere comes after, by its day."""
    return line.sequence or 0, line.letter_date, line.number


async def _write(event: Event, letter: Letter | None, form: Form[LetterIn]) -> Answer:
    return page(
        "invitations/letters/write.html",
        status=form.status,
        letter=letter,
        form=form,
        signers=await signing.choices(event.organisation),
        words=words,
        **_about(event),
    )


def _about(event: Event) -> dict[str, Any]:
    return {"nav_current": "events", "event": event, "state": event.state_at(clock.now())}


doors: list[Any] = [index, new, create, edit, change, register, *letter_pages.doors]
