"""Where the chair has somebody else verify an action: the institution first, then which position of it."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency
from litestar.params import FromQuery

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.actions import moves
from events_app.commitments.assigning import queries
from events_app.commitments.assigning.forms import VerifierIn
from events_app.commitments.assigning.verifying import STATES, set_verifier
from events_app.commitments.pages import choices
from events_app.commitments.queries import action as facts_of
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.i18n import _
from events_app.ids import uuid_of
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect


@get("/actions/{action_id:uuid}/verifier", guards=[requires(Right.decide)])
async def choose(
    request: Asker, action: NamedDependency[FollowUpAction], verifier_institution_id: FromQuery[str] = ""
) -> Response[Any]:
    """Asks for the institution, and then for the position in it. Where nothing is to verify, the action's page says so."""
    if action.state not in STATES:
        return redirect(f"/actions/{action.id}")
    return await _show(
        action, Form.blank(VerifierIn, verifier_institution_id=uuid_of(verifier_institution_id))
    )


@post("/actions/{action_id:uuid}/verifier")
async def have(request: Asker, action: NamedDependency[FollowUpAction]) -> Response[Any]:
    """Somebody else verifies it from now on; a refusal stands on top or beside its field, whatever became of it."""
    request.user.must(Right.decide)
    form = await read_form(request, VerifierIn)
    if form.ok:
        try:
            await set_verifier(request.user, action, form.value, clock.now())
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await _show(action, form)
    say(request, _("Somebody else verifies it from now on."))
    return redirect(f"/actions/{action.id}")


async def _show(action: FollowUpAction, form: Form[VerifierIn]) -> Response[Any]:
    """With the action as it stands now: whoever sends the form again has seen that."""
    now = await moves.action_of(action.organisation, action.id)
    offices = await choices.institutions(action.organisation)
    offices = [one for one in offices if one[0] != str(now.responsible_institution)]
    typed = str(form.values.get("verifier_institution_id") or "")
    chosen = [one for one in offices if one[0] == typed]
    office = uuid_of(typed) if chosen else None
    return page(
        "commitments/assigning/verifier.html",
        status=form.status,
        nav_current="commitments",
        a=await facts_of(action.organisation, action.id, clock.now()),
        form=form,
        version=now.row_version,
        waits=now.state == ActionState.submitted,
        chosen=chosen,
        offices=chosen or offices,
        posts=await queries.posts_of(action.organisation, office) if office else [],
    )


handlers = [choose, have]
