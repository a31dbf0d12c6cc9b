"""Who needs to see evidence that holds personal data: who works on the action, who judges it, who decides or inspects."""

from typing import Any

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.i18n import N_

WORK_WITH_IT = frozenset({Right.keep_commitments, Right.report_progress, Right.decide, Right.oversee})


class PersonalData(Refusal):
    status_code = 403
    message = N_("This evidence holds personal data, and is only shown to those who work on it or judge it.")


def may_see_all(actor: Actor) -> bool:
    """Whether somebody sees every piece, whatever action it belongs to; so they may also have many at once."""
    return bool(actor.rights & WORK_WITH_IT)


def may_see(actor: Actor, row: Any) -> bool:
    """Of a record of `story.EVIDENCE`: what holds no personal data everybody who sees the action."""
    if not row["contains_personal_data"] or actor.via == "link" or may_see_all(actor):
        return True
    if actor.user is not None and row["by_user"] == actor.user:
        return True
    if actor.institution is not None and actor.institution == row["responsible_institution"]:
        return True
    return actor.may(Right.verify) and (
        actor.institution is None or row["verifier_institution"] in (None, actor.institution)
    )
