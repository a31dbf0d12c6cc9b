"""JSON doors of ending: a person's copy, anonymising, keeping longer, who is due, the rule."""

from datetime import date
from typing import Any
from uuid import UUID

from litestar import Router, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.privacy import actions, copying, queries
from events_app.privacy.forms import AnonymisationIn, PostponementIn, RetentionIn
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import Ask, person_here
from events_app.stakeholders.tables import Person
from events_app.web.api import Cursor, Limit, after, listing

KEEP = [requires(Right.keep_privacy)]
MANAGE = [requires(Right.manage)]


class PersonCopyOut(Out):
    """Everything about one person: `kinds` maps a kind of record to its rows, each as it is kept."""

    person_id: UUID
    name: str = Field(examples=["Dra. Hj. Kartini, M.Si"])
    made_at: Moment
    organisation: str = Field(examples=["Kota Lembayung"])
    timezone: str = Field(examples=["Asia/Jakarta"])
    kinds: dict[str, list[dict[str, Any]]] = Field(
        examples=[{"guest": [{"state": "expected", "created_at": "2026-08-12T02:00:00+00:00"}]}]
    )


class AnonymisedOut(Out):
    """Somebody whose name is gone; the id stays, since counts name it."""

    person_id: UUID
    anonymised_at: Moment


class PostponedOut(Out):
    """Until when somebody is kept, and why."""

    person_id: UUID = Field(validation_alias="person")
    until: date
    reason: str


class DueOut(Out):
    """Somebody whose time is over."""

    id: UUID


class RetentionOut(Out):
    """How many months personal data is kept after somebody's last part; null keeps it for good."""

    months: int | None = Field(examples=[60])
    automatic: bool
    due: int = Field(description="How many persons are due now.")


@get("/people/{person_id:uuid}/copy", guards=KEEP)
async def copy_person(request: Ask, person: NamedDependency[Person]) -> PersonCopyOut:
    """Everything about one person, under rows merged into theirs, too. It is audited."""
    return PersonCopyOut.model_validate(await copying.copied(request.user, person, clock.now()))


@post("/people/{person_id:uuid}/anonymisation", guards=KEEP, status_code=200)
async def anonymise_person(
    request: Ask, person: NamedDependency[Person], data: JSONBody[AnonymisationIn]
) -> AnonymisedOut:
    """Ends somebody's personal data for good; counts stay.

    409 `still_needed` lists in `obstacles` what stands against it; 409 `already_anonymised` the second time.
    """
    now = clock.now()
    await actions.anonymise(request.user, person.id, data.reason, now)
    return AnonymisedOut(person_id=person.id, anonymised_at=now)


@post("/people/{person_id:uuid}/postponement", guards=KEEP)
async def postpone_person(
    request: Ask, person: NamedDependency[Person], data: JSONBody[PostponementIn]
) -> PostponedOut:
    """Keeps somebody longer than the rule says; the newest word counts."""
    return PostponedOut.model_validate(await actions.postpone(request.user, person.id, data))


@get("/retention/due", guards=KEEP)
async def list_due(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[DueOut]:
    """Persons whose time is over, by id; nobody where the organisation keeps for good."""
    here = request.user.organisation
    months = (await queries.rule(here)).months
    found = (
        [] if months is None else await queries.due_ids(here, months, clock.now(), after(cursor), limit + 1)
    )
    return listing([DueOut(id=one) for one in found], limit, DueOut.model_validate)


@get("/retention", guards=MANAGE)
async def read_retention(request: Ask) -> RetentionOut:
    """The organisation's rule."""
    return await _rule(request)


@put("/retention", guards=MANAGE)
async def change_retention(request: Ask, data: JSONBody[RetentionIn]) -> RetentionOut:
    """Sets the rule; without months everything is kept, and nothing goes of itself."""
    await actions.set_rule(request.user, data)
    return await _rule(request)


async def _rule(request: Ask) -> RetentionOut:
    here = request.user.organisation
    rule = await queries.rule(here)
    due = await queries.how_many(here, rule.months, clock.now()) if rule.months else 0
    return RetentionOut(months=rule.months, automatic=rule.automatic, due=due)


router = Router(
    path="/",
    route_handlers=[
        copy_person,
        anonymise_person,
        postpone_person,
        list_due,
        read_retention,
        change_retention,
    ],
    dependencies={"person": Provide(person_here)},
    tags=["Privacy"],
)
