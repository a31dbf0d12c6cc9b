"""Long papers across events: made by the worker, once for who asks twice, while short ones are made at once."""

from datetime import datetime
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.errors import Refusal
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.i18n import N_
from events_app.reports.office import making, queries
from events_app.reports.office.forms import OfficePaperIn

LONG = 300
"""Follow-up actions; a paper of more takes longer than anybody should look at a page that does not answer."""
COUNTED = 100_000
CALLED = {
    "matrix": N_("Follow-up matrix"),
    "overdue": N_("Overdue list"),
    "scorecard": N_("Scorecard"),
    "quarter": N_("Quarterly report for the mayor"),
}


class PaperLong(Refusal):
    code = "paper_long"
    message = N_(
        "This paper is of more than %(most)s follow-up actions. Please have it made in the background."
    )


def _called(asked: str) -> str:
    return CALLED[OfficePaperIn.model_validate_json(asked).paper]


KIND = register(
    PaperKind(
        name="office-paper",
        title=N_("Papers"),
        rights=(Right.read,),
        back=lambda _event, _asked: "/reports/papers",
        counts="rows",
        called=_called,
    )
).name


async def reach(actor: Actor, wish: OfficePaperIn, now: datetime, most: int = LONG + 1) -> int:
    """How many actions a paper would be made of, counted up to `most`."""
    return await queries.reach(actor, wish, now, most, late=wish.paper == "overdue")


async def must_be_short(actor: Actor, wish: OfficePaperIn, now: datetime) -> None:
    """Raises PaperLong for a paper that is not made while somebody waits."""
    if await reach(actor, wish, now) > LONG:
        raise PaperLong(most=LONG)


async def ask(actor: Actor, wish: OfficePaperIn, language: str, now: datetime) -> UUID:
    """Have a paper made meanwhile. Asked for again while it is being made, it is the same one."""
    total = await reach(actor, wish, now, COUNTED)
    asked = (await making.settled(actor, wish)).model_dump_json(by_alias=True, exclude={"language"})
    return await runs.begin_own(actor, KIND, asked, wish.language or language, total, now)
