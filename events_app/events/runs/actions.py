"""Verbs of long papers: begin one, make it, hand it out, forget it."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError

from events_app import clock, jobs, neutral, sealing
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch, fetch_one, fetch_value
from events_app.errors import Refusal
from events_app.events.runs import notices
from events_app.events.runs.making import Discarded, Made, Wish, maker_of
from events_app.events.runs.opening import PURPOSE, opened
from events_app.events.runs.tables import PaperRun, RunState
from events_app.events.tables import Event
from events_app.i18n import N_

KEPT = timedelta(hours=1)

RUN = """
SELECT r.id, r.created_at, r.created_by, r.organisation, r.event, r.kind, r.asked, r.language, r.state, r.done, r.total,
  r.filename, r.size, r.made_at, r.given_up, r.reads_confidential FROM paper_run r
"""
CLAIM = """
UPDATE paper_run SET state = 'working', done = 0, given_up = false, reads_confidential = $2
WHERE id = $1 AND state IN ('waiting', 'working', 'failed') RETURNING id
"""
TOLD = "UPDATE paper_run SET done = $2, total = $3 WHERE id = $1 AND state = 'working'"
DONE = """
UPDATE paper_run SET state = 'done', done = total, filename = $2, size = $3, sealed = $4, made_at = $5
WHERE id = $1 AND state = 'working' RETURNING id
"""
FAILED = (
    "UPDATE paper_run SET state = 'failed', given_up = $2 WHERE id = $1 AND state = 'working' RETURNING id"
)
DISCARDED = (
    "UPDATE paper_run SET state = 'discarded' WHERE id = $1 AND state IN ('waiting', 'working', 'failed')"
)
FORGOTTEN = "UPDATE paper_run SET state = 'forgotten', sealed = NULL WHERE state = 'done' AND made_at < $1"


UNDER_WAY = """
SELECT id FROM paper_run WHERE organisation = $1 AND kind = $2 AND language = $3 AND asked = $4
  AND state IN ('waiting', 'working') AND event IS NOT DISTINCT FROM $5::uuid AND (event IS NOT NULL OR created_by = $6)
ORDER BY id DESC LIMIT 1
"""
TWINS = """
UPDATE paper_run SET state = 'discarded' WHERE organisation = $1 AND kind = $2 AND language = $3 AND asked = $4
  AND state = 'failed' AND event IS NOT DISTINCT FROM $5::uuid AND created_by = $6
"""
"""The asker's own that failed gives way to the same one asked for anew: otherwise it would be made twice, once for each."""
GIVES_WAY = "UPDATE paper_run SET state = 'discarded' WHERE id = $1 AND state = 'failed' RETURNING id"


class PaperNotReady(Refusal):
    message = N_("This paper is not made yet.")


class PaperNotFailed(Refusal):
    message = N_("Only a paper that could not be made is made again.")


class PaperDiscarded(Refusal):
    message = N_("This paper was given up: its draft was discarded, or it was asked for anew.")


class PaperForgotten(Refusal):
    message = N_("This paper is no longer kept: it lay ready for an hour. Please make it again.")


@atomically
async def begin(
    actor: Actor, event: Event, kind: str, asked: str, language: str, total: int, now: datetime
) -> PaperRun:
    """Have a paper made by the worker."""
    run = await _written(actor, event, kind, asked, language, total, now)
    await audit.record(actor, "paper.begun", event.id, after={"kind": kind, "people": total})
    return run


async def _written(
    actor: Actor, event: Event | None, kind: str, asked: str, language: str, total: int, now: datetime
) -> PaperRun:
    run = PaperRun(
        organisation=event.organisation if event else actor.organisation,
        created_at=now,
        created_by=actor.user,
        event=event.id if event else None,
        kind=kind,
        asked=asked,
        language=language,
        total=total,
    )
    await execute(TWINS, run.organisation, kind, language, asked, run.event, actor.user)
    await run.save()
    await jobs.enqueue("make_paper", {"run": run.id, "user": actor.user, "name": actor.name})
    return run


