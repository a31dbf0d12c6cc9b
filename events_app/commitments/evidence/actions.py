"""Verb of evidence: say that it holds personal data, or that it does not."""

from datetime import datetime

from pydantic import ConfigDict

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.actions import work
from events_app.commitments.downloads import facts_of
from events_app.commitments.tables import Evidence, FollowUpAction
from events_app.database import atomically, execute, fetch_value
from events_app.errors import NotAllowed, NotFound
from events_app.shapes import Body


class PersonalDataIn(Body):
    """Whether it holds personal data."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"contains_personal_data": True}]})

    contains_personal_data: bool


class PersonalDataForm(PersonalDataIn):
    """The page's box: unticked it is not sent, and says no."""

    contains_personal_data: bool = False


@atomically
async def mark(actor: Actor, evidence: Evidence, holds: bool, now: datetime) -> None:
    """The mark is the one thing about evidence that may change; who changed it is in the trail. Twice is once."""
    if actor.organisation != evidence.organisation:
        raise NotFound()
    row = await facts_of(actor, evidence)
    if not (actor.may(Right.keep_commitments) or actor.may(Right.verify)):
        sql = "SELECT action FROM submission WHERE id = $1 UNION SELECT action FROM infeasible_request WHERE id = $2"
        action_id = await fetch_value(sql, evidence.submission, evidence.infeasible_request)
        action = await FollowUpAction.objects().get(FollowUpAction.id == action_id)
        if action is None or not await work.may_work(actor, action, now):
            raise NotAllowed()
    if row["contains_personal_data"] == holds:
        return
    await execute("UPDATE evidence SET contains_personal_data = $2 WHERE id = $1", evidence.id, holds)
    before, after = {"contains_personal_data": not holds}, {"contains_personal_data": holds}
    await audit.record(actor, "evidence.marked", evidence.id, before=before, after=after)
