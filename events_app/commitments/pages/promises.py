"""Pages of one promise: its story, the form that records it, and what the chair says of it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import actions, queries, reading, words
from events_app.commitments.access import Asker
from events_app.commitments.actions import checks
from events_app.commitments.agreeing import fields, similar
from events_app.commitments.asking import queries as asking
from events_app.commitments.forms import MOST_ACTIONS, ActionIn, ClosingIn, ReasonIn
from events_app.commitments.pages import choices
from events_app.commitments.pages.rows import contiguous
from events_app.commitments.parties import queries as parties
from events_app.commitments.shaping import withdrawal_out
from events_app.commitments.tables import ActionState, Commitment, CommitmentState
from events_app.commitments.typed import CommitmentForm
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
KEEP = [requires(Right.keep_commitments)]
DECIDE = [requires(Right.decide)]
OVERSEE = [requires(Right.oversee)]
NAMED = (
    "responsible_institution_id",
    "responsible_position_id",
    "responsible_person_id",
    "verifier_institution_id",
    "verifier_position_id",
)


@get("/events/{event_id:uuid}/commitments/new", guards=KEEP)
async def new(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """The form that records a promise."""
    return await _form(request, kept_event, Form.blank(CommitmentForm, theme=kept_event.theme))


@post("/events/{event_id:uuid}/commitments", guards=KEEP)
async def create(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """Keeps the draft, or says everything that is wrong with it."""
    form = await _read(request)
    with form.refusing():
        made = await actions.record(request.user, kept_event, form.value, clock.now())
    if not form.ok:
        return await _form(request, kept_event, form)
    say(request, _("The commitment is recorded as a draft."))
    return redirect(f"/commitments/{made.id}")


@get("/commitments/{commitment_id:uuid}", guards=READ)
async def show(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """One promise: who said it where, what follows from it, and what stands before agreeing."""
    return await _show(request, commitment)


@get("/commitments/{commitment_id:uuid}/edit", guards=KEEP)
async def edit(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """The draft in the form it was recorded with."""
    if commitment.state != CommitmentState.draft:
        raise actions.promises.NotADraft()
    rows = (await queries.actions_of([commitment.id], clock.now()))[commitment.id]
    rows = [row for row in rows if row["state"] == ActionState.draft]
    backers = (await parties.of([commitment.id]))[commitment.id]
    form = Form.blank(CommitmentForm, **choices.typed(commitment, rows, backers))
    form.advice = await fields.advice_on(request.user, commitment, clock.now())
    return await _form(request, await _event(commitment), form, commitment)


@post("/commitments/{commitment_id:uuid}/edit", guards=KEEP)
async def update(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Keeps the corrected draft."""
    form = await _read(request)
    with form.refusing():
        await actions.update_draft(request.user, commitment, form.value, clock.now())
    if not form.ok:
        return await _form(request, await _event(commitment), form, commitment)
    say(request, _("Saved."))
    return redirect(f"/commitments/{commitment.id}")


@post("/commitments/{commitment_id:uuid}/agree", guards=DECIDE)
async def agree(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Opens the actions and tells their owners."""
    await actions.agree(request.user, commitment, clock.now())
    say(request, _("Agreed. The follow-up actions are open, and their owners have been told."))
    return redirect(f"/commitments/{commitment.id}")


@post("/commitments/{commitment_id:uuid}/withdraw", guards=DECIDE)
async def withdraw(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Takes it back, with the reason."""
    form = await read_form(request, ReasonIn)
    if not form.ok:
        return await _show(request, commitment, withdrawing=form)
    await actions.withdraw(request.user, commitment, form.value.reason, clock.now())
    say(request, _("The commitment is withdrawn; it stays visible with its reason."))
    return redirect(f"/commitments/{commitment.id}")


@post("/commitments/{commitment_id:uuid}/close", guards=OVERSEE)
async def close(request: Asker, commitment: NamedDependency[Commitment]) -> Answer:
    """Ends it, once all its actions have come to their end."""
    form = await read_form(request, ClosingIn)
    if not form.ok:
        return await _show(request, commitment, closing=form)
    await actions.close(request.user, commitment, form.value, clock.now())
    say(request, _("The commitment is closed."))
    return redirect(f"/commitments/{commitment.id}")


async def _show(
    request: Asker,
    commitment: Commitment,
    withdrawing: Form[ReasonIn] | None = None,
    closing: Form[ClosingIn] | None = None,
) -> Answer:
    now = clock.now()
    promise = await reading.one_commitment(request.user, commitment.id, now)
    event = await _event(commitment)
    session = await queries.session_title(commitment.session)
    closing, withdrawing = closing or Form.blank(ClosingIn), withdrawing or Form.blank(ReasonIn)
    return page(
        "commitments/show.html",
        status=max(closing.status, withdrawing.status),
        promise=promise,
        event=event,
        session_title=session,
        alike=await similar.before_agreeing(request.user, commitment),
        hint_names={hint.field: fields.name_of(hint.field) for hint in promise.hints},
        checks=choices.checks(promise, clock.today(event.timezone)),
        ready=not actions.promises.lacking(promise.expected_result, [one.due for one in promise.actions]),
        visibility_word=dict(words.options(words.VISIBILITIES))[promise.visibility],
        closing=closing,
        ratings=words.options(words.RATINGS),
        withdrawing=withdrawing,
        asked=[withdrawal_out(row) for row in await asking.withdrawals(commitment.id)],
        nav_current="commitments",
    )


async def _form(
    request: Asker, event: Event, form: Form[CommitmentForm], commitment: Commitment | None = None
) -> Answer:
    office = uuid_of(str(form.values.get("institution_id") or ""))
    return page(
        "commitments/form.html",
        status=form.status,
        form=form,
        event=event,
        commitment=commitment,
        alike=await similar.before_agreeing(request.user, commitment),
        row_count=max(len(form.rows("actions")), 1),
        party_count=max(len(form.rows("parties")), 1),
        nav_current="events",
        **await choices.of_form(request.user.organisation, event.id, office),
    )


async def _read(request: Asker) -> Form[CommitmentForm]:
    """What was typed. Besides its own faults, a form is told whom its actions name wrongly."""
    form = contiguous(await read_form(request, CommitmentForm), "actions")
    if not form.ok:
        named = [_named(form, row) for row in form.rows("actions")[:MOST_ACTIONS]]
        faults = await checks.faults_of_actions(request.user.organisation, named, "actions.{}.", clock.now())
        form.errors = {fault.field: fault.message for fault in faults} | form.errors
    return form


def _named(form: Form[CommitmentForm], row: int) -> ActionIn:
    """Of an action as typed only whom it names; the rest may be anything."""
    own = {"responsible_institution_id": form.values.get("institution_id")}
    said = {name: form.values.get(f"actions.{row}.{name}") for name in NAMED}
    typed = own | {name: one for name, one in said.items() if one}
    ids: dict[str, Any] = {name: uuid_of(str(one)) for name, one in typed.items()}
    return ActionIn.model_construct(**ids)


async def _event(commitment: Commitment) -> Event:
    event = await Event.objects().get(Event.id == commitment.event)
    assert event is not None, "a commitment has an event"
    return event


handlers = [
    new,
    create,
    show,
    edit,
    update,
    agree,
    withdraw,
    close,
]
