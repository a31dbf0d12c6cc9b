"""Views that are kept: whose they are, who may change them, and which one a board opens with."""

import json
from datetime import datetime
from typing import Any
from uuid import UUID

import asyncpg

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.board.forms import BoardFilter, BoardViewIn
from events_app.commitments.board.refusals import NotYourView, ViewNameTaken
from events_app.commitments.board.tables import BoardView
from events_app.database import atomically, execute, fetch, fetch_one, transaction
from events_app.errors import NotFound

MOST = 200

VIEWS = """
SELECT v.*, u.name AS keeper, v."user" = $2 AS mine, d.id IS NOT NULL AS is_default
FROM board_view v JOIN app_user u ON u.id = v."user"
LEFT JOIN board_default d ON d.view = v.id AND d."user" = $2
WHERE v.organisation = $1 AND (v."user" = $2 OR v.shared) AND v.deleted_at IS NULL
"""
OPEN_WITH = """
INSERT INTO board_default (id, organisation, created_at, "user", view) VALUES (gen_random_uuid(), $1, $4, $2, $3)
ON CONFLICT ("user") DO UPDATE SET view = EXCLUDED.view, created_at = EXCLUDED.created_at
"""


async def views(actor: Actor) -> list[Any]:
    """The actor's own views and those that others share, by name."""
    return await fetch(f"{VIEWS} ORDER BY v.name_key, v.id LIMIT {MOST}", actor.organisation, actor.user)


async def one(actor: Actor, view: UUID) -> Any:
    """One of them; raises NotFound."""
    row = await fetch_one(f"{VIEWS} AND v.id = $3", actor.organisation, actor.user, view)
    if row is None:
        raise NotFound()
    return row


async def first(actor: Actor) -> Any | None:
    """The view that the actor's board opens with, as long as they may see it."""
    return await fetch_one(f"{VIEWS} AND d.id IS NOT NULL", actor.organisation, actor.user)


def filters_of(view: Any) -> BoardFilter:
    """What a record of `views` looks for."""
    return BoardFilter.model_validate(json.loads(view["filters"]))


@atomically
async def keep(actor: Actor, said: BoardViewIn, now: datetime) -> UUID:
    """Keep what is looked at under a name. Raises ViewNameTaken when the actor has one of that name."""
    actor.must(Right.read)
    view = BoardView(organisation=actor.organisation, created_at=now, user=actor.user, **_facts(said))
    await _saved(view)
    await _open_with(actor, view.id, said.is_default, now)
    await audit.record(actor, "board_view.kept", view.id, after={"name": view.name, "shared": view.shared})
    return view.id


@atomically
async def change(actor: Actor, view: BoardView, said: BoardViewIn, now: datetime) -> None:
    """Another name, other filters; by whoever keeps it, or an owner where it is everybody's."""
    _must_keep(actor, view)
    deleted: Any = view.deleted_at
    if deleted is not None:
        raise NotFound()
    before = {"name": view.name, "shared": view.shared}
    for name, value in _facts(said).items():
        setattr(view, name, value)
    await _saved(view)
    await _open_with(actor, view.id, said.is_default, now)
    after = {"name": view.name, "shared": view.shared}
    await audit.record(actor, "board_view.changed", view.id, before=before, after=after)


@atomically
async def delete(actor: Actor, view: Any, now: datetime) -> None:
    """Take it from the list; it can be brought back. Boards that opened with it show everything again."""
    _must_keep(actor, view)
    if view.deleted_at is None:
        await execute("UPDATE board_view SET deleted_at = $2 WHERE id = $1", view.id, now)
        await audit.record(actor, "board_view.deleted", view.id, before={"name": view.name})


@atomically
async def restore(actor: Actor, view: Any) -> None:
    """Bring back a deleted view; twice is once. Raises ViewNameTaken when another has its name by now."""
    _must_keep(actor, view)
    if view.deleted_at is not None:
        view.deleted_at = None
        await _saved(view)
        await audit.record(actor, "board_view.restored", view.id, after={"name": view.name})


@atomically
async def open_with(actor: Actor, view: BoardView, first: bool, now: datetime) -> None:
    """Let the actor's board begin with this view, or with everything again."""
    await _open_with(actor, view.id, first, now)


async def _open_with(actor: Actor, view: UUID, first: bool, now: datetime) -> None:
    if first:
        await execute(OPEN_WITH, actor.organisation, actor.user, view, now)
    else:
        await execute('DELETE FROM board_default WHERE "user" = $1 AND view = $2', actor.user, view)


async def _saved(view: BoardView) -> None:
    try:
        async with transaction():
            await view.save()
    except asyncpg.UniqueViolationError:
        raise ViewNameTaken() from None


def _must_keep(actor: Actor, view: BoardView) -> None:
    if view.user != actor.user and not (view.shared and actor.may(Right.manage)):
        raise NotYourView()


def _facts(said: BoardViewIn) -> dict[str, Any]:
    return {
        "name": said.name,
        "name_key": said.name.casefold()[:80],
        "grouping": said.grouping.value,
        "filters": json.dumps(said.filters.plain),
        "shared": said.shared,
    }
