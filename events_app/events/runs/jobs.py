"""What the queue and the clock do here."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.accounts.actor import Actor
from events_app.accounts.queries import acting
from events_app.events.runs import actions
from events_app.events.runs.tables import PaperRun


@jobs.job("make_paper")
async def make_paper(payload: dict[str, Any]) -> None:
    """Make a long paper."""
    run = UUID(str(payload["run"]))
    row = (
        await PaperRun.select(PaperRun.organisation, PaperRun.event, PaperRun.created_by)
        .where(PaperRun.id == run)
        .first()
    )
    if row is None:
        return
    actor = await _asker(row, payload)
    if actor is None:
        await actions.discard(run)
    else:
        await actions.make(run, actor, clock.now())


async def _asker(row: dict[str, Any], payload: dict[str, Any]) -> Actor | None:
    """Who asked; of a paper across events with the rights of now, for what they may see is what it says."""
    if row["event"] is None:
        return await acting(row["created_by"])
    user = payload.get("user")
    return Actor(row["organisation"], UUID(str(user)) if user else None, str(payload.get("name", "")))


@jobs.job("forget_papers")
async def forget_papers(payload: dict[str, Any]) -> None:
    """Let go of papers that were made and fetched, or never fetched: they hold passes."""
    await actions.forget(clock.now())


jobs.schedule("forget_papers", "*/10 * * * *")
