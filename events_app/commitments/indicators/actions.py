"""Verbs of indicators: keep them, read a list of them, say which a commitment serves."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.indicators import reading
from events_app.commitments.indicators.forms import IndicatorChoiceIn, IndicatorIn, IndicatorLinesIn
from events_app.commitments.indicators.reading import COLUMNS
from events_app.commitments.indicators.shipped import Shipped
from events_app.commitments.indicators.tables import IndicatorRef
from events_app.commitments.tables import Commitment
from events_app.database import atomically, execute, fetch
from events_app.errors import FieldError, Invalid
from events_app.i18n import N_, gettext
from events_app.ids import new_id

SAVE = """
INSERT INTO indicator_ref (id, organisation, created_at, scheme, version, code, label, label_en)
SELECT said.id, $1, $2, said.scheme, said.version, said.code, said.label, said.label_en
FROM unnest($3::uuid[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[])
  AS said(id, scheme, version, code, label, label_en) ORDER BY scheme, version, code
ON CONFLICT (organisation, scheme, version, code)
DO UPDATE SET label = excluded.label, label_en = excluded.label_en, retired_at = NULL RETURNING id
"""
CHOSEN = "SELECT indicator FROM commitment_indicator WHERE commitment = $1"
# The lock keeps each as it is until the choice is written: retired meanwhile, it is refused by its name, not by the trigger.
KNOWN = (
    "SELECT id, retired_at FROM indicator_ref WHERE organisation = $1 AND id = ANY($2) ORDER BY id FOR SHARE"
)
CHOOSE = """
INSERT INTO commitment_indicator (id, organisation, created_at, commitment, indicator)
SELECT said.id, $1, $2, $3, said.indicator FROM unnest($4::uuid[], $5::uuid[]) AS said(id, indicator)
"""
STRANGE = N_("One of these indicators is not known here.")
RETIRED = N_("One of these indicators is not offered any more.")


@atomically
async def save(actor: Actor, wanted: IndicatorIn, now: datetime) -> IndicatorRef:
    """The indicator; said again it is the same one, with the new label, and offered again if it was retired."""
    actor.must(Right.keep_commitments)
    [saved] = await _save(actor, [wanted], now)
    await audit.record(actor, "indicator.saved", saved, after=wanted.model_dump(mode="json"))
    known = await IndicatorRef.objects().get(IndicatorRef.id == saved)
    assert known is not None, "it was saved a moment ago"
    return known


@atomically
async def load(actor: Actor, shipped: Shipped, now: datetime) -> int:
    """A list that comes along, for those who want it; how many it has. Twice is once."""
    actor.must(Right.keep_commitments)
    await _save_list(actor, shipped.indicators, now)
    return len(shipped.rows)


@atomically
async def read_lines(actor: Actor, sent: IndicatorLinesIn, now: datetime) -> int:
    """All lines or none; how many there are. Raises Invalid with every line that cannot be read."""
    actor.must(Right.keep_commitments)
    lines = await reading.plan(actor.organisation, sent.csv)
    await _save_list(actor, reading.wanted_of(lines), now)
    return len(lines)


@atomically
async def choose(actor: Actor, commitment: Commitment, wanted: IndicatorChoiceIn, now: datetime) -> None:
    """Exactly these. Raises Invalid where one is not the organisation's, or is retired and was not chosen before."""
    actor.must(Right.keep_commitments)
    await Commitment.objects().get(Commitment.id == commitment.id).lock_rows()
    ids = list(dict.fromkeys(wanted.indicators))
    before = {row["indicator"] for row in await fetch(CHOSEN, commitment.id)}
    new = [one for one in ids if one not in before]
    await _must_be_offered(actor, ids, new)
    gone = "DELETE FROM commitment_indicator WHERE commitment = $1 AND NOT indicator = ANY($2)"
    await execute(gone, commitment.id, ids)
    await execute(CHOOSE, actor.organisation, now, commitment.id, [new_id() for _one in new], new)
    await audit.record(actor, "commitment.indicators", commitment.id, after={"indicators": ids})


async def _must_be_offered(actor: Actor, ids: list[UUID], new: list[UUID]) -> None:
    rows = {row["id"]: row["retired_at"] for row in await fetch(KNOWN, actor.organisation, ids)}
    if len(rows) < len(ids):
        raise Invalid([FieldError("indicators", "not_found", gettext(STRANGE))])
    if any(rows[one] is not None for one in new):
        raise Invalid([FieldError("indicators", "retired", gettext(RETIRED))])


async def _save_list(actor: Actor, wanted: Sequence[IndicatorIn], now: datetime) -> None:
    each = {(one.scheme, one.version, one.code): one for one in wanted}
    if each:
        await _save(actor, list(each.values()), now)
        lists = sorted({f"{one.scheme} {one.version}" for one in wanted})
        await audit.record(
            actor, "indicator.list_read", actor.organisation, after={"lists": lists, "count": len(each)}
        )


async def _save(actor: Actor, wanted: Sequence[IndicatorIn], now: datetime) -> list[UUID]:
    columns = [[str(getattr(one, name)) for one in wanted] for name in COLUMNS]
    rows = await fetch(SAVE, actor.organisation, now, [new_id() for _one in wanted], *columns)
    return [row["id"] for row in rows]
