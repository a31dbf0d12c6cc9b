"""Badges and long papers to try with."""

import io
from typing import Any
from uuid import UUID

import pypdf

from events_app import clock, jobs
from events_app.checkin.badges import jobs as badge_jobs
from events_app.checkin.listing import jobs as list_jobs
from events_app.database import fetch
from events_app.events.runs import jobs as run_jobs
from events_app.events.runs.tables import PaperRun
from events_app.invitations.letters import jobs as letter_jobs
from events_app.stakeholders.tables import Person

__all__ = ["begun", "child", "pages_of", "printed", "work"]

WORKERS = (run_jobs, badge_jobs, list_jobs, letter_jobs)
"""They register themselves."""


def pages_of(made: bytes) -> list[str]:
    """The words of each page."""
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


async def printed(event: UUID) -> list[tuple[UUID, str]]:
    """Whose badges were printed, in what format, in order."""
    rows = await fetch(
        "SELECT guest, format FROM badge_print WHERE event = $1 ORDER BY printed_at, guest", event
    )
    return [(row["guest"], row["format"]) for row in rows]


async def child(person: UUID) -> None:
    """Somebody turns out to be a child whose guardian agreed."""
    facts: dict[Any, Any] = {"is_minor": True, "guardian_name": "Ibu Sri", "guardian_agreed_at": clock.now()}
    facts["guardian_allows_phone"] = True
    await Person.update(facts).where(Person.id == person)


async def begun(event: UUID) -> PaperRun:
    """The newest long paper of an event."""
    run = (
        await PaperRun.objects().where(PaperRun.event == event).order_by(PaperRun.id, ascending=False).first()
    )
    assert run is not None
    return run


async def work(run: PaperRun) -> None:
    """What the worker does with it."""
    await jobs.handlers()["make_paper"]({"run": str(run.id), "user": str(run.created_by), "name": "Alice"})
