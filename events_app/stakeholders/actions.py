"""Verbs of the directory: keep institutions, positions and people, each change with its audit entry."""

from typing import Any
from uuid import UUID

from asyncpg import UniqueViolationError

from events_app import clock
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_one, fetch_value, transaction
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.ids import new_id
from events_app.stakeholders import minors
from events_app.stakeholders.forms import InstitutionIn, PersonIn
from events_app.stakeholders.names import name_key
from events_app.stakeholders.tables import Institution, Person


class InstitutionExists(Refusal):
    message = N_("There is already an institution of this name.")
    field = "name"


class Anonymised(Refusal):
    message = N_("This person is anonymised. Nothing more is written about them.")


class UnknownInstitution(Refusal):
    status_code = 422
    message = N_("This institution is not in the directory.")
    field = "institution_id"


class ParentBelow(Refusal):
    message = N_("An institution cannot stand below itself.")
    field = "parent_id"


class HeadWithoutInstitution(Refusal):
    status_code = 422
    message = N_("To head an institution, a person needs one.")
    field = "institution_id"


DEFAULT_HEAD = "Kepala"
DERIVED = {"name_key", "search_text"}
_BELOW = """
WITH RECURSIVE up(id, parent) AS (
  SELECT id, parent FROM institution WHERE id = $1
  UNION SELECT i.id, i.parent FROM institution i JOIN up ON i.id = up.parent
) SELECT EXISTS (SELECT FROM up WHERE id = $2)
"""
_POSITION = """
INSERT INTO "position" AS known (id, organisation, created_at, institution, title, title_key, is_head)
VALUES ($1, $2, $3, $4, $5, $6, $7)
ON CONFLICT (organisation, institution, title_key) DO UPDATE SET is_head = known.is_head OR excluded.is_head
RETURNING id
"""


@atomically
async def create_institution(actor: Actor, plan: InstitutionIn) -> Institution:
    """A new institution; one of the same name, case and spaces folded, is refused by name."""
    facts = _columns(plan.model_dump())
    await _check_parent(actor, facts.get("parent"), None)
    row = Institution(organisation=actor.organisation, created_by=actor.user, **facts)
    row.search_text = institution_text(row)
    await _write_named(row)
    await audit.record(actor, "institution.created", row.id, after={"name": row.name, "kind": row.kind})
    return row


@atomically
async def change_institution(actor: Actor, row: Institution, changes: dict[str, Any]) -> Institution:
    """Sets the fields given; a name that another institution has, or a parent below this one, is refused."""
    facts = _columns(changes)
    await _check_parent(actor, facts.get("parent"), row.id)
    before = {name: getattr(row, name) for name in facts if name != "name_key"}
    for name, value in facts.items():
        setattr(row, name, value)
    row.search_text = institution_text(row)
    await _write_named(row)
    changed = [name for name, value in before.items() if value != getattr(row, name)]
    if changed:
        await audit.record(
            actor,
            "institution.changed",
            row.id,
            before={name: before[name] for name in changed},
            after={name: getattr(row, name) for name in changed},
        )
    return row


@atomically
async def create_person(actor: Actor, plan: PersonIn) -> Person:
    """A new person. Two people of one name are two people: only lists are matched by name."""
    facts = plan.model_dump(exclude={"institution_id", "position", "is_head", "guardian_consent"})
    row = Person(organisation=actor.organisation, created_by=actor.user, **facts)
    newly_agreed = minors.agree(row, plan.guardian_consent)
    await _place(actor, row, plan.institution_id, plan.position, plan.is_head)
    row.name_key = name_key(row.full_name)
    row.search_text = person_text(row, plan.position)
    await row.save()
    await minors.record(actor, row, newly_agreed)
    await audit.record(actor, "person.created", row.id, after={"institution": row.institution})
    return row


