"""Doors of one letter: look, issue, cancel, replace, file what was signed, hand out."""

from collections.abc import Awaitable, Callable
from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents import serve
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.invitations.letters import (
    actions,
    addressees,
    codes,
    content,
    filing,
    handing,
    letterheads,
    numbers,
    printing,
    queries,
    words,
)
from events_app.invitations.letters.addressees import Addressee
from events_app.invitations.letters.files import saved, scan, signed
from events_app.invitations.letters.forms import CancelIn, CopyForm, IssueIn
from events_app.invitations.letters.printing import LettersIn
from events_app.invitations.letters.queries import LetterView
from events_app.invitations.letters.tables import Letter, LetterCopy, LetterMode, LetterState, Scope
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

INVITE = [requires(Right.invite)]
Answer = Response[Any]
Part = Annotated[
    int,
    QueryParameter(ge=1, le=1000, description="Where each has their own letter: 100 at a time, 50 as DOCX."),
]
From = Annotated[int, QueryParameter(name="from", ge=0, le=1_000_000)]
HERE = "/events/{event_id:uuid}/letters/{letter_id:uuid}"
SHOWN = 50


@get(HERE, guards=INVITE)
async def show(event: NamedDependency[Event], letter: NamedDependency[Letter], begin: From = 0) -> Answer:
    """The letter, to whom it goes, and what can be done with it."""
    return await _show(event, letter, begin=begin)


