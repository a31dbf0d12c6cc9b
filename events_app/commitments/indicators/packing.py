"""Large evidence packs: made by the worker, for their asker alone; what is too large for one pack is said before."""

from datetime import datetime
from uuid import UUID

from pydantic import BaseModel

from events_app import i18n
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.evidence.privacy import PersonalData, may_see_all
from events_app.commitments.indicators import queries
from events_app.commitments.indicators.queries import Figures
from events_app.errors import Refusal
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.formats import file_size
from events_app.i18n import N_

AT_ONCE = 20 * 2**20
LARGEST = 50 * 2**20
"""A pack is sealed and opened as a whole, in memory."""


class PackLarge(Refusal):
    code = "pack_large"
    message = N_("The files of this pack have %(size)s. Please have it made in the background.")


class PackTooLarge(Refusal):
    code = "pack_too_large"
    message = N_(
        "The files of this pack have %(size)s; one pack has room for %(most)s. Please fetch them action by action."
    )


class PackWish(BaseModel):
    """What a pack is made of."""

    indicator: UUID
    personal: bool = False


def _sees(actor: Actor, asked: str) -> bool:
    return not PackWish.model_validate_json(asked).personal or may_see_all(actor)


KIND = register(
    PaperKind(
        name="evidence-pack",
        title=N_("Evidence pack"),
        rights=(Right.read,),
        back=lambda _event, asked: f"/reports/indicators/{PackWish.model_validate_json(asked).indicator}",
        counts="files",
        sees=_sees,
    )
).name


async def must_be_small(actor: Actor, one: Figures, *, personal: bool) -> None:
    """Raises PackLarge for what is not packed while somebody waits."""
    _files, size = await queries.weight(actor, one.id, personal=personal)
    if size > AT_ONCE:
        raise PackLarge(size=file_size(size))


async def ask(actor: Actor, one: Figures, now: datetime, *, personal: bool) -> UUID:
    """Have it packed meanwhile; twice at once is once. Raises PersonalData or PackTooLarge."""
    if personal and not may_see_all(actor):
        raise PersonalData()
    files, size = await queries.weight(actor, one.id, personal=personal)
    if size > LARGEST:
        raise PackTooLarge(size=file_size(size), most=file_size(LARGEST))
    wish = PackWish(indicator=one.id, personal=personal)
    return await runs.begin_own(actor, KIND, wish.model_dump_json(), i18n.locale(), files, now)
