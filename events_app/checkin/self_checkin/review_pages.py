"""Odd marks, for people to look at: who, when, from which phone and why; fine, or taken back with a reason."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin.self_checkin import queries, reviewing, words
from events_app.checkin.self_checkin.forms import DecisionForm, FlagDecisionIn
from events_app.checkin.self_checkin.tables import SelfFlag
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.i18n import _, gettext
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Answer = Response[Any]


@get("/events/{event_id:uuid}/self-check-in/review")
async def review(planned: NamedDependency[Event]) -> Answer:
    """The undecided first."""
    return await _review(planned, None, None)


@post("/events/{event_id:uuid}/self-check-in/review/{flag_id:uuid}")
async def decide(request: Asker, planned: NamedDependency[Event], flag: NamedDependency[SelfFlag]) -> Answer:
    """Settles one."""
    form = await read_form(request, DecisionForm)
    with form.refusing():
        said = FlagDecisionIn(**form.value.model_dump())
        await reviewing.decide(request.user, planned, flag, said, clock.now())
    if not form.ok:
        return await _review(planned, form, flag)
    say(request, _("Decided."))
    return redirect(f"/events/{planned.id}/self-check-in/review")


async def _review(event: Event, form: Form[DecisionForm] | None, flag: SelfFlag | None) -> Answer:
    return page(
        "checkin/self_checkin/review.html",
        status=form.status if form else 200,
        nav_current="events",
        event=event,
        state=event.state_at(clock.now()),
        flags=await queries.flags(event),
        whys={key: gettext(text) for key, text in words.WHYS.items()},
        ways={key: gettext(text) for key, text in words.WAYS.items()},
        form=form,
        wrong=flag.id if flag else None,
    )


doors: list[Any] = [review, decide]
