"""Pages of letters of reminder: the drafts that wait for a number, one letter, its paper."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.pages.filters import one_of
from events_app.commitments.reminding import letter_paper, letters, queries
from events_app.commitments.reminding.forms import DiscardLetterIn, IssueLetterIn
from events_app.commitments.reminding.tables import ReminderLetter, ReminderLetterState
from events_app.commitments.reminding.words import LETTER_STATES
from events_app.documents.serve import shown
from events_app.i18n import _, gettext
from events_app.ids import uuid_of
from events_app.invitations.letters import signing
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

KEEP = [requires(Right.keep_commitments)]
Answer = Response[Any]
A_PAGE = 50


@get("/reminders/letters", guards=KEEP)
async def index(request: Asker, standing: FromQuery[str] = "", cursor: FromQuery[str] = "") -> Answer:
    """Letters of reminder, the newest first."""
    state = one_of(ReminderLetterState, standing)
    rows = await letters.listed(request.user, state, uuid_of(cursor), A_PAGE)
    following = f"standing={state}&cursor={rows[A_PAGE - 1]['id']}" if len(rows) > A_PAGE else ""
    return page(
        "commitments/reminding/letters.html",
        rows=rows[:A_PAGE],
        state=state,
        states=[(one.value, gettext(word)) for one, word in LETTER_STATES.items()],
        letter_states=LETTER_STATES,
        next_url=f"/reminders/letters?{following}" if following else "",
        first_url=f"/reminders/letters?standing={state}" if cursor else "",
        failures=await queries.failures(request.user.organisation),
        drafts=await letters.waiting(request.user.organisation),
        nav_current="commitments",
    )


@get("/reminders/letters/{reminder_letter_id:uuid}", guards=KEEP)
async def show(request: Asker, reminder_letter: NamedDependency[ReminderLetter]) -> Answer:
    """One letter, and the forms that number it or put it aside."""
    return await _letter(request, reminder_letter)


@get("/reminders/letters/{reminder_letter_id:uuid}/letter.pdf", guards=KEEP)
async def paper(request: Asker, reminder_letter: NamedDependency[ReminderLetter]) -> Answer:
    """The PDF: a draft as its action is now, an issued one as it was."""
    row = await letters.found(request.user.organisation, reminder_letter.id)
    assert row is not None, "loaded a moment ago"
    return shown(letter_paper.filename(row), "application/pdf", await letter_paper.pdf_of(row, clock.now()))


@post("/reminders/letters/{reminder_letter_id:uuid}/issue", guards=KEEP)
async def issue(request: Asker, reminder_letter: NamedDependency[ReminderLetter]) -> Answer:
    """Numbers the letter."""
    form = await read_form(request, IssueLetterIn)
    with form.refusing():
        await letters.issue(request.user, reminder_letter, form.value, clock.now())
    if not form.ok:
        return await _letter(request, reminder_letter, issuing=form)
    say(request, _("The letter has its number. Print it, have it signed, and send it."))
    return redirect(f"/reminders/letters/{reminder_letter.id}")


@post("/reminders/letters/{reminder_letter_id:uuid}/discard", guards=KEEP)
async def discard(request: Asker, reminder_letter: NamedDependency[ReminderLetter]) -> Answer:
    """Puts the draft aside."""
    form = await read_form(request, DiscardLetterIn)
    with form.refusing():
        await letters.discard(request.user, reminder_letter, form.value)
    if not form.ok:
        return await _letter(request, reminder_letter, discarding=form)
    say(request, _("The letter is put aside."))
    return redirect("/reminders/letters")


async def _letter(
    request: Asker,
    letter: ReminderLetter,
    issuing: Form[IssueLetterIn] | None = None,
    discarding: Form[DiscardLetterIn] | None = None,
) -> Answer:
    version = letter.row_version
    issuing = issuing or Form.blank(IssueLetterIn, row_version=version)
    discarding = discarding or Form.blank(DiscardLetterIn, row_version=version)
    return page(
        "commitments/reminding/letter.html",
        status=max(issuing.status, discarding.status),
        letter=await letters.found(request.user.organisation, letter.id),
        issuing=issuing,
        discarding=discarding,
        signers=await signing.choices(letter.organisation),
        letter_states=LETTER_STATES,
        nav_current="commitments",
    )


handlers: list[Any] = [index, show, paper, issue, discard]
