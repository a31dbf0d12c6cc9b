"""What the queue and the clock do here."""

from datetime import timedelta
from functools import partial
from typing import Any
from uuid import UUID

from events_app import clock, jobs
from events_app.accounts.actor import Actor
from events_app.errors import Refusal
from events_app.stakeholders.lists import actions, progress, work
from events_app.stakeholders.lists.refusals import Stopped
from events_app.stakeholders.lists.tables import ReadingState
from events_app.stakeholders.tables import ImportDraft

KEPT = timedelta(days=30)
"""How long an uploaded list is kept: long enough to come back to a preview, and to invite whom it named."""

UNEXPECTED = "unexpected"


@jobs.job("read_list")
async def read_list(payload: dict[str, Any]) -> None:
    """Read a long list into its table."""
    await _work(payload, work.read, ReadingState.reading)


@jobs.job("commit_list")
async def commit_list(payload: dict[str, Any]) -> None:
    """Commit a long list."""
    await _work(payload, work.commit, ReadingState.committing)


@jobs.job("forget_lists")
async def forget_lists(payload: dict[str, Any]) -> None:
    """Let go of old uploaded lists: they hold names and numbers that live in the directory now."""
    await actions.forget(clock.now() - KEPT)


jobs.schedule("forget_lists", "17 3 * * *")


async def _work(payload: dict[str, Any], verb: Any, state: ReadingState) -> None:
    """A refusal is an answer that the page gives; a list that somebody stopped or let go of needs none."""
    draft = await ImportDraft.objects().get(ImportDraft.id == UUID(str(payload["draft"])))
    if draft is None:
        return
    user = payload.get("user")
    actor = Actor(draft.organisation, UUID(str(user)) if user else None, str(payload.get("name", "")))
    try:
        await verb(actor, draft, clock.now(), partial(progress.tell, draft.id, state))
    except Stopped:
        return
    except Refusal as refusal:
        await actions.fail(draft.id, refusal.code)
    except Exception:
        await actions.fail(draft.id, UNEXPECTED)
        raise
