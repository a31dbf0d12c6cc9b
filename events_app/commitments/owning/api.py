"""JSON door of owning: a new link for whoever answers for an action now."""

from litestar import post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.owning.actions import send_link
from events_app.commitments.tables import FollowUpAction
from events_app.shapes import Out


class OwnerLinkOut(Out):
    """Whether it was sent, and to whom; the link itself is in no answer."""

    sent: bool
    to: str | None


@post("/actions/{action_id:uuid}/owner-link", status_code=200, guards=[requires(Right.keep_commitments)])
async def renew_owner_link(request: Asker, action: NamedDependency[FollowUpAction]) -> OwnerLinkOut:
    """Ends the links given for this action and mails a new one to whoever answers for it now.

    `sent` is false where nobody has an address. 409 `wrong_state` where nothing is owed any more.
    """
    told = await send_link(request.user, action, clock.now())
    return OwnerLinkOut(sent=told is not None, to=told.name if told else None)


handlers = [renew_owner_link]