@post(f"{HERE}/issue", guards=INVITE)
async def issue(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Gives it its number."""
    form = await read_form(request, IssueIn)
    done = await _try(form, lambda: actions.issue(request.user, event, letter, form.value, clock.now()))
    if not done:
        return await _show(event, letter, issuing=form)
    say(request, _("The letter is issued. File the signed copy here when there is one."))
    return redirect(_address(event, letter))


@post(f"{HERE}/cancel", guards=INVITE)
async def cancel(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Ends it; the number stays used."""
    form = await read_form(request, CancelIn)
    done = await _try(
        form, lambda: actions.cancel(request.user, event, letter, form.value.reason, clock.now())
    )
    if not done:
        return await _show(event, letter, cancelling=form)
    say(request, _("The letter is cancelled. Its number stays in the register, with the reason."))
    return redirect(_address(event, letter))


@post(f"{HERE}/replace", guards=INVITE)
async def replace(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """A draft that takes the letter's place once it is issued."""
    try:
        new = await actions.replace(request.user, event, letter)
    except Refusal as refusal:
        say(request, refusal.text, "warning")
        return redirect(_address(event, letter))
    say(request, _("This draft takes the other letter's place when it is issued."))
    return redirect(f"{_address(event, new)}/edit")


@post(f"{HERE}/discard", guards=INVITE)
async def discard(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Throws a draft away."""
    try:
        await actions.discard(request.user, event, letter)
        say(request, _("The draft is gone."))
    except Refusal as refusal:
        say(request, refusal.text, "warning")
    return redirect(f"/events/{event.id}/letters")


@post(f"{HERE}/copies", guards=INVITE)
async def file_copy(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Keeps a signed file beside the letter."""
    form = await read_form(request, CopyForm)

    async def keep() -> None:
        name, data = await scan(form.value.file)
        await filing.file_copy(request.user, letter, name, data, form.value.recipient_id)

    if not await _try(form, keep, field="file"):
        return await _show(event, letter, filing_form=form)
    say(request, _("The signed copy is filed. From now on it is what is sent."))
    return redirect(_address(event, letter))


@get(f"{HERE}/letter.pdf", guards=INVITE)
async def preview(event: NamedDependency[Event], letter: NamedDependency[Letter], part: Part = 1) -> Answer:
    """The letter in the browser."""
    file = await handing.printed(event, letter, clock.now(), part)
    return serve.shown(file.name, file.media_type, file.data)


@get(f"{HERE}/letter.docx", guards=INVITE)
async def as_docx(event: NamedDependency[Event], letter: NamedDependency[Letter], part: Part = 1) -> Answer:
    """The letter to be changed by hand."""
    return saved(await handing.editable(event, letter, clock.now(), part))


@post(f"{HERE}/paper-runs", guards=INVITE)
async def print_all(request: Asker, event: NamedDependency[Event], letter: NamedDependency[Letter]) -> Answer:
    """Has all its letters made, and shows how far they are."""
    form = await read_form(request, LettersIn)
    if not form.ok:
        return await _show(event, letter, printing_form=form)
    try:
        run = await printing.begin(request.user, event, letter, form.value, clock.now())
    except Refusal as refusal:
        say(request, refusal.text, "warning")
        return redirect(_address(event, letter))
    return redirect(f"/events/{event.id}/paper-runs/{run.id}")


@get(f"{HERE}/recipients/{{recipient_id:uuid}}/letter.pdf", guards=INVITE)
async def own_letter(
    event: NamedDependency[Event], letter: NamedDependency[Letter], recipient: NamedDependency[Addressee]
) -> Answer:
    """The letter of one recipient."""
    return saved(await handing.own(event, letter, recipient, clock.now()))


@get(f"{HERE}/copies/{{copy_id:uuid}}/content", guards=INVITE)
async def signed_copy(copy: NamedDependency[LetterCopy]) -> Answer:
    """A signed file."""
    return await signed(copy)


async def _try(form: Form[Any], act: Callable[[], Awaitable[Any]], field: str | None = None) -> bool:
    """Whether it was done; a no stands in the form."""
    if form.ok:
        try:
            await act()
        except Refusal as refusal:
            refusal.field = refusal.field or field or ""
            form.refuse(refusal)
    return form.ok


async def _show(event: Event, letter: Letter, begin: int = 0, **forms: Form[Any]) -> Answer:
    [view] = await queries.letters(event, only=letter.id)
    to = await _recipients(event, view, begin)
    return page(
        "invitations/letters/show.html",
        status=max([200, *(form.status for form in forms.values())]),
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        letter=view,
        to=to[:SHOWN],
        more=begin + SHOWN if len(to) > SHOWN else 0,
        begin=begin,
        copies=await queries.copies(view.id),
        check_url=codes.LETTER.url(view.id) if view.number and view.mode == "one" else "",
        next_number=await _next(event) if view.state is LetterState.draft else "",
        words=words,
        issuing=forms.get("issuing") or Form.blank(IssueIn),
        cancelling=forms.get("cancelling") or Form.blank(CancelIn),
        filing_form=forms.get("filing_form") or Form.blank(CopyForm),
        every=await _every(event, letter),
        first=handing.PART,
        made=await printing.being_made(event, letter.id),
    )


async def _recipients(event: Event, view: LetterView, begin: int) -> list[Addressee]:
    if view.state is not LetterState.draft:
        return await queries.recipients_of(view.id, SHOWN + 1, begin)
    with i18n.using(event.language):
        return await addressees.invited(event, Scope(view.scope), SHOWN + 1, begin)


async def _every(event: Event, letter: Letter) -> int:
    """How many letters of one's own there are, where they are too many to wait for; else none."""
    count = await printing.how_many(event, letter) if letter.mode == LetterMode.each else 0
    return count if count > handing.PART_DOCX else 0


async def _next(event: Event) -> str:
    """How the next number would read today."""
    head = await content.letterhead_of(event.organisation)
    now = clock.now()
    year = await letterheads.this_year(event.organisation, now)
    number = await numbers.next_of(event.organisation, year)
    return numbers.written(
        head.number_pattern or numbers.PATTERN, head.unit, number, now.date().replace(year=year)
    )


def _address(event: Event, letter: Letter) -> str:
    return f"/events/{event.id}/letters/{letter.id}"


doors: list[Any] = [
    show,
    issue,
    cancel,
    replace,
    discard,
    file_copy,
    preview,
    as_docx,
    print_all,
    own_letter,
    signed_copy,
]
