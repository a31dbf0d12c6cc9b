"""Pages of what earlier meetings left open: reviewed in one list, by the keyboard where there is one."""

from typing import Annotated, Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.carrying import actions, queries, words
from events_app.commitments.carrying.forms import PreviousIn, ReviewIn, ReviewsForm
from events_app.commitments.carrying.review_lines import as_sent, blank, lines_of, owners_named, say_undecided
from events_app.commitments.minutes.writing import may_write
from events_app.commitments.pages import choices
from events_app.errors import Refusal
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.formats import date_short
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
READ = [requires(Right.read)]
PageNumber = Annotated[int, QueryParameter(name="page", ge=1, le=100_000)]


@get("/events/{event_id:uuid}/minutes/review", guards=READ)
async def show(request: Asker, event: NamedDependency[Event], number: PageNumber = 1) -> Answer:
    """What earlier meetings left open, with what this one said of it; a hundred on a page."""
    return await _show(request, event, number)


@post("/events/{event_id:uuid}/minutes/review")
async def review(request: Asker, written_event: NamedDependency[Event], number: PageNumber = 1) -> Answer:
    """Keeps every line of the page that has a decision and is not as it was."""
    form = await read_form(request, ReviewsForm)
    if form.ok:
        try:
            said = await _changed(request, written_event, form)
            if form.ok:
                await actions.review(request.user, written_event, said, clock.now())
        except actions.RefusedLine as refusal:
            _beside_its_line(form, refusal)
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _show(request, written_event, number, form)
    say(request, _("The review is saved."))
    return redirect(_address(written_event, number))


@post("/events/{event_id:uuid}/minutes/previous")
async def choose_previous(request: Asker, written_event: NamedDependency[Event]) -> Answer:
    """Names the meeting before."""
    form = await read_form(request, PreviousIn)
    with form.refusing():
        chosen = form.value.previous_id
        await actions.choose_previous(request.user, written_event, chosen, clock.now())
    if not form.ok:
        return await _show(request, written_event, choosing=form)
    return redirect(_address(written_event))


@get("/events/{event_id:uuid}/minutes/carried", guards=READ)
async def carried(request: Asker, event: NamedDependency[Event]) -> Answer:
    """The same, short, for the agenda."""
    rows = await queries.carried(request.user, event, clock.now())
    return page("commitments/carrying/_carried.html", event=event, rows=rows, words=words, titled=True)


def _address(event: Event, number: int = 1) -> str:
    return f"/events/{event.id}/minutes/review" + (f"?page={number}" if number > 1 else "")


async def _changed(request: Asker, event: Event, form: Form[ReviewsForm]) -> list[Any]:
    rows = form.value.rows
    decided = [row for row in rows if row.decision is not None]
    say_undecided(form, rows)
    offices = await owners_named(request.user, form, rows)
    named = [row.action_id for row in decided]
    known = {row["id"]: row for row in await queries.carried(request.user, event, clock.now(), only=named)}
    said = []
    for row in decided:
        data = ReviewIn(
            **row.model_dump(exclude={"action_id", "new_owner"}),
            responsible_institution_id=offices.get(row.new_owner),
        )
        if not _stands(known.get(row.action_id), data):
            said.append((row.action_id, data))
    return said


def _beside_its_line(form: Form[ReviewsForm], refusal: actions.RefusedLine) -> None:
    """A fault of one line stands at the new due date or the new owner of that line."""
    number = [row.action_id for row in form.value.rows].index(refusal.action)
    at = "new_owner" if refusal.field == "responsible_institution_id" else "new_due"
    form.errors[f"rows.{number}.{at}"] = refusal.said


def _stands(row: Any, data: ReviewIn) -> bool:
    if data.new_due is not None or data.responsible_institution_id is not None:
        return False
    return row is not None and (row["decision"], row["discussed"], row["note"], row["review_version"]) == (
        data.decision,
        data.discussed,
        data.note,
        data.row_version,
    )


async def _show(
    request: Asker,
    event: Event,
    number: int = 1,
    form: Form[ReviewsForm] | None = None,
    choosing: Form[PreviousIn] | None = None,
) -> Answer:
    now = clock.now()
    lines = await lines_of(request.user, event, number, now)
    if form is not None:
        lines = await as_sent(request.user, event, lines, form, now)
    previous = await queries.previous_of(request.user, event)
    writes = may_write(request.user)
    meetings = await queries.candidates(request.user, event) if writes else []
    forms = [one for one in (form, choosing) if one is not None]
    return page(
        "commitments/carrying/review.html",
        status=max([one.status for one in forms], default=200),
        nav_current="events",
        event=event,
        state=event.state_at(now),
        lines=lines,
        form=form or blank(lines),
        here=_address(event, lines.page),
        next_url=_address(event, lines.page + 1) if lines.more else "",
        first_url=_address(event) if lines.page > 1 else "",
        choosing=choosing or Form.blank(PreviousIn, previous_id=previous["id"] if previous else None),
        meetings=[
            (one["id"], f"{date_short(one['starts_at'], one['timezone'])} · {one['title']}")
            for one in meetings
        ],
        previous=previous,
        words=words,
        may_write=writes,
        may_give=writes and request.user.may(Right.decide),
        offices=await choices.institutions(event.organisation) if request.user.may(Right.decide) else [],
    )


doors: list[Any] = [show, review, choose_previous, carried]
