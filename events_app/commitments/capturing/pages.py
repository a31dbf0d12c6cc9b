"""Doors for people who capture: the page with one line and three keys; it works as a plain form, too."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, FromQuery

from events_app import clock, i18n
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.board.faces import Face, View
from events_app.checkin.board.streaming import stream
from events_app.checkin.board.watching import Watcher
from events_app.commitments import queries as promises
from events_app.commitments.access import Asker
from events_app.commitments.capturing import access, actions, queries, wall_pages
from events_app.commitments.capturing.forms import ActionLineChange, ActionLineIn, LineChange, LineForm
from events_app.commitments.capturing.reader import Captured, parts
from events_app.commitments.capturing.tables import CapturedLine
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.ids import new_id, uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]
KEEP = [requires(Right.keep_commitments)]
LINE = "/events/{event_id:uuid}/capture/{line_id:uuid}"
STICKY = ("session_id", "agenda_item_id", "who")


@get("/events/{event_id:uuid}/capture", guards=KEEP)
async def capture(
    request: Asker,
    kept_event: NamedDependency[Event],
    session_id: FromQuery[str] = "",
    agenda_item_id: FromQuery[str] = "",
    who: FromQuery[str] = "",
) -> Answer:
    """Who is here, one line to type, and what has been captured so far."""
    item = uuid_of(agenda_item_id) or await queries.running_item(kept_event, clock.now())
    chosen = {"session_id": uuid_of(session_id), "agenda_item_id": item, "who": who[:60]}
    return await _page(request, kept_event, Form.blank(LineForm, **chosen))


@post("/events/{event_id:uuid}/capture", guards=KEEP)
async def add(request: Asker, kept_event: NamedDependency[Event]) -> Answer:
    """Keeps the draft; where we are, and who speaks, stay chosen."""
    form = await read_form(request, LineForm)
    with form.refusing():
        await actions.capture(request.user, kept_event, form.value.plain(), clock.now())
    if not form.ok:
        return await _page(request, kept_event, _beside_who(form))
    kept = {name: form.values[name] for name in STICKY if form.values.get(name)}
    return redirect(f"/events/{kept_event.id}/capture?{urlencode(kept)}")


@get("/events/{event_id:uuid}/capture/live", guards=KEEP, uncompressed=True)
async def capture_live(
    request: Asker, kept_event: NamedDependency[Event], view: FromQuery[View] = "office"
) -> Answer:
    """What others capture: as a stream, or at once for those whom no stream reaches."""
    face = Face(view, i18n.locale())
    streamed = stream(request, kept_event, Watcher.of(face, request.user), Captured)
    return streamed or Response({"parts": await parts(kept_event, face)})


@get(f"{LINE}/edit", guards=KEEP)
async def edit(kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]) -> Answer:
    """Other words for a line, or taking it back."""
    line = await _line(kept_event, captured)
    known = {"text": line.text, "agenda_item_id": line.agenda_item, "row_version": line.row_version}
    return await _edit(kept_event, line, Form.blank(LineChange, **known))


@post(f"{LINE}/edit", guards=KEEP)
async def reword(
    request: Asker, kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]
) -> Answer:
    """Keeps them, unless somebody was faster."""
    form = await read_form(request, LineChange)
    with form.refusing():
        said = form.value.model_copy(
            update={"agenda_item_id": form.value.agenda_item_id}
        )  # none is an answer
        await actions.reword(request.user, kept_event, captured, said, clock.now())
    if not form.ok:
        return await _edit(kept_event, await _line(kept_event, captured), form)
    return _back(kept_event)


@post(f"{LINE}/undo", guards=KEEP)
async def undo(
    request: Asker, kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]
) -> Answer:
    """Takes a slip back."""
    await actions.undo(request.user, captured, clock.now())
    say(request, _("The line is taken back."))
    return _back(kept_event)


@get(f"{LINE}/actions", guards=KEEP)
async def new_action(kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]) -> Answer:
    """The form for what follows from a line."""
    return await _doing(kept_event, await _line(kept_event, captured), Form.blank(ActionLineIn))


@post(f"{LINE}/actions", guards=KEEP)
async def add_action(
    request: Asker, kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine]
) -> Answer:
    """One more; the form stays for the next."""
    form = await read_form(request, ActionLineIn)
    with form.refusing():
        await actions.capture_action(request.user, kept_event, captured, form.value, clock.now())
    if not form.ok:
        return await _doing(kept_event, await _line(kept_event, captured), form)
    return redirect(f"/events/{kept_event.id}/capture/{captured.line}/actions")


@get(f"{LINE}/actions/{{doing_id:uuid}}", guards=KEEP)
async def edit_action(
    kept_event: NamedDependency[Event], captured: NamedDependency[CapturedLine], doing_id: FromPath[UUID]
) -> Answer:
    """An action in the form it was captured with."""
    one = _of(line := await _line(kept_event, captured), doing_id)
    facts = {"deliverable": one.deliverable, "responsible_institution_id": one.institution_id}
    due = one.due.strftime("%d/%m/%Y") if one.due else ""
    form = Form.blank(ActionLineChange, **facts, due=due, row_version=one.row_version)
    return await _doing(kept_event, line, form, doing_id)


@post(f"{LINE}/actions/{{doing_id:uuid}}", guards=KEEP)
async def change_action(
    request: Asker,
    kept_event: NamedDependency[Event],
    captured: NamedDependency[CapturedLine],
    doing_id: FromPath[UUID],
) -> Answer:
    """Keeps it, unless somebody was faster."""
    form = await read_form(request, ActionLineChange)
    with form.refusing():
        await actions.change_action(request.user, kept_event, captured, doing_id, form.value, clock.now())
    if not form.ok:
        return await _doing(kept_event, await _line(kept_event, captured), form, doing_id)
    return _back(kept_event)


@post(f"{LINE}/actions/{{doing_id:uuid}}/undo", guards=KEEP)
async def undo_action(
    request: Asker,
    kept_event: NamedDependency[Event],
    captured: NamedDependency[CapturedLine],
    doing_id: FromPath[UUID],
) -> Answer:
    """Takes an action out of its draft."""
    await actions.undo_action(request.user, captured, doing_id, clock.now())
    say(request, _("The follow-up action is taken back."))
    return _back(kept_event)


def _beside_who(form: Form[LineForm]) -> Form[LineForm]:
    """The page has one field for both."""
    for name in ("guest_id", "institution_id"):
        if name in form.errors:
            form.errors["who"] = form.errors.pop(name)
    return form


async def _page(request: Asker, event: Event, form: Form[LineForm]) -> Answer:
    return page(
        "commitments/capturing/capture.html",
        status=form.status,
        form=form,
        event=event,
        state=event.state_at(clock.now()),
        line_id=form.values.get("id") or new_id(),
        lines=await queries.lines(event.id),
        speakers=await queries.speakers(event.id),
        institutions=await queries.institutions(event.id),
        sessions=[(str(row["id"]), row["title"]) for row in await promises.sessions(event.id)],
        agenda=await queries.agenda(event.id),
        user=request.user.user,
        nav_current="events",
    )


async def _edit(event: Event, line: queries.Line, form: Form[LineChange]) -> Answer:
    return page(
        "commitments/capturing/edit.html", status=form.status, form=form, event=event, line=line,
        agenda=await queries.agenda(event.id),
        nav_current="events",
    )  # fmt: skip


async def _doing(event: Event, line: queries.Line, form: Form[Any], doing: UUID | None = None) -> Answer:
    return page(
        "commitments/capturing/action.html",
        status=form.status,
        form=form,
        event=event,
        line=line,
        doing=_of(line, doing) if doing else None,
        line_id=form.values.get("id") or new_id(),
        institutions=await queries.institutions(event.id),
        nav_current="events",
    )


def _of(line: queries.Line, doing: UUID) -> queries.Doing:
    for one in line.actions:
        if one.id == doing:
            return one
    raise NotFound()


async def _line(event: Event, captured: CapturedLine) -> queries.Line:
    found = await queries.line(event.id, captured.line)
    if found is None:
        raise NotFound()
    return found


def _back(event: Event) -> Answer:
    return redirect(f"/events/{event.id}/capture")


ROWS = access.ROWS
doors: list[Any] = [
    capture, add, capture_live, edit, reword, undo, new_action, add_action, edit_action, change_action, undo_action,
    *wall_pages.doors,
]  # fmt: skip
