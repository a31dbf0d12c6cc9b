"""Verbs of merging: one goes into another, and back; two are remembered as different."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.actions import Anonymised
from events_app.stakeholders.merging import filling, links
from events_app.stakeholders.merging.forms import DistinctIn, MergeIn
from events_app.stakeholders.merging.tables import Distinct, Merge, MergeKind
from events_app.stakeholders.tables import Institution, Person


class NotInDirectory(Refusal):
    status_code = 422
    message = N_("This one is not in your directory.")


class SameRow(Refusal):
    status_code = 422
    message = N_("These two are one row already.")
    field = "survivor_id"


class AlreadyMerged(Refusal):
    message = N_("One of these was merged before. Please look at it again.")


class StandsBelow(Refusal):
    message = N_("The one that stays stands below the other. Keep the other one instead.")
    field = "survivor_id"


class VerifiesTheOther(Refusal):
    message = N_(
        "One of these verifies what the other promised. Name another verifier for the open follow-up actions first."
    )


class MergedAgain(Refusal):
    message = N_("The one that stayed was merged again since. Undo that first.")


class AlreadyUndone(Refusal):
    message = N_("This was undone already.")


TABLES: dict[str, Any] = {"person": Person, "institution": Institution}
JUDGES = """
SELECT EXISTS (SELECT FROM follow_up_action WHERE state NOT IN ('verified', 'infeasible', 'cancelled') AND
  (responsible_institution, verifier_institution) IN (($1::uuid, $2::uuid), ($2, $1)))
"""
BELOW = """
WITH RECURSIVE up(id, parent) AS (
  SELECT id, parent FROM institution WHERE id = $1
  UNION SELECT i.id, i.parent FROM institution i JOIN up ON i.id = up.parent
) SELECT EXISTS (SELECT FROM up WHERE id = $2)
"""
SAME_POSTS = """
SELECT l.id AS before, s.id AS after FROM "position" l
JOIN "position" s ON s.institution = $2 AND s.title_key = l.title_key WHERE l.institution = $1
"""


@atomically
async def merge(actor: Actor, plan: MergeIn) -> Merge:
    """The loser goes into the survivor: links move, gaps are filled, every read finds the survivor.

    What cannot move stays, so that nothing is lost; all of it is written down, so that undoing is exact.
    """
    actor.must(Right.keep_directory)
    kind = plan.kind.value
    loser, survivor = await _both(actor, kind, plan.loser_id, plan.survivor_id)
    if kind == "institution":
        await _may_become_one(loser.id, survivor.id)
    row = _row(actor, plan)
    await row.save()
    await links.move_all(row, kind, loser.id, survivor.id)
    if kind == "institution":
        for post in await fetch(SAME_POSTS, loser.id, survivor.id):
            await links.move_all(row, "position", post["before"], post["after"])
    await filling.fill(row, loser, survivor)
    await execute(f"UPDATE {kind} SET successor = $2 WHERE id = $1", loser.id, survivor.id)
    await row.save()
    facts = {"into": survivor.id, "why": row.why}
    await audit.record(actor, f"{kind}.merged", loser.id, after=facts)
    return row


@atomically
async def undo(actor: Actor, known: Merge, now: datetime) -> Merge:
    """Takes a merge back: what moved and was not moved again since stands where it stood."""
    actor.must(Right.keep_directory)
    await _one_at_a_time(actor)
    found: Any = await Merge.objects().where(Merge.id == known.id).lock_rows("UPDATE").first()
    assert found is not None, "merges are never deleted alone"
    if found.undone_at is not None:
        raise AlreadyUndone()
    rows = await _locked(actor, found.kind, [found.loser, found.survivor])
    _must_be_known(rows)
    if rows[found.survivor].successor is not None:
        raise MergedAgain()
    await execute(f"UPDATE {found.kind} SET successor = NULL WHERE id = $1", found.loser)
    await links.move_back(found)
    await filling.give_back(found)
    found.undone_at, found.undone_by = now, actor.user
    await found.save()
    await audit.record(actor, f"{found.kind}.merge_undone", found.loser, after={"from": found.survivor})
    undone: Merge = found
    return undone


@atomically
async def keep_apart(actor: Actor, plan: DistinctIn) -> Distinct:
    """Remembers that two are not the same; twice is once."""
    actor.must(Right.keep_directory)
    await _both(actor, plan.kind.value, plan.first_id, plan.second_id)
    first, second = sorted((plan.first_id, plan.second_id))
    same = (Distinct.first == first) & (Distinct.second == second)
    known = await Distinct.objects().where(same).first()
    if known is not None:
        return known
    row = Distinct(
        organisation=actor.organisation,
        kind=plan.kind.value,
        first=first,
        second=second,
        created_by=actor.user,
    )
    await row.save()
    await audit.record(actor, f"{plan.kind}.kept_apart", first, after={"from": second})
    return row


def _row(actor: Actor, plan: MergeIn) -> Merge:
    why = plan.why if plan.kind == MergeKind.institution else MergeIn.model_fields["why"].default
    return Merge(
        organisation=actor.organisation,
        created_by=actor.user,
        kind=plan.kind.value,
        why=why.value,
        loser=plan.loser_id,
        survivor=plan.survivor_id,
        since=plan.from_day,
        note=plan.note,
        filled=json.dumps({}),
        parked=json.dumps({}),
    )


async def _both(actor: Actor, kind: str, one: UUID, other: UUID) -> tuple[Any, Any]:
    """Both rows, locked, neither merged before: of two who merge at once the second hears of the first."""
    if one == other:
        raise SameRow()
    await _one_at_a_time(actor)
    rows = await _locked(actor, kind, [one, other])
    if any(row.successor is not None for row in rows.values()):
        raise AlreadyMerged()
    _must_be_known(rows)
    return rows[one], rows[other]


def _must_be_known(rows: dict[UUID, Any]) -> None:
    """Of two who are anonymised nobody can say any more that they are not one."""
    if any(getattr(row, "anonymised_at", None) is not None for row in rows.values()):
        raise Anonymised()


async def _locked(actor: Actor, kind: str, ids: list[UUID]) -> dict[UUID, Any]:
    table = TABLES[kind]
    here = (table.organisation == actor.organisation) & table.id.is_in(ids)
    rows = {row.id: row for row in await table.objects().where(here).order_by(table.id).lock_rows("UPDATE")}
    if missing := [place for place, one in enumerate(ids) if one not in rows]:
        raise NotInDirectory(field=("loser_id", "survivor_id")[missing[0]])
    return rows


async def _one_at_a_time(actor: Actor) -> None:
    """The lock of imports, too: a list that is being written finds all of a merge or nothing."""
    await execute("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"import:{actor.organisation}")


async def _may_become_one(loser: UUID, survivor: UUID) -> None:
    if await fetch_value(BELOW, survivor, loser):
        raise StandsBelow()
    if await fetch_value(JUDGES, loser, survivor):
        raise VerifiesTheOther()
