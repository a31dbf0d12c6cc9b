"""Pages of paper: tick many, or bring a list; see the batches and take one back."""

from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from litestar import Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery, QueryParameter

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.paper import actions, queries, reading
from events_app.checkin.paper.actions import Mark, Marked
from events_app.checkin.paper.forms import PaperForm, PaperListForm
from events_app.checkin.paper.tables import PaperBatch
from events_app.errors import Invalid, NotFound, Refusal
from events_app.events.access import Asker
from events_app.events.moments import local_text
from events_app.events.queries import parts_of
from events_app.events.tables import Event
from events_app.i18n import N_, _, ngettext
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
SCAN = [requires(Right.scan)]
A_PAGE = 200
NEWEST = 10
Number = Annotated[int, QueryParameter(name="page", ge=1, le=10_000)]


class NothingToRead(Refusal):
    status_code = 422
    field = "pasted"
    message = N_("Please choose a file, or paste the cells of a list.")


@get("/events/{event_id:uuid}/attendance/paper")
async def paper(
    door: NamedDependency[Event],
    session: FromQuery[str] = "",
    q: FromQuery[str] = "",
    number: Number = 1,
) -> Answer:
    """The guest list with boxes to tick."""
    return await _page(door, uuid_of(session), q[:200], number)


@post("/events/{event_id:uuid}/attendance/paper", guards=SCAN)
async def mark(request: Asker, door: NamedDependency[Event]) -> Answer:
    """Marks those who are ticked, all with one time of arrival."""
    form = await read_form(request, PaperForm)
    if form.ok:
        given, now = form.value, clock.now()
        marks = [Mark(guest, given.at) for guest in given.guests]
        try:
            done = await actions.mark_present(request.user, door, given.session_id, marks, given.source, now)
        except Refusal as refusal:
            _refuse(form, refusal)
    if not form.ok:
        return await _page(door, _session(form), "", 1, form)
    say(request, told(done))
    return redirect(f"/events/{door.id}/attendance/paper")


@post("/events/{event_id:uuid}/attendance/paper/list", guards=SCAN)
async def read_list(request: Asker, door: NamedDependency[Event]) -> Answer:
    """Shows line by line what would become of a list, and writes it after a yes."""
    form, now = await read_form(request, PaperListForm), clock.now()
    if not form.ok:
        return await _page(door, _session(form), "", 1, list_form=form)
    given = form.value
    try:
        source, content = await _list_of(given)
        lines = await reading.read(door, given.session_id, content, given.at, now)
        if given.commit:
            return await _write(request, door, given, source, lines, now)
    except Refusal as refusal:
        return await _page(door, given.session_id, "", 1, list_form=_refuse(form, refusal))
    return await _preview(door, form, source, lines)


@post("/events/{event_id:uuid}/attendance/paper/{batch_id:uuid}/undo", guards=SCAN)
async def take_back(request: Asker, door: NamedDependency[Event], batch_id: FromPath[UUID]) -> Answer:
    """Takes a batch back."""
    batch = await PaperBatch.objects().get((PaperBatch.id == batch_id) & (PaperBatch.event == door.id))
    if batch is None:
        raise NotFound()
    await actions.take_back(request.user, door, batch, clock.now())
    say(request, _("Taken back. These guests are counted as they were before."))
    return redirect(f"/events/{door.id}/attendance/paper")


def told(done: Marked) -> str:
    """What a save did, in one or two sentences."""
    marked = ngettext("%(num)s guest is marked present.", "%(num)s guests are marked present.", done.marked)
    if not done.unchanged:
        return marked
    before = ngettext(
        "%(num)s guest was present already.", "%(num)s guests were present already.", done.unchanged
    )
    return f"{marked} {before}"


def _refuse(form: Form[Any], refusal: Refusal) -> Form[Any]:
    """A fault of one of many marks is said beside the field that all of them share."""
    if isinstance(refusal, Invalid):
        ends = {"at": "at", "guest_id": "guests"}
        form.errors |= {
            ends.get(one.field.rpartition(".")[2], one.field): one.message for one in refusal.errors
        }
        return form
    return form.refuse_list(refusal)


def _session(form: Form[Any]) -> UUID | None:
    return uuid_of(str(form.values.get("session_id") or ""))


async def _list_of(given: PaperListForm) -> tuple[str, bytes]:
    """The file, or what was pasted; the file counts when there are both."""
    if isinstance(given.file, UploadFile):
        return given.source or given.file.filename[:200], await given.file.read()
    if not given.pasted:
        raise NothingToRead()
    return given.source or _("Pasted cells"), given.pasted.encode("utf-8", "replace")


async def _write(
    request: Asker,
    event: Event,
    given: PaperListForm,
    source: str,
    lines: list[reading.Reading],
    now: datetime,
) -> Answer:
    marks = reading.marks(lines)
    done = Marked(None, 0, len(lines))
    if marks:
        done = await actions.mark_present(request.user, event, given.session_id, marks, source, now)
    say(request, told(done))
    return redirect(f"/events/{event.id}/attendance/paper")


async def _preview(
    event: Event, form: Form[PaperListForm], source: str, lines: list[reading.Reading]
) -> Answer:
    return page(
        "checkin/paper_list.html",
        nav_current="events",
        event=event,
        form=form,
        source=source,
        lines=lines,
        counts=reading.counts(lines),
        text=reading.as_text(lines),
    )


async def _page(
    event: Event,
    session: UUID | None,
    q: str,
    number: int,
    form: Form[PaperForm] | None = None,
    list_form: Form[PaperListForm] | None = None,
) -> Answer:
    rows = await queries.tickable(event, session, q, A_PAGE + 1, (number - 1) * A_PAGE)
    base = f"/events/{event.id}/attendance/paper"
    here = f"{base}?session={session or ''}"
    at = local_text(min(event.starts_at or clock.now(), clock.now()), event.timezone)
    return page(
        "checkin/paper.html",
        status=max(one.status for one in (form, list_form) if one) if form or list_form else 200,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        form=form or Form.blank(PaperForm, at=at, session_id=session),
        list_form=list_form or Form.blank(PaperListForm, at=at, session_id=session),
        rows=rows[:A_PAGE],
        q=q,
        session=session,
        sessions=[(part.session.id, part.session.title) for part in await parts_of(event)],
        batches=await queries.newest(event, NEWEST),
        first_url=here if number > 1 else "",
        next_url=f"{here}&page={number + 1}" if len(rows) > A_PAGE else "",
    )


doors: list[Any] = [paper, mark, read_list, take_back]
