"""What the clock does here: each night it anonymises some of those who are due, where the owner switched that on."""

from functools import partial
from typing import Any
from uuid import UUID

from events_app import clock, i18n, jobs
from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.i18n import gettext
from events_app.privacy import actions, queries

A_NIGHT = 500
"""How many persons of an organisation in a night: each is a transaction that reads every text once."""

WHERE = """
SELECT r.organisation, r.months, o.language FROM retention_rule r JOIN organisation o ON o.id = r.organisation
WHERE r.automatic AND r.months IS NOT NULL ORDER BY r.id
"""


@jobs.job("end_personal_data")
async def end_personal_data(payload: dict[str, Any]) -> None:
    """Those against whom something stands are left for another night; twice is as good as once."""
    for row in await fetch(WHERE):
        await _end_of(row["organisation"], row["months"], row["language"])


async def _end_of(organisation: UUID, months: int, language: str) -> None:
    now, actor = clock.now(), Actor.system(organisation)
    with i18n.using(language):
        reason = gettext("The retention period is over.")
    done, last = 0, None
    while done < A_NIGHT:
        people = await queries.due_ids(organisation, months, now, last, A_NIGHT - done)
        if not people:
            return
        last = people[-1]
        done += await jobs.each(
            "end_personal_data",
            people,
            partial(actions.anonymise_due, actor, reason=reason, now=now),
        )


jobs.schedule("end_personal_data", "41 18 * * *")
