"""Verbs of groups: make, change, delete, each with its audit entry."""

from typing import Any
from uuid import UUID

from asyncpg import ForeignKeyViolationError, UniqueViolationError

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch_value, transaction
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.groups import queries
from events_app.stakeholders.groups.forms import GroupIn, must_have_no_members, must_name_position
from events_app.stakeholders.names import name_key
from events_app.stakeholders.tables import Group, GroupTaking

PLAIN = ("name", "note", "by_rule", "taking", "kinds", "region_code", "title")
"""What a group's row and its forms call by the same name."""

_LOCK = "SELECT row_version FROM stakeholder_group WHERE id = $1 FOR UPDATE"
_USED = "SELECT 1 FROM invitation_quota WHERE stakeholder_group = $1 LIMIT 1"
_STRANGERS = """
SELECT count(*) FROM (SELECT unnest($2::uuid[]) AS id) given
WHERE NOT EXISTS (SELECT FROM {table} t WHERE t.id = given.id AND t.organisation = $1)
"""
_ADD = """
INSERT INTO stakeholder_group_member (id, organisation, created_at, "group", institution, person)
SELECT gen_random_uuid(), $1, now(), $2, given.institution, given.person
FROM (SELECT unnest($3::uuid[]) AS institution, NULL::uuid AS person
      UNION ALL SELECT NULL, unnest($4::uuid[])) given
ON CONFLICT DO NOTHING
"""


class GroupExists(Refusal):
    message = N_("There is already a group of this name.")
    field = "name"


class UnknownMember(Refusal):
    status_code = 422
    message = N_("Somebody of these is not in the directory.")
    field = "institution_ids"


class GroupChanged(Refusal):
    code = "changed_meanwhile"
    message = N_("Somebody changed this group meanwhile. Please look at it again before you change it.")


class GroupInUse(Refusal):
    message = N_("A quota or a quorum of an event uses this group. Change or remove that first.")


class GroupCountsOffices(Refusal):
    message = N_("A quota of an event uses this group, so it can only hold institutions.")
    field = "taking"


class ImpossibleGroup(Refusal):
    status_code = 422
    message = N_("A group has members or a rule, never both; a rule about a position names it.")
    field = "by_rule"


@atomically
async def create(actor: Actor, plan: GroupIn) -> Group:
    """A new group; one of the same name, case and spaces folded, is refused."""
    row = Group(organisation=actor.organisation)
    await _write(actor, row, plan.model_dump())
    await audit.record(actor, "group.created", row.id, after={"name": row.name, "by_rule": row.by_rule})
    return row


@atomically
async def change(actor: Actor, row: Group, changes: dict[str, Any]) -> Group:
    """Sets what is given; with a `row_version` that is not the group's any more nothing is changed."""
    seen = changes.pop("row_version", None)
    now: int = await fetch_value(_LOCK, row.id)
    if seen is not None and seen != now:
        raise GroupChanged(extra={"row_version": now})
    fresh = await Group.objects().get(Group.id == row.id)
    assert fresh is not None, "it is locked"
    fresh.row_version = now + 1
    await _write(actor, fresh, await _facts(fresh) | changes)
    await audit.record(actor, "group.changed", fresh.id, after={"changed": sorted(changes)})
    return fresh


@atomically
async def delete(actor: Actor, row: Group) -> None:
    """Takes a group away; its members and invitations sent through it stay. GroupInUse where a quota or a quorum needs it."""
    try:
        async with transaction():
            await Group.delete().where(Group.id == row.id)
    except ForeignKeyViolationError:
        raise GroupInUse() from None
    await audit.record(actor, "group.deleted", row.id, before={"name": row.name})


async def _facts(row: Group) -> dict[str, Any]:
    offices, people = await queries.by_hand(row.id)
    plain = {name: getattr(row, name) for name in PLAIN}
    return plain | {"within_id": row.within, "institution_ids": offices, "person_ids": people}


async def _write(actor: Actor, row: Group, facts: dict[str, Any]) -> None:
    _check(facts)
    await _check_here(actor, facts)
    await _check_quotas(row, facts)
    for name in PLAIN:
        setattr(row, name, facts[name])
    row.kinds = [str(kind) for kind in facts["kinds"]]
    # Of a group that is kept by hand nobody asked for which position; the database wants one for holders.
    named = facts["by_rule"] or facts["title"]
    row.taking = GroupTaking(facts["taking"]) if named else GroupTaking.institutions
    row.within, row.name_key = facts["within_id"], name_key(facts["name"])
    try:
        async with transaction():
            await row.save()
    except UniqueViolationError:
        raise GroupExists() from None
    await execute('DELETE FROM stakeholder_group_member WHERE "group" = $1', row.id)
    await execute(_ADD, actor.organisation, row.id, facts["institution_ids"], facts["person_ids"])


def _check(facts: dict[str, Any]) -> None:
    """A change of one part may contradict the others, which its form could not see."""
    try:
        must_have_no_members(facts["by_rule"], facts["institution_ids"], facts["person_ids"])
        must_name_position(facts["by_rule"], facts["taking"], facts["title"])
    except ValueError:
        raise ImpossibleGroup() from None


async def _check_quotas(row: Group, facts: dict[str, Any]) -> None:
    """A quota counts by offices; it holds the group's row while it is made, so one of the two sees the other."""
    people = facts["taking"] != GroupTaking.institutions if facts["by_rule"] else facts["person_ids"]
    if people and await fetch_value(_USED, row.id):
        raise GroupCountsOffices()


async def _check_here(actor: Actor, facts: dict[str, Any]) -> None:
    within = [facts["within_id"]] if facts["within_id"] else []
    for table, given, field in (
        ("institution", facts["institution_ids"], "institution_ids"),
        ("person", facts["person_ids"], "person_ids"),
        ("institution", within, "within_id"),
    ):
        if given and await _strangers(actor.organisation, table, given):
            raise UnknownMember(field=field)


async def _strangers(organisation: UUID, table: str, given: list[UUID]) -> int:
    count: int = await fetch_value(_STRANGERS.format(table=table), organisation, given)
    return count