async def begin_own(actor: Actor, kind: str, asked: str, language: str, total: int, now: datetime) -> UUID:
    """Have a paper made that is of no single event; who asks for one that is being made is led to it."""
    of = (actor.organisation, kind, language, asked, None, actor.user)
    while (found := await fetch_value(UNDER_WAY, *of)) is None:
        with suppress(UniqueViolationError):  # somebody else began it meanwhile
            return await _begin_own(actor, kind, asked, language, total, now)
    under_way: UUID = found
    return under_way


@atomically
async def _begin_own(actor: Actor, kind: str, asked: str, language: str, total: int, now: datetime) -> UUID:
    run = await _written(actor, None, kind, asked, language, total, now)
    await audit.record(actor, "paper.begun", run.id, after={"kind": kind, "total": total})
    return run.id


async def again(actor: Actor, run: Mapping[str, Any], event: Event | None, now: datetime) -> UUID:
    """Have a paper that failed made anew, as it was asked for; who presses twice is led to the one that is being made.

    Raises PaperNotFailed.
    """
    if run["state"] != RunState.failed:
        raise PaperNotFailed()
    if event is None:
        return await begin_own(actor, run["kind"], run["asked"], run["language"], run["total"], now)
    with suppress(UniqueViolationError):  # somebody else asked for it meanwhile
        return await _again(actor, run, event, now)
    found = await _under_way(event, run)
    return found or run["id"]


async def _under_way(event: Event, run: Mapping[str, Any]) -> UUID | None:
    found: UUID | None = await fetch_value(
        UNDER_WAY, event.organisation, run["kind"], run["language"], run["asked"], event.id, None
    )
    return found


@atomically
async def _again(actor: Actor, run: Mapping[str, Any], event: Event, now: datetime) -> UUID:
    if await fetch_value(GIVES_WAY, run["id"]) is None:
        return await _under_way(event, run) or run["id"]
    begun = await begin(actor, event, run["kind"], run["asked"], run["language"], run["total"], now)
    return begun.id


async def make(run: UUID, actor: Actor, now: datetime) -> None:
    """Make a paper that was begun; twice is once."""
    if not await _claimed(run, actor):
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


async def _claimed(run: UUID, actor: Actor) -> bool:
    try:
        return await fetch_value(CLAIM, run, actor.may(Right.read_confidential)) is not None
    except UniqueViolationError:  # the same paper was asked for anew and is being made: that one counts
        await discard(run)
        return False


@atomically
async def _fail(run: Mapping[str, Any], event: Event | None, now: datetime) -> None:
    given_up = jobs.on_last_try()
    if await fetch_value(FAILED, run["id"], given_up) is not None:
        await notices.tell_failed(run, _spoken(event), now, given_up=given_up)


@atomically
async def _hand_over(run: Mapping[str, Any], event: Event | None, made: Made, sealed: bytes) -> None:
    now = clock.now()
    if await fetch_value(DONE, run["id"], made.filename, len(made.data), sealed, now) is not None:
        await made.note()
        await notices.tell_asker(run, _spoken(event), now)


def _spoken(event: Event | None) -> str:
    """What a mail calls the event: mails are read by others on the way, so one of a confidential event has its number."""
    return neutral.called(event) if event else ""


async def discard(run: UUID) -> None:
    """Give a paper up whose cause is gone: what it would be made of, or who asked for it."""
    await execute(DISCARDED, run)


async def file_of(run: Mapping[str, Any]) -> bytes:
    """The file of a paper that is done. Raises PaperNotReady, PaperDiscarded or PaperForgotten."""
    if run["state"] in (RunState.waiting, RunState.working, RunState.failed):
        raise PaperNotReady()
    if run["state"] == RunState.discarded:
        raise PaperDiscarded()
    file = await opened(run["id"])
    if file is None:
        raise PaperForgotten()
    return file


async def runs_of(event: Event, kind: str | None = None, only: UUID | None = None) -> list[Any]:
    """The papers that were begun for an event, newest first."""
    wanted = "WHERE r.event = $1 AND ($2::text IS NULL OR r.kind = $2) AND ($3::uuid IS NULL OR r.id = $3)"
    return await fetch(f"{RUN} {wanted} ORDER BY r.id DESC LIMIT 500", event.id, kind, only)


async def forget(now: datetime) -> None:
    """Let go of what has lain ready for an hour."""
    await execute(FORGOTTEN, now - KEPT)
