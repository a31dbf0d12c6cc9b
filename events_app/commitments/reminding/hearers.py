"""Who hears of what, on the day: parts of the one statement of `plan`.

The owner of a duty is who holds its position that day; else the responsible person, the institution's own address, its
head. A head is who holds the head's position, for good before acting (`holders_on`). Staff are the users whose
work a right is; the owners of the installation only where nobody else holds it. Whoever wants nothing sent
of itself (`none`) is passed over.
"""

from events_app.accounts.rights import RIGHTS, Right, Role
from events_app.commitments.queries import name_of
from events_app.commitments.reminding.ladder import Hears
from events_app.notifications.mail import usable

RIGHT_OF = {
    Hears.verifier: Right.verify,
    Hears.secretariat: Right.keep_commitments,
    Hears.chair: Right.decide,
}

_PERSON = f"p.id AS person, {name_of('p')} AS name, p.email, p.language"


def candidates(pattern: str) -> str:
    """CTEs `owner` (by duty and day) and `head` (by institution and day); `pattern` holds `ADDRESS`."""
    return f"""
owner AS MATERIALIZED (
  SELECT d.duty, d.today, w.person, w.name, w.email, coalesce(w.language, o.language) AS language
  FROM (SELECT DISTINCT duty, today, organisation, responsible_institution, responsible_position, responsible_person
        FROM reached) d
  JOIN organisation o ON o.id = d.organisation
  CROSS JOIN LATERAL (
    SELECT c.* FROM (
      SELECT 1 AS turn, h.rank, h.starts_on, {_PERSON} FROM holders_on(d.responsible_position, d.today) h
        JOIN person p ON p.id = h.person WHERE p.channel <> 'none'
      UNION ALL SELECT 2, 0, NULL, {_PERSON} FROM person p
        WHERE p.id = d.responsible_person AND p.channel <> 'none'
      UNION ALL SELECT 3, 0, NULL, NULL, i.name, i.email, NULL FROM institution i
        WHERE i.id = d.responsible_institution
      UNION ALL SELECT 4, h.rank, h.starts_on, {_PERSON} FROM position t
        CROSS JOIN LATERAL holders_on(t.id, d.today) h JOIN person p ON p.id = h.person
        WHERE t.institution = d.responsible_institution AND t.is_head AND p.channel <> 'none'
    ) c WHERE {usable("c.email", pattern)}
    ORDER BY c.turn, c.rank, c.starts_on DESC NULLS LAST, c.person LIMIT 1) w
), head AS MATERIALIZED (
  SELECT d.institution, d.today, w.person, w.name, w.email, coalesce(w.language, o.language) AS language
  FROM (SELECT DISTINCT organisation, today, CASE hears WHEN 'head' THEN responsible_institution
          ELSE verifier_institution END AS institution
        FROM reached WHERE hears IN ('head', 'verifier_head')) d
  JOIN organisation o ON o.id = d.organisation
  CROSS JOIN LATERAL (
    SELECT {_PERSON} FROM position t CROSS JOIN LATERAL holders_on(t.id, d.today) h
      JOIN person p ON p.id = h.person
    WHERE t.institution = d.institution AND t.is_head AND p.channel <> 'none' AND {usable("p.email", pattern)}
    ORDER BY h.rank, h.starts_on DESC NULLS LAST, p.id LIMIT 1) w
)"""


def staff(pattern: str, roles: str) -> str:
    """CTE `staff`; `roles` is a table of (hears, role, stands_in)."""
    return f"""
staff AS MATERIALIZED (
  SELECT u.*, s.hears, dense_rank() OVER (PARTITION BY u.organisation, s.hears ORDER BY s.stands_in) AS turn
  FROM app_user u JOIN {roles} ON s.role = ANY(u.roles)
  WHERE u.active AND {usable("u.email", pattern)}
)"""


def role_columns() -> tuple[list[str], list[str], list[bool]]:
    """Which roles hear as what, as arrays; an owner of the installation stands in where nobody else is."""
    rows = [
        (hears.value, role.value, role == Role.owner)
        for hears, right in RIGHT_OF.items()
        for role in Role
        if right in RIGHTS[role]
    ]
    hears, roles, stands_in = zip(*rows, strict=True)
    return list(hears), list(roles), list(stands_in)


def readers() -> list[str]:
    """The roles that may read what is confidential."""
    return [role.value for role in Role if Right.read_confidential in RIGHTS[role]]
