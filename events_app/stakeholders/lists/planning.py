"""What a list would do, or does, piece by piece: never more than a piece of it is held."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.database import fetch
from events_app.stakeholders import bulk
from events_app.stakeholders.lists import staging
from events_app.stakeholders.matching import Key, Plan, Planned, plan
from events_app.stakeholders.rows import Row
from events_app.stakeholders.tables import ImportDraft

Told = Callable[[int, int], Awaitable[None]]
"""Is told how many lines of how many are done (0: nobody knows yet); may stop the work by raising."""

_SHARED = """
SELECT DISTINCT ON (email, name_key, office_key) email, name_key, office_key, line FROM import_line
WHERE draft = $1 AND email = ANY($2) AND taken ORDER BY email, name_key, office_key, line
"""
_KNOWN = """
SELECT lower(p.email) AS email, p.name_key, coalesce(i.name_key, '') AS office_key,
  concat_ws(', ', concat_ws(' ', nullif(p.title_prefix, ''), p.full_name), nullif(p.title_suffix, '')) AS name
FROM person p LEFT JOIN institution i ON i.id = p.institution
WHERE p.organisation = $1 AND p.email <> '' AND lower(p.email) = ANY($2) ORDER BY p.id
"""
Sharers = dict[str, list[tuple[Key, Any]]]


async def preview(actor: Actor, draft: ImportDraft, total: int, told: Told) -> None:
    """Plans every taken line and notes what would become of it; writes nobody."""

    async def look(rows: list[Row], written: dict[str, str]) -> list[Planned]:
        return (await _planned(actor, draft, rows, written)).lines

    await _go(draft, total, told, look)


async def write(actor: Actor, draft: ImportDraft, total: int, told: Told) -> None:
    """Plans every taken line anew, against what is known now, and carries it out."""

    async def carry_out(rows: list[Row], written: dict[str, str]) -> list[Planned]:
        made = await _planned(actor, draft, rows, written, lock=True)
        await bulk.write(actor, made)
        return made.lines

    await _go(draft, total, told, carry_out)


async def again(actor: Actor, draft: ImportDraft, keys: set[Key]) -> None:
    """Plans all lines about these people anew, since some of them are taken or left out now."""
    rows = await staging.of_keys(draft.id, keys) if keys else []
    if rows:
        written = await staging.spelled(draft.id)
        await staging.settle(draft.id, (await _planned(actor, draft, rows, written)).lines)


async def _go(
    draft: ImportDraft,
    total: int,
    told: Told,
    work: Callable[[list[Row], dict[str, str]], Awaitable[list[Planned]]],
) -> None:
    written = await staging.spelled(draft.id)
    last, done = 0, 0
    while rows := await staging.piece(draft.id, last):
        await staging.settle(draft.id, await work(rows, written))
        last, done = rows[-1].line, done + len(rows)
        await told(done, total)


async def _planned(
    actor: Actor, draft: ImportDraft, rows: list[Row], written: dict[str, str], *, lock: bool = False
) -> Plan:
    known = await bulk.known(actor.organisation, rows, lock=lock)
    known.earlier = await staging.earlier(draft.id, rows)
    made = await asyncio.to_thread(plan, rows, known, _of(rows, written))
    await _warn_of_shared_addresses(actor.organisation, draft.id, made.lines)
    return made


async def _warn_of_shared_addresses(organisation: UUID, draft: UUID, lines: list[Planned]) -> None:
    """Two people on one address are two people; whoever invites them should know."""
    wanted = {line.row.email.casefold() for line in lines if line.row.email and line.outcome != "error"}
    if not wanted:
        return
    here = _by_address(await fetch(_SHARED, draft, list(wanted)), "line")
    there = _by_address(await fetch(_KNOWN, organisation, list(wanted)), "name")
    for line in lines:
        if line.row.email and line.outcome != "error":
            _warn(line.row, here.get(line.row.email.casefold(), []), there.get(line.row.email.casefold(), []))


def _warn(row: Row, here: list[tuple[Key, Any]], there: list[tuple[Key, Any]]) -> None:
    other = next((line for key, line in here if key != row.key), None)
    name = next((name for key, name in there if key != row.key), None)
    if other is not None:
        row.warn("email", "shared_email", line=other)
    elif name is not None:
        row.warn("email", "known_email", name=name)


def _by_address(rows: list[Any], fact: str) -> Sharers:
    found: Sharers = {}
    for row in rows:
        found.setdefault(row["email"], []).append(((row["name_key"], row["office_key"]), row[fact]))
    return found


def _of(rows: list[Row], written: dict[str, str]) -> dict[str, str]:
    """The spellings of these rows' institutions."""
    return {key: written[key] for row in rows if (key := row.key[1]) in written}
