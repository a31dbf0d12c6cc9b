"""Page of the chair: the drafts of an event, what each of them lacks, and one press that agrees some or all."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments import queries, reading
from events_app.commitments.access import Asker
from events_app.commitments.actions.promises import MISSING, lacking
from events_app.commitments.agreeing.actions import Outcome, agree_drafts
from events_app.commitments.agreeing.forms import NOTHING_CHOSEN, AgreementsForm
from events_app.commitments.agreeing.queries import drafts_of
from events_app.commitments.queries import Wanted
from events_app.commitments.tables import CommitmentState
from events_app.events.tables import Event
from events_app.i18n import gettext
from events_app.ids import uuid_of
from events_app.web.forms import Form, read_form
from events_app.web.pages import page

Answer = Response[Any]
DECIDE = [requires(Right.decide)]
PAGE = 100


@get("/events/{event_id:uuid}/commitments/agreement", guards=DECIDE)
async def drafts(request: Asker, event: NamedDependency[Event], cursor: FromQuery[str] = "") -> Answer:
    """The drafts, with what stands in the way of each."""
    return await _page(request, event, Form.blank(AgreementsForm), cursor)


@post("/events/{event_id:uuid}/commitments/agreement", guards=DECIDE)
async def agree_selected(request: Asker, event: NamedDependency[Event]) -> Answer:
    """Those that were ticked; what became of each stands on the page."""
    form = await read_form(request, AgreementsForm)
    if form.ok and not form.value.commitment_ids:
        form.errors["commitment_ids"] = gettext(NOTHING_CHOSEN)
    if not form.ok:
        return await _page(request, event, form)
    outcomes = await agree_drafts(request.user, event, form.value.commitment_ids, clock.now())
    return await _page(request, event, Form.blank(AgreementsForm), outcomes=outcomes)


@post("/events/{event_id:uuid}/commitments/agreement/all", guards=DECIDE)
async def agree_all(request: Asker, event: NamedDependency[Event]) -> Answer:
    """All of them."""
    outcomes = await agree_drafts(request.user, event, None, clock.now())
    return await _page(request, event, Form.blank(AgreementsForm), outcomes=outcomes)


async def _page(
    request: Asker,
    event: Event,
    form: Form[AgreementsForm],
    cursor: str = "",
    outcomes: list[Outcome] | None = None,
) -> Answer:
    now = clock.now()
    wanted = Wanted(state=CommitmentState.draft, event=event.id)
    rows = await queries.commitments(request.user, wanted, now, uuid_of(cursor), PAGE)
    shape = await reading.with_actions(rows[:PAGE], now)
    more = f"?cursor={rows[PAGE - 1]['id']}" if len(rows) > PAGE else ""
    base = f"/events/{event.id}/commitments/agreement"
    return page(
        "commitments/agreeing/drafts.html",
        status=form.status,
        form=form,
        event=event,
        event_state=event.state_at(now),
        drafts=[_draft(shape(row)) for row in rows[:PAGE]],
        total=await drafts_of(event.id),
        outcomes=outcomes,
        base=base,
        next_url=base + more if more else "",
        first_url=base if cursor else "",
        nav_current="events",
    )


def _draft(promise: Any) -> dict[str, Any]:
    gaps = lacking(promise.expected_result, [one.due for one in promise.actions])
    return {"promise": promise, "lacks": [gettext(MISSING[name]) for name in gaps]}


doors: list[Any] = [drafts, agree_selected, agree_all]
