"""What the queue and the clock do here."""

from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.accounts.actor import Actor
from events_app.events.runs import actions
from events_app.events.runs.tables import PaperRun


@jobs.job("make_paper")
async def make_paper(payload: dict[str, Any]) -> None:
    """Make a long paper."""
    run = UUID(str(payload["run"]))
    organisation = await PaperRun.select(PaperRun.organisation).where(PaperRun.id == run).first()
    if organisation is None:
        return
    user = payload.get("user")
    actor = Actor(
        organisation["organisation"], UUID(str(user)) if user else None, str(payload.get("name", ""))
    )
    await actions.make(run, actor, clock.now())


@jobs.job("forget_papers")
async def forget_papers(payload: dict[str, Any]) -> None:
    """Let go of papers that were made and fetched, or never fetched: they hold passes."""
    await actions.forget(clock.now())


jobs.schedule("forget_papers", "*/10 * * * *")
