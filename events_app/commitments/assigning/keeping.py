"""Having others verify actions, many or one, by a bounded number of statements: what stood before is kept, a row for each."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.audit import Entry
from events_app.bulk import insert_new
from events_app.commitments.assigning.tables import Duty, DutyChange
from events_app.database import execute

Office = tuple[UUID | None, UUID | None]
"""An institution and the position in it that verifies, or nobody in particular."""

SET = """
UPDATE follow_up_action a SET verifier_institution = v.office, verifier_position = v.post, row_version = row_version + 1
FROM unnest($1::uuid[], $2::uuid[], $3::uuid[]) AS v(id, office, post) WHERE a.id = v.id
"""


@dataclass(frozen=True)
class Passed:
    """Of one action who verified it and who does from now on; of a draft only the trail tells it: nothing is agreed yet."""

    action: UUID
    before: Office
    after: Office
    draft: bool = False


async def pass_verifiers(actor: Actor, passed: Sequence[Passed], reason: str, now: datetime) -> list[UUID]:
    """Rows that were locked and judged; the caller is in their transaction. Gives back the ids of the kept changes."""
    kept = [_change(actor, one, reason, now) for one in passed if not one.draft]
    await insert_new(kept)
    offices, posts = zip(*(one.after for one in passed), strict=True)
    await execute(SET, [one.action for one in passed], list(offices), list(posts))
    entries = [Entry(one.action, _office(one.before), _office(one.after)) for one in passed]
    await audit.record_all(actor, "action.verifier_set", entries)
    return [one.id for one in kept]


def _change(actor: Actor, one: Passed, reason: str, now: datetime) -> DutyChange:
    return DutyChange(
        organisation=actor.organisation,
        created_at=now,
        created_by=actor.user,
        action=one.action,
        duty=Duty.verifier.value,
        before_institution=one.before[0],
        before_position=one.before[1],
        after_institution=one.after[0],
        after_position=one.after[1],
        reason=reason,
    )


def _office(office: Office) -> dict[str, UUID | None]:
    return {"verifier_institution": office[0], "verifier_position": office[1]}