@atomically
async def change_person(actor: Actor, row: Person, changes: dict[str, Any]) -> Person:
    """Sets the fields given; the audit trail names the changed fields, not their content."""
    await must_have_a_name(row.id)
    place = {"institution_id", "position", "is_head"}
    before = row.to_dict()
    for name, value in changes.items():
        if name not in place | {"guardian_consent"}:
            setattr(row, name, value)
    newly_agreed = minors.agree(row, changes.get("guardian_consent"))
    title, is_head = await _held(row)
    if place & changes.keys():
        institution = changes.get("institution_id", row.institution)
        title = changes.get("position", title)
        await _place(actor, row, institution, title, changes.get("is_head", is_head))
        await _head_no_more(row, changes)
    row.name_key = name_key(row.full_name)
    row.search_text = person_text(row, title)
    await row.save()
    await minors.record(actor, row, newly_agreed)
    after = row.to_dict()
    changed = sorted(name for name in after.keys() - DERIVED if after[name] != before[name])
    await audit.record(actor, "person.changed", row.id, after={"changed": changed})
    return row


async def must_have_a_name(person: UUID) -> None:
    """Holds the row until the end, and refuses where who it was is gone: no stale copy brings it back."""
    if await fetch_value("SELECT anonymised_at FROM person WHERE id = $1 FOR UPDATE", person) is not None:
        raise Anonymised()


def person_text(row: Person, position: str) -> str:
    """What a person is found by."""
    return name_key(" ".join((row.display_name, position, row.email, row.phone, row.nip)))


def institution_text(row: Institution) -> str:
    """What an institution is found by."""
    return name_key(f"{row.name} {row.short_name}")


def _columns(fields: dict[str, Any]) -> dict[str, Any]:
    """The form's fields under the names of the table."""
    facts = dict(fields)
    if "parent_id" in facts:
        facts["parent"] = facts.pop("parent_id")
    if "name" in facts:
        facts["name_key"] = name_key(facts["name"])
    return facts


async def _check_parent(actor: Actor, parent: UUID | None, child: UUID | None) -> None:
    if parent is None:
        return
    await _check_here(actor, parent, "parent_id")
    if child is not None and await fetch_value(_BELOW, parent, child):
        raise ParentBelow()


async def _check_here(actor: Actor, institution: UUID, field: str) -> None:
    here = (Institution.id == institution) & (Institution.organisation == actor.organisation)
    if not await Institution.exists().where(here):
        raise UnknownInstitution(field=field)


async def _write_named(row: Institution) -> None:
    """Saves; the table itself promises that a name stands once."""
    try:
        async with transaction():
            await row.save()
    except UniqueViolationError:
        same = (Institution.organisation == row.organisation) & (Institution.name_key == row.name_key)
        known = await Institution.select(Institution.id, Institution.successor).where(same).first()
        standing = {"institution_id": f"{known['successor'] or known['id']}"} if known else None
        raise InstitutionExists(extra=standing) from None


async def _place(actor: Actor, row: Person, institution: UUID | None, title: str, is_head: bool) -> None:
    """Puts a person into an institution and a position, which is made when nobody held it before."""
    if institution is None and is_head:
        raise HeadWithoutInstitution()
    if institution is not None:
        await _check_here(actor, institution, "institution_id")
    row.institution = institution
    row.position = await _position(actor, institution, title or (DEFAULT_HEAD if is_head else ""), is_head)


async def _position(actor: Actor, institution: UUID | None, title: str, is_head: bool) -> UUID | None:
    if not name_key(title):
        return None
    facts = (new_id(), actor.organisation, clock.now(), institution, title, name_key(title), is_head)
    found: UUID = await fetch_value(_POSITION, *facts)
    return found


async def _held(row: Person) -> tuple[str, bool]:
    found = await fetch_one('SELECT title, is_head FROM "position" WHERE id = $1', row.position)
    return (found["title"], found["is_head"]) if found else ("", False)


async def _head_no_more(row: Person, changes: dict[str, Any]) -> None:
    """Saying in so many words that a position does not lead its institution takes the lead from it."""
    if changes.get("is_head") is False and row.position is not None:
        await fetch_value(
            'UPDATE "position" SET is_head = false WHERE id = $1 AND is_head RETURNING id', row.position
        )
