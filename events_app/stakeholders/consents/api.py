"""JSON doors of consents."""

from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.shapes import Moment, Out, Page
from events_app.stakeholders.access import Ask, consent_here, person_here
from events_app.stakeholders.consents import actions, queries
from events_app.stakeholders.consents.forms import ConsentIn, WithdrawIn
from events_app.stakeholders.outputs import Maybe
from events_app.stakeholders.tables import ConsentRecord, Person

READ = [requires(Right.keep_directory)]
PERSON = {"person": Provide(person_here)}


class ConsentOut(Out):
    """Proof that somebody agreed to a purpose; `withdrawn_at` says since when no more."""

    id: UUID
    person_id: UUID = Field(validation_alias="person")
    purpose: str = Field(examples=["photo"])
    text_version: int
    wording: Maybe
    language: str
    given_at: Moment
    via: str
    given_by: Maybe
    note: Maybe
    withdrawn_at: Moment | None
    withdrawn_via: Maybe
    withdrawn_note: Maybe


@get("/people/{person_id:uuid}/consents", guards=READ, dependencies=PERSON)
async def list_consents(request: Ask, person: NamedDependency[Person]) -> Page[ConsentOut]:
    """Somebody's consents, the latest first; all at once."""
    rows = await queries.of_person(request.user.organisation, person.id)
    return Page[ConsentOut](items=[ConsentOut.model_validate(one) for one in rows])


@post("/people/{person_id:uuid}/consents", guards=READ, dependencies=PERSON)
async def note_consent(
    request: Ask, person: NamedDependency[Person], data: JSONBody[ConsentIn]
) -> ConsentOut:
    """Keeps the proof that somebody agreed; it is never rewritten."""
    row = await actions.note(request.user, person.id, data, clock.now())
    return await _out(request, row)


@get("/consents/{consent_id:uuid}", guards=READ, dependencies={"consent": Provide(consent_here)})
async def read_consent(request: Ask, consent: NamedDependency[ConsentRecord]) -> ConsentOut:
    """One consent."""
    return await _out(request, consent)


@post(
    "/consents/{consent_id:uuid}/withdrawal",
    guards=READ,
    status_code=200,
    dependencies={"consent": Provide(consent_here)},
)
async def withdraw_consent(
    request: Ask, consent: NamedDependency[ConsentRecord], data: JSONBody[WithdrawIn]
) -> ConsentOut:
    """Notes that it was taken back, once."""
    await actions.take_back(request.user, consent, data, clock.now())
    return await _out(request, consent)


async def _out(request: Ask, consent: ConsentRecord) -> ConsentOut:
    rows = await queries.of_person(request.user.organisation, consent.person, consent.id)
    if not rows:
        raise NotFound()
    return ConsentOut.model_validate(rows[0])


doors = [list_consents, note_consent, read_consent, withdraw_consent]
