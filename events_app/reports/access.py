"""Who may have which paper: everybody who reads the event, or fewer where names and passes are in it."""

from typing import Any
from uuid import UUID

from litestar import Request
from litestar.params import FromPath

from events_app.accounts.access import requires, requires_any
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import event_for_door, event_for_reader
from events_app.events.tables import Event

Asker = Request[Actor, Any, Any]

READERS = (Right.read,)
INVITERS = (Right.invite, Right.manage)
"""Letters and badges carry personal links and passes."""
WITNESSES = (Right.invite, Right.keep_commitments, Right.manage)
"""Those who may know who came; besides them the door, at the events it is assigned to."""

MAY = {
    "invitation-letters": INVITERS,
    "attendance-list": (*WITNESSES, Right.scan),
    "badges": INVITERS,
    "minutes": READERS,
    "follow-up-matrix": READERS,
    "invitations": INVITERS,
    "attendance": (*WITNESSES, Right.scan),
    "scans": (*WITNESSES, Right.scan),
    "actions": READERS,
}


def guard_of(name: str) -> Any:
    """The guard of a paper or list."""
    rights = MAY[name]
    return requires(rights[0]) if len(rights) == 1 else requires_any(*rights)


def may_have(actor: Actor, name: str) -> bool:
    """Whether to offer it."""
    return any(actor.may(right) for right in MAY[name])


async def event_for_papers(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event one may read, or at whose door one works."""
    try:
        return await event_for_reader(request, event_id)
    except NotFound:
        if not request.user.may(Right.scan):
            raise
        return await event_for_door(request, event_id)


async def event_for_witnesses(request: Asker, event_id: FromPath[UUID]) -> Event:
    """An event of whose guests one may know: the door only where it is assigned, whatever else it may read."""
    if any(request.user.may(right) for right in WITNESSES):
        return await event_for_reader(request, event_id)
    return await event_for_door(request, event_id)


LOADERS = {
    name: event_for_witnesses if Right.scan in rights else event_for_reader for name, rights in MAY.items()
}
