"""Where the chair gives an action to somebody else: the institution first, then who of it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.actions import moves
from events_app.commitments.assigning import queries, verifier_pages
from events_app.commitments.assigning.actions import reassign
from events_app.commitments.assigning.forms import ReassignIn
from events_app.commitments.pages import choices
from events_app.commitments.queries import action as facts_of
from events_app.commitments.tables import LATE_STATES, FollowUpAction
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.i18n import _
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect


@get("/actions/{action_id:uuid}/reassign", guards=[requires(Right.decide)])
async def choose(
    request: Asker, action: NamedDependency[FollowUpAction], responsible_institution_id: FromQuery[str] = ""
) -> Response[Any]:
    """Asks for the institution, and once it is chosen for who of it. Where nothing is owed, the action's page says so."""
    if action.state not in LATE_STATES:
        return redirect(f"/actions/{action.id}")
    chosen = uuid_of(responsible_institution_id)
    return await _show(request, action, Form.blank(ReassignIn, responsible_institution_id=chosen))


@post("/actions/{action_id:uuid}/reassign")
async def give(request: Asker, action: NamedDependency[FollowUpAction]) -> Response[Any]:
    """Somebody else answers for it from now on; a refusal stands on top or beside its field, whatever became of it."""
    request.user.must(Right.decide)
    form = await read_form(request, ReassignIn)
    if form.ok:
        try:
            await reassign(request.user, action, form.value, clock.now())
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _show(request, action, form)
    say(request, _("Somebody else answers for it now; both have been told."))
    return redirect(f"/actions/{action.id}")


async def _show(request: Asker, action: FollowUpAction, form: Form[ReassignIn]) -> Response[Any]:
    """With the action as it stands now: whoever sends the form again has seen that."""
    offices = await choices.institutions(action.organisation)
    typed = str(form.values.get("responsible_institution_id") or "")
    chosen = [one for one in offices if one[0] == typed]
    office = uuid_of(typed) if chosen else None
    now = await moves.action_of(action.organisation, action.id)
    return page(
        "commitments/assigning/give.html",
        status=form.status,
        nav_current="commitments",
        a=await facts_of(action.organisation, action.id, clock.now()),
        form=form,
        version=now.row_version,
        chosen=chosen,
        offices=chosen or offices,
        posts=await queries.posts_of(action.organisation, office) if office else [],
        people=await queries.people_of(action.organisation, office) if office else [],
    )


handlers = [choose, give, *verifier_pages.handlers]
