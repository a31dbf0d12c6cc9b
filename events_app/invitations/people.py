"""The people behind names on an answer or at the door: known ones are found, new ones written down.

The same person is an equal name without titles in the same institution; mail never decides, offices share it.
"""

from contextlib import suppress
from typing import Protocol
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.stakeholders import names
from events_app.stakeholders.actions import InstitutionExists, create_institution, create_person
from events_app.stakeholders.forms import InstitutionIn, PersonIn
from events_app.stakeholders.kinds import kind_of
from events_app.stakeholders.tables import Institution, Person, Sex


class Described(Protocol):
    """What a form tells of somebody."""

    full_name: str
    sex: Sex | None
    email: str
    phone: str
    position: str


async def person_called(actor: Actor, institution: UUID | None, said: Described) -> Person:
    """Find or write down the person; gaps of a known one are filled in, nothing is overwritten."""
    name = names.split(said.full_name)
    office = Person.institution.is_null() if institution is None else Person.institution == institution
    same_name = Person.name_key == names.name_key(name.name)
    same = (Person.organisation == actor.organisation) & same_name & office
    known = await Person.objects().where(same).order_by(Person.id).first()
    if known is not None and known.successor is not None:
        known = await Person.objects().get(Person.id == known.successor)
    if known is None:
        return await _write_down(actor, institution, said)
    await fill_in(known, said)
    return known


async def fill_in(person: Person, said: Described) -> set[str]:
    """Write what was not known of a person; returns the names of what is new."""
    news = {name: getattr(said, name) for name in ("sex", "phone", "email")}
    gaps = {name: value for name, value in news.items() if value and not getattr(person, name)}
    if person.is_minor and not person.guardian_allows_phone:
        gaps.pop("phone", None)
    for name, value in gaps.items():
        setattr(person, name, value)
    if gaps:
        await person.save([getattr(Person, name) for name in gaps])
    return set(gaps)


async def institution_called(actor: Actor, name: str) -> UUID:
    """Find the institution of this name or write it down."""
    known = await _institution(actor, name)
    if known is None:
        with suppress(InstitutionExists):  # somebody wrote it down a moment ago
            return (await create_institution(actor, InstitutionIn(name=name, kind=kind_of(name)))).id
        known = await _institution(actor, name)
    assert known is not None, "a name that is taken belongs to somebody"
    return known


async def _institution(actor: Actor, name: str) -> UUID | None:
    same_name = Institution.name_key == names.name_key(name)
    same = (Institution.organisation == actor.organisation) & same_name
    row = await Institution.select(Institution.id, Institution.successor).where(same).first()
    return (row["successor"] or row["id"]) if row else None


async def _write_down(actor: Actor, institution: UUID | None, said: Described) -> Person:
    plan = PersonIn(
        full_name=said.full_name,
        sex=said.sex,
        email=said.email,
        phone=said.phone,
        institution_id=institution,
        position=said.position,
    )
    return await create_person(actor, plan)
