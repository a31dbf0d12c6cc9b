"""JSON doors of waiving."""

from typing import Any
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.forms import ReasonIn
from events_app.commitments.tables import FollowUpAction
from events_app.commitments.waiving import queries
from events_app.commitments.waiving.actions import waive
from events_app.errors import NotFound
from events_app.shapes import Moment, Out


class WaiverOut(Out):
    """That an institution's own verifier may judge, why, and who said so."""

    id: UUID
    action_id: UUID
    reason: str
    by: str
    created_at: Moment


@post("/actions/{action_id:uuid}/waiver")
async def waive_institution_rule(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[ReasonIn]
) -> WaiverOut:
    """The chair lets the responsible institution's own verifier judge; nobody judges their own work all the same.

    403 `own_institution`, 409 `already_waived` and `wrong_state`.
    """
    await waive(request.user, action, data.reason, clock.now())
    return await _waiver(action)


@get("/actions/{action_id:uuid}/waiver", guards=[requires(Right.read)])
async def read_waiver(action: NamedDependency[FollowUpAction]) -> WaiverOut:
    """The waiver of an action; 404 where the rule stands."""
    return await _waiver(action)


async def _waiver(action: FollowUpAction) -> WaiverOut:
    row: Any = await queries.of(action.id)
    if row is None:
        raise NotFound()
    facts = {name: row[name] for name in ("id", "reason", "created_at")}
    return WaiverOut(action_id=row["action"], by=row["who"], **facts)


handlers = [waive_institution_rule, read_waiver]
