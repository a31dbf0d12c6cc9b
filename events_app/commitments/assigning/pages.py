"""Where the chair gives an action to somebody else, on its page."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.commitments.access import Asker
from events_app.commitments.assigning.actions import reassign
from events_app.commitments.assigning.forms import ReassignIn
from events_app.commitments.pages.follow_up import action_page
from events_app.commitments.tables import FollowUpAction
from events_app.errors import NotAllowed, NotFound, Refusal
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import read_form
from events_app.web.pages import redirect


@post("/actions/{action_id:uuid}/reassign")
async def give(request: Asker, action: NamedDependency[FollowUpAction]) -> Response[Any]:
    """Somebody else answers for it from now on."""
    form = await read_form(request, ReassignIn)
    if form.ok:
        try:
            await reassign(request.user, action, form.value, clock.now())
        except (NotAllowed, NotFound):
            raise
        except Refusal as refusal:
            form.refuse(refusal)
    if not form.ok:
        return await action_page(request, action, reassignment=form)
    say(request, _("Somebody else answers for it now; both have been told."))
    return redirect(f"/actions/{action.id}")


handlers = [give]
