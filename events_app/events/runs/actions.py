"""Verbs of long papers: begin one, make it, hand it out, forget it."""

import asyncio
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError

from events_app import clock, jobs, sealing
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.errors import Refusal
from events_app.events.runs import notices
from events_app.events.runs.making import Discarded, Made, Wish, maker_of
from events_app.events.runs.tables import PaperRun, RunState
from events_app.events.tables import Event
from events_app.i18n import N_

KEPT = timedelta(hours=1)
PURPOSE = "paper"

RUN = """
SELECT r.id, r.created_at, r.created_by, r.organisation, r.event, r.kind, r.asked, r.language, r.state, r.done, r.total,
  r.filename, r.size, r.made_at FROM paper_run r
"""
CLAIM = """
UPDATE paper_run SET state = 'working', done = 0 WHERE id = $1 AND state IN ('waiting', 'working', 'failed') RETURNING id
"""
TOLD = "UPDATE paper_run SET done = $2, total = $3 WHERE id = $1 AND state = 'working'"
DONE = """
UPDATE paper_run SET state = 'done', done = total, filename = $2, size = $3, sealed = $4, made_at = $5
WHERE id = $1 AND state = 'working' RETURNING id
"""
FAILED = "UPDATE paper_run SET state = 'failed' WHERE id = $1 AND state = 'working'"
DISCARDED = (
    "UPDATE paper_run SET state = 'discarded' WHERE id = $1 AND state IN ('waiting', 'working', 'failed')"
)
FORGOTTEN = "UPDATE paper_run SET state = 'forgotten', sealed = NULL WHERE state = 'done' AND made_at < $1"


UNDER_WAY = """
SELECT id FROM paper_run WHERE organisation = $1 AND created_by = $2 AND kind = $3 AND language = $4 AND asked = $5
  AND event IS NULL ORDER BY id DESC LIMIT 1
"""


class PaperNotReady(Refusal):
    message = N_("This paper is not made yet.")


class PaperDiscarded(Refusal):
    message = N_("The draft was discarded before its turn came, so there is no paper of it.")


class PaperForgotten(Refusal):
    message = N_("This paper is no longer kept: it lay ready for an hour. Please make it again.")


@atomically
async def begin(
    actor: Actor, event: Event, kind: str, asked: str, language: str, total: int, now: datetime
) -> PaperRun:
    """Have a paper made by the worker."""
    run = PaperRun(
        organisation=event.organisation,
        created_at=now,
        created_by=actor.user,
        event=event.id,
        kind=kind,
        asked=asked,
        language=language,
        total=total,
    )
    await run.save()
    await jobs.enqueue("make_paper", {"run": run.id, "user": actor.user, "name": actor.name})
    await audit.record(actor, "paper.begun", event.id, after={"kind": kind, "people": total})
    return run


async def begin_own(actor: Actor, kind: str, asked: str, language: str, total: int, now: datetime) -> UUID:
    """Have a paper made that is of no single event; who asks for one that is being made is led to it."""
    try:
        return await _begin_own(actor, kind, asked, language, total, now)
    except UniqueViolationError:
        found: UUID = await fetch_value(UNDER_WAY, actor.organisation, actor.user, kind, language, asked)
        return found


@atomically
async def _begin_own(actor: Actor, kind: str, asked: str, language: str, total: int, now: datetime) -> UUID:
    facts: dict[str, Any] = {"organisation": actor.organisation, "created_at": now, "created_by": actor.user}
    run = PaperRun(**facts, kind=kind, asked=asked, language=language, total=total)
    await run.save()
    await jobs.enqueue("make_paper", {"run": run.id, "user": actor.user, "name": actor.name})
    await audit.record(actor, "paper.begun", run.id, after={"kind": kind, "total": total})
    return run.id


async def make(run: UUID, actor: Actor, now: datetime) -> None:
    """Make a paper that was begun; twice is once."""
    if await fetch_value(CLAIM, run) is None:
        return
    row = await fetch_one(f"{RUN} WHERE r.id = $1", run)
    assert row is not None, "it was claimed"
    event = await Event.objects().get(Event.id == row["event"]) if row["event"] else None
    wish = Wish(actor, event, row["asked"], row["language"], now)

    async def told(done: int, total: int) -> None:
        await execute(TOLD, run, done, total)

    try:
        made = await maker_of(row["kind"])(wish, told)
        await _hand_over(row, event, made, await asyncio.to_thread(sealing.seal, made.data, PURPOSE))
    except Discarded:
        await discard(run)
    except Exception:
        await _fail(row, event, now)
        raise


@atomically
async def _fail(run: Mapping[str, Any], event: Event | None, now: datetime) -> None:
    await execute(FAILED, run["id"])
    await notices.tell_failed(run, event.title if event else "", now)


@atomically
async def _hand_over(run: Mapping[str, Any], event: Event | None, made: Made, sealed: bytes) -> None:
    now = clock.now()
    if await fetch_value(DONE, run["id"], made.filename, len(made.data), sealed, now) is not None:
        await made.note()
        await notices.tell_asker(run, event.title if event else "", now)


async def discard(run: UUID) -> None:
    """Give a paper up whose cause is gone: what it would be made of, or who asked for it."""
    await execute(DISCARDED, run)


async def file_of(run: Mapping[str, Any]) -> bytes:
    """The file of a paper that is done. Raises PaperNotReady, PaperDiscarded or PaperForgotten."""
    if run["state"] in (RunState.waiting, RunState.working, RunState.failed):
        raise PaperNotReady()
    if run["state"] == RunState.discarded:
        raise PaperDiscarded()
    sealed = await fetch_value("SELECT sealed FROM paper_run WHERE id = $1", run["id"])
    if sealed is None:
        raise PaperForgotten()
    return await asyncio.to_thread(sealing.unseal, sealed, PURPOSE)


async def runs_of(event: Event, kind: str | None = None, only: UUID | None = None) -> list[Any]:
    """The papers that were begun for an event, newest first."""
    wanted = "WHERE r.event = $1 AND ($2::text IS NULL OR r.kind = $2) AND ($3::uuid IS NULL OR r.id = $3)"
    return await fetch(f"{RUN} {wanted} ORDER BY r.id DESC LIMIT 500", event.id, kind, only)


async def forget(now: datetime) -> None:
    """Let go of what has lain ready for an hour."""
    await execute(FORGOTTEN, now - KEPT)
