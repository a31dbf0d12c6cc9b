"""Pages of ratifying for staff: what waits, and one promise with its letter and its link."""

from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromQuery
from litestar.response import Stream

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.kinds import Ratified
from events_app.commitments.pages.filters import one_of
from events_app.commitments.ratifying import answering, asking, public_pages, queries, taking_back, words
from events_app.commitments.ratifying.forms import SetBackIn, SignedLetterForm, Stand
from events_app.commitments.ratifying.outputs import link_state
from events_app.commitments.ratifying.refusals import NotASignedLetter
from events_app.commitments.tables import Commitment
from events_app.documents.serve import stored
from events_app.errors import Invalid, NotFound, Refusal
from events_app.i18n import N_, _, gettext
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_commitments)]
HERE = "/commitments/{commitment_id:uuid}/ratification"
A_PAGE = 50
STANDINGS = {
    Ratified.pending: N_("Awaiting ratification"),
    Ratified.ratified: N_("Ratified"),
    Ratified.declined: N_("Ratification refused"),
}


@get("/ratifications", guards=KEEP)
async def index(request: Asker, standing: FromQuery[str] = "pending", cursor: FromQuery[str] = "") -> Answer:
    """Promises made in somebody's place: those that wait, unless others are asked for."""
    now, state = clock.now(), one_of(Ratified, standing)
    rows = await queries.listed(request.user, state, now, uuid_of(cursor), A_PAGE)
    following = f"standing={state}&cursor={rows[A_PAGE - 1]['id']}" if len(rows) > A_PAGE else ""
    return page(
        "commitments/ratifying/index.html",
        rows=[(row, gettext(words.LINKS[link_state(row, now)])) for row in rows[:A_PAGE]],
        state=state,
        states=[(one.value, gettext(word)) for one, word in STANDINGS.items()],
        next_url=f"/ratifications?{following}" if following else "",
        first_url=f"/ratifications?standing={state}" if cursor else "",
        nav_current="commitments",
    )


@get(HERE, guards=READ)
async def show(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Who was asked, what was answered, and what staff may do meanwhile."""
    return await _show(commitment)


@post(f"{HERE}/request", guards=KEEP)
async def ask_again(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Ends the old link and sends a new one to whoever holds the post."""
    try:
        await asking.ask_again(request.user, commitment, clock.now())
    except Refusal as refusal:
        return await _show(commitment, refusal=refusal)
    say(request, _("The holder of the position has been asked by a new link."))
    return redirect(f"/commitments/{commitment.id}/ratification")


@post(f"{HERE}/request/end", guards=KEEP)
async def end_link(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Ends the link that was given."""
    await asking.end_link(request.user, commitment, clock.now())
    say(request, _("The link works no longer."))
    return redirect(f"/commitments/{commitment.id}/ratification")


@post(f"{HERE}/letter", guards=KEEP)
async def hand_in(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Keeps a signed letter as the answer."""
    form = await read_form(request, SignedLetterForm)
    if form.ok:
        try:
            name, data = await _sent(form.value.file)
            await answering.hand_in(request.user, commitment, form.value, name, data, clock.now())
        except Refusal as refusal:
            if not refusal.field and not isinstance(refusal, Invalid):
                return await _show(commitment, refusal=refusal)
            form.refuse(refusal)
    if not form.ok:
        return await _show(commitment, form)
    say(request, _("The letter is kept, and its answer stands."))
    return redirect(f"/commitments/{commitment.id}/ratification")


@get(f"{HERE}/letter", guards=READ)
async def letter(commitment: NamedDependency[Commitment], answer: FromQuery[UUID | None] = None) -> Stream:
    """The signed letter, as it was handed in; of the answer that stands, unless another is asked for."""
    return await stored(await answering.letter_of(commitment, answer))


@post(f"{HERE}/set-back", guards=[requires(Right.decide)])
async def set_back(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """The chair has it wait again; a refusal stands on top or beside its field."""
    back = await read_form(request, SetBackIn)
    if not back.ok:
        return await _show(commitment, back=back)
    try:
        await taking_back.set_back(request.user, commitment, back.value.reason, clock.now())
    except Refusal as refusal:
        return await _show(commitment, back=back, refusal=refusal)
    say(request, _("The promise waits again; whoever holds the position is asked."))
    return redirect(f"/commitments/{commitment.id}/ratification")


async def _sent(file: Any) -> tuple[str, bytes]:
    if not isinstance(file, UploadFile):
        raise NotASignedLetter()
    return file.filename, await file.read()


async def _show(
    commitment: Commitment,
    form: Form[SignedLetterForm] | None = None,
    refusal: Refusal | None = None,
    back: Form[SetBackIn] | None = None,
) -> Answer:
    now = clock.now()
    row = await queries.facts(commitment.organisation, commitment.id, now)
    if row is None:
        raise NotFound()
    form, back = form or Form.blank(SignedLetterForm), back or Form.blank(SetBackIn)
    answers = (await queries.answers([commitment.id]))[commitment.id]
    return page(
        "commitments/ratifying/show.html",
        status=refusal.status_code if refusal else max(form.status, back.status),
        p=row,
        form=form,
        back=back,
        refusal=refusal,
        waits=row["ratification"] == Ratified.pending and row["commitment_state"] == "agreed",
        link=link_state(row, now).value,
        link_word=gettext(words.LINKS[link_state(row, now)]),
        lines=words.story(await queries.told(commitment.id), answers, row["timezone"]),
        signers=[(str(one["id"]), one["name"]) for one in await queries.signers(commitment.id)],
        outcomes=[
            (Stand.ratified.value, _("Stands by it")),
            (Stand.declined.value, _("Does not stand by it")),
        ],
        today=clock.today(row["timezone"]),
        nav_current="commitments",
    )


handlers: list[Any] = [
    index,
    show,
    ask_again,
    end_link,
    hand_in,
    letter,
    set_back,
    *public_pages.handlers,
]
