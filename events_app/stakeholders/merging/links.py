"""Every link to a row of the directory, read from the schema itself, so that a new table cannot be forgotten.

Links are moved, and each is written down, so that they can be moved back. A row that may not stand twice, such
as a second invitation to one event, keeps its link: the name there leads to the one that stays.
"""

from contextlib import suppress
from typing import Any
from uuid import UUID

import asyncpg

from events_app.database import fetch, transaction
from events_app.stakeholders.merging.tables import Merge, Move

NAMED = """
SELECT t.relname AS relation, a.attname AS attribute,
  EXISTS (SELECT FROM pg_attribute e WHERE e.attrelid = t.oid AND e.attname = 'event' AND NOT e.attisdropped) AS timed
FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid
JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
WHERE c.contype = 'f' AND cardinality(c.conkey) = 1 AND c.confrelid = format('%I', $1::text)::regclass
  AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'append_only')
ORDER BY t.relname, a.attname
"""
BARE = {
    "person": [{"relation": "booking", "attribute": "subject", "timed": False}],
    "institution": [{"relation": "app_user", "attribute": "institution", "timed": False}],
    "position": [],
}
"""Columns that name a row without a foreign key, since their table lies in another room."""

LISTS = {"person": (("import_draft", "people"),), "institution": (("stakeholder_group", "institutions"),)}
LISTED = """
SELECT 1 FROM information_schema.columns WHERE table_schema = 'public' AND table_name = $1 AND column_name = $2
"""
OVER = " AND NOT EXISTS (SELECT FROM event e WHERE e.id = t.event AND e.ends_at < now())"


async def move_all(merge: Merge, kind: str, before: UUID, after: UUID) -> None:
    """Every row that named `before` names `after`; in life, what belongs to events that are over stays."""
    in_life = merge.why != "duplicate"
    for link in [*await fetch(NAMED, kind), *BARE[kind]]:
        which = OVER if in_life and link["timed"] else ""
        name = f'"{link["relation"]}"', f'"{link["attribute"]}"'
        sql = f"UPDATE {name[0]} t SET {name[1]} = $2 WHERE {name[1]} = $1{which}"
        await _write_down(merge, link, before, after, await _moved(sql, name, before, after))
    for relation, attribute in LISTS.get(kind, ()):
        await _move_in_list(merge, relation, attribute, before, after)


async def park(merge: Merge, relation: str, row: UUID, attribute: str, held: UUID) -> None:
    """Takes a link off one row, as a move to nowhere."""
    sql = f'UPDATE "{relation}" SET "{attribute}" = NULL WHERE id = $1 RETURNING id'
    moved = [one["id"] for one in await fetch(sql, row)]
    await _write_down(merge, {"relation": relation, "attribute": attribute}, held, None, moved)


async def move_back(merge: Merge) -> None:
    """Every link that was moved, and still stands where it was moved to, names what it named before."""
    steps: list[Any] = await Move.objects().where(Move.merge == merge.id).order_by(Move.id, ascending=False)
    for step in steps:
        name = f'"{step.relation}"', f'"{step.attribute}"'
        if (step.relation, step.attribute) in LISTS.get(merge.kind, ()):
            sql = f"UPDATE {name[0]} SET {name[1]} = array_replace({name[1]}, $1, $2) WHERE id = ANY($3)"
            await fetch(sql, step.after, step.before, step.moved)
        elif step.after is None:
            sql = f"UPDATE {name[0]} SET {name[1]} = $1 WHERE id = ANY($2) AND {name[1]} IS NULL"
            await fetch(sql, step.before, step.moved)
        else:
            sql = f"UPDATE {name[0]} t SET {name[1]} = $2 WHERE {name[1]} = $1 AND t.id = ANY($3)"
            await _moved(sql, name, step.after, step.before, step.moved)


async def _moved(sql: str, name: tuple[str, str], before: UUID, *more: Any) -> list[UUID]:
    """All at once; where one of them may not stand there, one by one, and that one stays."""
    found = await _try(sql, before, *more)
    if found is not None:
        return found
    moved: list[UUID] = []
    for row in await fetch(f"SELECT id FROM {name[0]} WHERE {name[1]} = $1 ORDER BY id", before):
        sole = f"{sql} AND t.id = ${len(more) + 2}"
        moved += await _try(sole, before, *more, row["id"]) or []
    return moved


async def _try(sql: str, *given: Any) -> list[UUID] | None:
    found: list[UUID] | None = None
    with suppress(asyncpg.IntegrityConstraintViolationError):
        async with transaction():
            found = [row["id"] for row in await fetch(f"{sql} RETURNING t.id", *given)]
    return found


async def _move_in_list(merge: Merge, relation: str, attribute: str, before: UUID, after: UUID) -> None:
    if not await fetch(LISTED, relation, attribute):
        return
    sql = f"""UPDATE {relation} SET {attribute} = array_replace({attribute}, $1, $2)
      WHERE organisation = $3 AND $1 = ANY({attribute}) AND NOT $2 = ANY({attribute}) RETURNING id"""
    moved = [row["id"] for row in await fetch(sql, before, after, merge.organisation)]
    await _write_down(merge, {"relation": relation, "attribute": attribute}, before, after, moved)


async def _write_down(merge: Merge, link: Any, before: UUID, after: UUID | None, moved: list[UUID]) -> None:
    if moved:
        await Move(
            organisation=merge.organisation,
            merge=merge.id,
            relation=link["relation"],
            attribute=link["attribute"],
            before=before,
            after=after,
            moved=moved,
        ).save()
