"""Reads of indicators: their figures, what serves them, and the evidence of what was verified."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch, fetch_one
from events_app.errors import NotFound

SMALL = 5
"""A rate over fewer actions is not shown."""

LISTED = """
SELECT r.id, r.scheme, r.version, r.code, r.label, r.label_en, r.retired_at, count(DISTINCT c.id) AS commitments,
  count(a.id) AS actions, count(a.id) FILTER (WHERE a.state = 'verified') AS verified,
  count(a.id) FILTER (WHERE a.state IN ('cancelled', 'infeasible')) AS dropped,
  count(a.id) FILTER (WHERE a.state IN ('open', 'in_progress', 'returned')
    AND a.due < (now() AT TIME ZONE o.timezone)::date) AS overdue
FROM indicator_ref r JOIN organisation o ON o.id = r.organisation
LEFT JOIN (commitment_indicator x JOIN commitment c ON c.id = x.commitment AND c.state NOT IN ('draft', 'withdrawn')
  JOIN event e ON e.id = c.event AND ($2 OR NOT e.confidential)) ON x.indicator = r.id
LEFT JOIN follow_up_action a ON a.commitment = c.id AND a.state <> 'draft'
WHERE r.organisation = $1 AND ($3::uuid IS NULL OR r.id = $3)
GROUP BY r.id ORDER BY r.scheme, r.version DESC, length(split_part(r.code, '.', 1)), r.code, r.id
"""
SERVING = """
SELECT c.id, c.ref, c.title, c.state, i.name AS institution, count(a.id) AS actions,
  count(a.id) FILTER (WHERE a.state = 'verified') AS verified
FROM commitment_indicator x JOIN commitment c ON c.id = x.commitment AND c.state NOT IN ('draft', 'withdrawn')
JOIN event e ON e.id = c.event AND ($3 OR NOT e.confidential) JOIN institution i ON i.id = c.institution
LEFT JOIN follow_up_action a ON a.commitment = c.id AND a.state <> 'draft'
WHERE x.indicator = $1 AND x.organisation = $2 GROUP BY c.id, i.name ORDER BY c.ref LIMIT 1000
"""
EVIDENCE = """
SELECT v.id, a.ref, a.title AS action, v.title, v.kind, v.evidence_date, v.url, v.contains_personal_data, d.filename, d.sha256,
  d.size
FROM commitment_indicator x JOIN commitment c ON c.id = x.commitment AND c.state NOT IN ('draft', 'withdrawn')
JOIN event e ON e.id = c.event AND ($3 OR NOT e.confidential)
JOIN follow_up_action a ON a.commitment = c.id AND a.state = 'verified'
JOIN submission s ON s.action = a.id JOIN verification w ON w.submission = s.id AND w.verdict = 'accepted'
  AND s.no = (SELECT max(t.no) FROM submission t JOIN verification u ON u.submission = t.id AND u.verdict = 'accepted'
    WHERE t.action = a.id)
JOIN evidence v ON v.submission = s.id LEFT JOIN document d ON d.id = v.document
WHERE x.indicator = $1 AND x.organisation = $2 ORDER BY a.ref, s.no, v.id LIMIT 10000
"""
WEIGHT = f"""
SELECT count(*) AS files, coalesce(sum(f.size), 0)::bigint AS size FROM (
  SELECT DISTINCT e.ref, e.sha256, e.filename, e.size FROM ({EVIDENCE}) e
  WHERE e.sha256 IS NOT NULL AND ($4 OR NOT e.contains_personal_data)) f
"""
CHOSEN = """
SELECT r.id, r.scheme, r.version, r.code, r.label, r.label_en FROM commitment_indicator x
JOIN indicator_ref r ON r.id = x.indicator WHERE x.commitment = $1 ORDER BY r.scheme, r.code
"""
OFFERED = """
SELECT id, scheme, version, code, label, label_en FROM indicator_ref WHERE organisation = $1
  AND (retired_at IS NULL OR id IN (SELECT indicator FROM commitment_indicator WHERE commitment = $2))
ORDER BY scheme, version DESC, length(split_part(code, '.', 1)), code LIMIT 1000
"""


@dataclass(frozen=True)
class Figures:
    """An indicator with what was promised for it; drafts promise nothing yet."""

    id: UUID
    scheme: str
    version: str
    code: str
    label: str
    label_en: str
    retired_at: Any
    commitments: int
    actions: int
    verified: int
    dropped: int
    overdue: int

    @property
    def counted(self) -> int:
        """Over how many actions the rate is: not those that were cancelled or found infeasible."""
        return self.actions - self.dropped

    @property
    def completion_rate(self) -> float | None:
        """The verified among them; none where there are few."""
        return round(self.verified / self.counted, 4) if self.counted >= SMALL else None


async def figures(actor: Actor, indicator: UUID | None = None) -> list[Figures]:
    """Every indicator, or one of them; one query."""
    rows = await fetch(LISTED, actor.organisation, actor.may(Right.read_confidential), indicator)
    return [Figures(**row) for row in rows]


async def indicator_of(actor: Actor, indicator: UUID) -> Figures:
    """An indicator of the organisation of the one who asks; raises NotFound."""
    found = await figures(actor, indicator)
    if not found:
        raise NotFound()
    return found[0]


async def serving(actor: Actor, indicator: UUID) -> list[Any]:
    """The commitments that serve it."""
    return await fetch(SERVING, indicator, actor.organisation, actor.may(Right.read_confidential))


async def evidence(actor: Actor, indicator: UUID) -> list[Any]:
    """The evidence of its verified actions, as it was accepted."""
    return await fetch(EVIDENCE, indicator, actor.organisation, actor.may(Right.read_confidential))


async def weight(actor: Actor, indicator: UUID, *, personal: bool) -> tuple[int, int]:
    """How many files its evidence has, and their bytes together."""
    sees = actor.may(Right.read_confidential)
    row = await fetch_one(WEIGHT, indicator, actor.organisation, sees, personal)
    assert row is not None, "a count has one row"
    return row["files"], row["size"]


async def chosen(commitment: UUID) -> list[Any]:
    """Those that a commitment serves."""
    return await fetch(CHOSEN, commitment)


async def offered(organisation: UUID, commitment: UUID) -> list[Any]:
    """Those to choose from."""
    return await fetch(OFFERED, organisation, commitment)
