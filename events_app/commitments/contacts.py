"""Whom to tell: the owner of an action, the head of an institution, and the users who hold a right.

The owner is who holds the responsible position now, else the responsible person, else the institution's own
address, else its head. A head is who holds the position now: for good before acting. Whoever wants nothing sent of
itself, or has no address that can be mail, is passed over.
"""

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from events_app.accounts.rights import RIGHTS, Right, Role, rights_of
from events_app.commitments.queries import name_of
from events_app.database import fetch
from events_app.notifications.mail import is_address, usable

REACHED = f"p.channel <> 'none' AND {usable('p.email')}"
"""SQL: whether something may be sent to the person `p` of itself. The ladder passes over the same people."""

OWNERS = f"""
SELECT a.id AS action, o.language AS organisation_language, a.responsible_institution, a.responsible_position,
       h0.id AS holder, h0.name AS holder_name, h0.email AS holder_email, h0.language AS holder_language,
       p.id AS person, {name_of("p")} AS person_name, CASE WHEN {REACHED} THEN p.email END AS person_email,
       p.language AS person_language,
       i.name AS institution_name, CASE WHEN {usable("i.email")} THEN i.email END AS institution_email,
       h.id AS head, h.position AS head_position, h.name AS head_name, h.email AS head_email, h.language AS head_language
FROM follow_up_action a JOIN organisation o ON o.id = a.organisation
JOIN institution i ON i.id = a.responsible_institution
LEFT JOIN LATERAL (
  SELECT p.id, {name_of("p")} AS name, p.email, p.language
  FROM holders_on(a.responsible_position, (now() AT TIME ZONE o.timezone)::date) t JOIN person p ON p.id = t.person
  WHERE {REACHED} ORDER BY t.rank, t.starts_on DESC NULLS LAST, p.id LIMIT 1) h0 ON true
LEFT JOIN person p ON p.id = a.responsible_person
LEFT JOIN LATERAL (
  SELECT p.id, t.id AS position, {name_of("p")} AS name, p.email, p.language
  FROM position t CROSS JOIN LATERAL holders_on(t.id, (now() AT TIME ZONE o.timezone)::date) r
  JOIN person p ON p.id = r.person
  WHERE t.institution = i.id AND t.is_head AND {REACHED}
    AND h0.id IS NULL AND NOT {usable("i.email")}
  ORDER BY r.rank, r.starts_on DESC NULLS LAST, p.id LIMIT 1) h ON true
WHERE a.organisation = ANY($1) AND a.id = ANY($2)
"""

USERS = """
SELECT id, email, name, language, roles, institution FROM app_user
WHERE organisation = $1 AND active AND roles && $2 ORDER BY id
"""

HEADS = f"""
SELECT DISTINCT ON (t.id) p.id, {name_of("p")} AS name, p.email, coalesce(p.language, o.language) AS language
FROM position t JOIN organisation o ON o.id = t.organisation
CROSS JOIN LATERAL holders_on(t.id, (now() AT TIME ZONE o.timezone)::date) r JOIN person p ON p.id = r.person
WHERE t.organisation = $1 AND t.institution = $2 AND t.is_head AND {REACHED}
ORDER BY t.id, r.rank, r.starts_on DESC NULLS LAST, p.id
"""

STANDING = """
SELECT u.id FROM app_user u JOIN organisation o ON o.id = u.organisation
WHERE u.id = ANY($2) AND stands_to_judge($1, u.id, u.institution, (now() AT TIME ZONE o.timezone)::date)
"""


@dataclass(frozen=True)
class Contact:
    """Somebody with an address; `person` or `user` when it is known who they are."""

    address: str
    name: str
    language: str
    person: UUID | None = None
    user: UUID | None = None
    institution: UUID | None = None
    rights: frozenset[Right] = frozenset()
    position: UUID | None = field(default=None, compare=False)
    """The post by which they answer for an action; the same person by two posts gets one message."""


Owners = dict[UUID, Contact | None]


async def owners_of(organisations: list[UUID], actions: list[UUID]) -> Owners:
    """Who answers for each action; None where nobody has an address."""
    return {row["action"]: _owner(row) for row in await fetch(OWNERS, organisations, actions)}


async def users_with(organisation: UUID, right: Right) -> list[Contact]:
    """The users whose work this right is; the owners only where nobody else holds it."""
    roles = [role.value for role in Role if right in RIGHTS[role] and role != Role.owner]
    found = await fetch(USERS, organisation, roles) or await fetch(USERS, organisation, [Role.owner.value])
    return [_user(row) for row in found]


async def deciders(organisation: UUID, confidential: bool) -> list[Contact]:
    """The chairs who can be written to, and may know of it where it is confidential."""
    return [
        one
        for one in await users_with(organisation, Right.decide)
        if is_address(one.address) and (not confidential or Right.read_confidential in one.rights)
    ]


async def heads_of(organisation: UUID, institution: UUID) -> list[Contact]:
    """Who leads an institution now, one for each post that does; those whom nothing reaches are passed over."""
    rows = await fetch(HEADS, organisation, institution)
    return [Contact(row["email"], row["name"], row["language"], row["id"], None, institution) for row in rows]


async def verifiers_of(action: Any, submitter: UUID | None) -> list[Contact]:
    """Who may judge an action: verifiers of its verifying institution and those of none; no own work.

    `action` is a record of `queries.action`.
    """
    owner = (await owners_of([action["organisation"]], [action["id"]])).get(action["id"])
    users = judges(await users_with(action["organisation"], Right.verify), action, submitter, owner)
    if action["verifier_position"] is None:
        return users
    standing = {row["id"] for row in await fetch(STANDING, action["id"], [one.user for one in users])}
    return [one for one in users if one.user in standing]


def judges(users: list[Contact], action: Any, submitter: UUID | None, owner: Contact | None) -> list[Contact]:
    """Of some users, those who may judge an action."""
    own = owner.address.casefold() if owner else ""
    return [
        user
        for user in users
        if _may_judge(user, action) and user.user != submitter and user.address.casefold() != own
    ]


def _may_judge(user: Contact, action: Any) -> bool:
    if action["confidential"] and Right.read_confidential not in user.rights:
        return False
    if user.institution is None:
        return True
    if user.institution == action["responsible_institution"]:
        return bool(action["waived"])
    if action["verifier_position"] is not None:
        return True
    return action["verifier_institution"] in (None, user.institution)


def _owner(row: Any) -> Contact | None:
    """The first of them who has an address."""
    institution = row["responsible_institution"]
    known = {"holder": row["holder"], "person": row["person"], "institution": None, "head": row["head"]}
    for who, person in known.items():
        if row[f"{who}_email"]:
            language = (row[f"{who}_language"] if person else None) or row["organisation_language"]
            post = {"holder": row["responsible_position"], "head": row["head_position"]}.get(who)
            address, name = row[f"{who}_email"], row[f"{who}_name"]
            return Contact(address, name, language, person, institution=institution, position=post)
    return None


def _user(row: Any) -> Contact:
    return Contact(
        row["email"],
        row["name"],
        row["language"],
        user=row["id"],
        institution=row["institution"],
        rights=rights_of(row["roles"]),
    )
