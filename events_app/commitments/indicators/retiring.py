"""An indicator, or a whole version of a list, is offered no more, and can be offered again.

What names it keeps it, and its sheet stays: a commitment was made for the list that held at that time.
"""

from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.indicators.forms import IndicatorListIn
from events_app.database import atomically, fetch, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext

RETIRE = "UPDATE indicator_ref SET retired_at = $2 WHERE organisation = $1 AND retired_at IS NULL AND {these} RETURNING id"
OFFER = "UPDATE indicator_ref SET retired_at = NULL WHERE organisation = $1 AND retired_at IS NOT NULL AND {these} RETURNING id"
OF_LIST = "scheme = $2 AND version = $3 AND ($4::timestamptz IS NULL OR retired_at = $4)"
LISTED = "SELECT count(*) FROM indicator_ref WHERE organisation = $1 AND scheme = $2 AND version = $3"
NO_LIST = N_("There is no list of this name with this version.")


@atomically
async def retire(actor: Actor, indicator: UUID, now: datetime) -> None:
    """Offer it no more; twice is once."""
    actor.must(Right.keep_commitments)
    if await fetch(RETIRE.format(these="id = $3"), actor.organisation, now, indicator):
        await audit.record(actor, "indicator.retired", indicator)


@atomically
async def offer(actor: Actor, indicator: UUID) -> None:
    """Offer it again; twice is once."""
    actor.must(Right.keep_commitments)
    if await fetch(OFFER.format(these="id = $2"), actor.organisation, indicator):
        await audit.record(actor, "indicator.offered", indicator)


@atomically
async def retire_list(actor: Actor, which: IndicatorListIn, now: datetime) -> int:
    """Offer nothing of a version of a list any more; how many were. Raises Invalid where there is no such list."""
    actor.must(Right.keep_commitments)
    await _must_stand(actor, which)
    these = RETIRE.format(these="scheme = $3 AND version = $4")
    rows = await fetch(these, actor.organisation, now, which.scheme.value, which.version)
    return await _said(actor, "indicator.list_retired", which, len(rows))


@atomically
async def offer_list(actor: Actor, which: IndicatorListIn, since: datetime | None = None) -> int:
    """Offer all of it again, or only what was retired at `since`; how many were not.

    Raises Invalid where there is no such list.
    """
    actor.must(Right.keep_commitments)
    await _must_stand(actor, which)
    these = OFFER.format(these=OF_LIST)
    rows = await fetch(these, actor.organisation, which.scheme.value, which.version, since)
    return await _said(actor, "indicator.list_offered", which, len(rows))


async def _must_stand(actor: Actor, which: IndicatorListIn) -> None:
    if not await fetch_value(LISTED, actor.organisation, which.scheme.value, which.version):
        raise Invalid([FieldError("version", "not_found", gettext(NO_LIST))])


async def _said(actor: Actor, verb: str, which: IndicatorListIn, count: int) -> int:
    if count:
        await audit.record(
            actor, verb, actor.organisation, after=which.model_dump(mode="json") | {"count": count}
        )
    return count
