"""The open data: one shape for people who read the documentation and for machines that check against it."""

from datetime import date
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

from events_app import settings
from events_app.commitments.kinds import Ratified, Rating
from events_app.commitments.tables import ActionState, CommitmentState
from events_app.reports.accountability.queries import Promise, Row


class _Out(BaseModel):
    model_config = ConfigDict(extra="forbid")


class PublicEvent(_Out):
    """Where it was promised; only of events that are public themselves."""

    title: str
    url: str


class PublicAction(_Out):
    """One follow-up action. Days are calendar days where the event was held."""

    id: UUID
    title: str
    deliverable: str = Field(description="What can be shown when it is done.")
    institution: str = Field(description="Who does it.")
    position: str | None
    first_due: date | None = Field(description="The day first promised; never changed.")
    due: date | None = Field(description="The day that holds now.")
    state: ActionState
    percent: int = Field(ge=0, le=100, description="As its owner reports it.")
    done_on: date | None = Field(description="The day it was submitted, once it was verified.")
    overdue: bool = Field(description="Whether something is owed past its day, at the moment of asking.")


class PublicCommitment(_Out):
    """What an institution promised."""

    id: UUID
    title: str
    expected_result: str
    indicator: str
    target: str
    theme: str
    institution: str
    position: str | None = Field(description="The position it was promised for; never a person.")
    event: PublicEvent | None
    agreed_on: date
    state: CommitmentState
    ratification: Ratified
    rating: Rating | None
    url: str
    actions: list[PublicAction]


class PublicCommitments(_Out):
    """Every commitment that an organisation shows to the public."""

    organisation: str
    page: str
    generated_at: str = Field(description="RFC 3339, UTC.")
    commitments: list[PublicCommitment]


def commitment_out(shown: Promise, home: str) -> PublicCommitment:
    """A commitment as data; `home` is the address of the page."""
    row = shown.row
    event = (
        PublicEvent(title=row["event_title"], url=f"{settings.current().public_url}/e/{row['event_slug']}")
        if row["event_title"]
        else None
    )
    names = set(PublicCommitment.model_fields) - {"event", "url", "actions"}
    facts = {name: row[name] for name in names}
    return PublicCommitment(
        **facts, event=event, url=f"{home}/{row['id']}", actions=[_action(one) for one in shown.actions]
    )


def _action(row: Row) -> PublicAction:
    return PublicAction(**{name: row[name] for name in PublicAction.model_fields})
