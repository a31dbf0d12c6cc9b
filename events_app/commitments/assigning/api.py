"""JSON doors of assigning."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.assigning import queries
from events_app.commitments.assigning.actions import reassign
from events_app.commitments.assigning.forms import ReassignIn, VerifierIn
from events_app.commitments.assigning.tables import Duty
from events_app.commitments.assigning.verifying import set_verifier
from events_app.commitments.shaping import part
from events_app.commitments.tables import FollowUpAction
from events_app.shapes import Moment, Out
from events_app.web.api import Cursor, Limit, Page, after


class OfficeOut(Out):
    """Who had or has a duty: an institution, and the position and person in it that were named."""

    institution_id: UUID | None
    position_id: UUID | None
    person_id: UUID | None
    name: str


class DutyChangeOut(Out):
    """A duty towards an action that was passed on, why, and by whom."""

    id: UUID
    action_id: UUID
    duty: Duty
    before: OfficeOut
    after: OfficeOut
    reason: str
    by: str
    meeting_id: UUID | None
    created_at: Moment


@post("/actions/{action_id:uuid}/reassignment")
async def reassign_action(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[ReassignIn]
) -> DutyChangeOut:
    """The chair gives an action that is under way to somebody else; both hear of it, and older links end.

    A silence about it ends too.

    409 `changed_meanwhile`, `same_owner`, `commitment_ended`, `rule_waived`, `wrong_state`; 422 `verifier_is_responsible`.
    """
    made = await reassign(request.user, action, data, clock.now())
    return _out(await queries.change(request.user, action.id, made.id))


@post("/actions/{action_id:uuid}/verifier")
async def set_action_verifier(
    request: Asker, action: NamedDependency[FollowUpAction], data: JSONBody[VerifierIn]
) -> DutyChangeOut:
    """The chair has another office verify an action that is under way, also while a submission waits for the verdict:
    the next verifiers find it waiting, and are told.

    409 `changed_meanwhile`, `same_verifier`, `commitment_ended`, `wrong_state`; 422 `own_verifier`.
    """
    made = await set_verifier(request.user, action, data, clock.now())
    return _out(await queries.change(request.user, action.id, made))


@get("/actions/{action_id:uuid}/duty-changes", guards=[requires(Right.read)])
async def list_duty_changes(
    request: Asker, action: NamedDependency[FollowUpAction], limit: Limit = 100, cursor: Cursor = None
) -> Page[DutyChangeOut]:
    """Who passed which duty to whom, in order; what was taken back is a change of its own."""
    return part(await queries.changes(request.user, action.id, after(cursor), limit), limit, _out)


def _out(row: dict[str, object]) -> DutyChangeOut:
    return DutyChangeOut.model_validate(
        {name: row[name] for name in ("id", "duty", "reason", "created_at")}
        | {"action_id": row["action"], "by": row["who"], "meeting_id": row["meeting"]}
        | {when: _office(row, when) for when in ("before", "after")}
    )


def _office(row: dict[str, object], when: str) -> dict[str, object]:
    ids = {f"{side}_id": row[f"{when}_{side}"] for side in ("institution", "position", "person")}
    return ids | {"name": row[when]}


handlers = [reassign_action, set_action_verifier, list_duty_changes]
