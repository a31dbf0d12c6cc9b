"""The page's door of owning for staff: a new link for whoever answers for an action now."""

from typing import Any

from litestar import Response, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.owning.actions import send_link
from events_app.commitments.tables import FollowUpAction
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.pages import redirect


@post("/actions/{action_id:uuid}/link", guards=[requires(Right.keep_commitments)])
async def renew(request: Asker, action: NamedDependency[FollowUpAction]) -> Response[Any]:
    """Ends the older links and sends a new one."""
    told = await send_link(request.user, action, clock.now())
    say(
        request,
        _("A new link was sent to %(name)s. Older ones have ended.", name=told.name)
        if told
        else _("A new link is made. Nobody has an address, so please hand it over."),
    )
    return redirect(f"/actions/{action.id}")


handlers = [renew]
