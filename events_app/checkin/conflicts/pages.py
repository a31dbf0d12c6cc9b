"""Pages of scans to look at: all of an event, and one with both scans side by side and its decision."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency, Provide

from events_app import clock
from events_app.checkin import words as spoken
from events_app.checkin.conflicts import actions, queries, words
from events_app.checkin.conflicts.access import KEEPS_ATTENDANCE, question_here
from events_app.checkin.conflicts.forms import ScanDecisionIn
from events_app.checkin.conflicts.queries import Question
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/events/{event_id:uuid}/scan-conflicts", guards=KEEPS_ATTENDANCE)
async def scan_conflicts(event: NamedDependency[Event]) -> Answer:
    """What waits for a decision, and what was decided."""
    found = await queries.questions(event)
    return page(
        "checkin/conflicts/index.html",
        event=event,
        state=event.state_at(clock.now()),
        waiting=[one for one in found if one.open],
        settled=[one for one in found if not one.open],
        nav_current="events",
    )


@get("/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}", guards=KEEPS_ATTENDANCE)
async def show(event: NamedDependency[Event], question: NamedDependency[Question]) -> Answer:
    """Both scans side by side, and the decisions there are."""
    return _question(event, question, Form.blank(ScanDecisionIn))


@post("/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}", guards=KEEPS_ATTENDANCE)
async def settle(
    request: Asker, event: NamedDependency[Event], question: NamedDependency[Question]
) -> Answer:
    """Keeps the decision."""
    form = await read_form(request, ScanDecisionIn)
    with form.refusing():
        await actions.settle(request.user, event, question.id, form.value, clock.now())
    if not form.ok:
        return _question(event, question, form)
    say(request, _("The decision is kept. It can be opened again."))
    return redirect(f"/events/{event.id}/scan-conflicts")


@post("/events/{event_id:uuid}/scan-conflicts/{conflict_id:uuid}/reopen", guards=KEEPS_ATTENDANCE)
async def reopen(
    request: Asker, event: NamedDependency[Event], question: NamedDependency[Question]
) -> Answer:
    """Asks again."""
    await actions.reopen(request.user, event, question.id)
    say(request, _("It is open again. What was decided before stands until you decide anew."))
    return redirect(f"/events/{event.id}/scan-conflicts/{question.id}")


def _question(event: Event, question: Question, form: Form[ScanDecisionIn]) -> Answer:
    return page(
        "checkin/conflicts/show.html",
        status=form.status,
        event=event,
        state=event.state_at(clock.now()),
        one=question,
        form=form,
        words=spoken.spoken(),
        methods=words.methods(),
        nav_current="events",
    )


doors: list[Any] = [scan_conflicts, show, settle, reopen]
dependencies = {"question": Provide(question_here)}
