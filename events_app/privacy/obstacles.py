"""What stands against ending somebody's data now, each said by name with a link to it."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.database import fetch
from events_app.i18n import N_, gettext

WORDS = {
    "action": N_("Responsible for the follow-up action %(name)s"),
    "post": N_("Holds the position that owes %(name)s"),
    "event": N_("Is expected at %(name)s"),
    "child": N_("Is the guardian of %(name)s"),
    "ratification": N_("A word of ratification is awaited: %(name)s"),
    "account": N_("Has an account here that is open: %(name)s"),
}
PLACES = {
    "action": "/actions/",
    "post": "/actions/",
    "event": "/events/",
    "child": "/people/",
    "ratification": "/commitments/",
    "account": "/settings/users/",
}
OPEN = "a.state NOT IN ('verified', 'infeasible', 'cancelled') AND c.state IN ('draft', 'agreed')"
COMING = "e.ends_at > $3 AND e.state <> 'cancelled'"
CALLED = "CASE WHEN e.confidential THEN e.ref ELSE e.title END"

AGAINST = f"""
WITH who AS (SELECT p.id, coalesce(p.successor, p.id) AS person, p.email, p.position, p.full_name FROM person p
  WHERE p.organisation = $1 AND (p.id = ANY($2) OR p.successor = ANY($2))),
posts AS (
  SELECT w.person, h.position FROM who w JOIN position_holding h ON h.person = w.id
  UNION SELECT w.person, w.position FROM who w WHERE w.position IS NOT NULL),
held AS (
  SELECT DISTINCT t.person, t.position FROM posts t JOIN organisation o ON o.id = $1
  CROSS JOIN LATERAL holders_on(t.position, ($3::timestamptz AT TIME ZONE o.timezone)::date) h
  WHERE h.person IN (SELECT id FROM who WHERE person = t.person))
SELECT DISTINCT * FROM (
  SELECT w.person, 'action' AS kind, a.id, a.ref AS name FROM who w
  JOIN follow_up_action a ON a.responsible_person = w.id JOIN commitment c ON c.id = a.commitment WHERE {OPEN}
  UNION ALL
  SELECT h.person, 'post', a.id, a.ref FROM held h
  JOIN follow_up_action a ON a.responsible_position = h.position OR a.verifier_position = h.position
  JOIN commitment c ON c.id = a.commitment WHERE {OPEN}
  UNION ALL
  SELECT w.person, 'event', e.id, {CALLED} FROM who w JOIN guest g ON g.person = w.id AND g.state <> 'cancelled'
  JOIN event e ON e.id = g.event WHERE {COMING}
  UNION ALL
  SELECT w.person, 'event', e.id, {CALLED} FROM who w JOIN invitation i ON i.person = w.id
    AND i.state NOT IN ('withdrawn', 'declined', 'expired') JOIN event e ON e.id = i.event WHERE {COMING}
  UNION ALL
  SELECT w.person, 'event', e.id, {CALLED} FROM who w JOIN session_role r ON r.person = w.id
  JOIN event_session s ON s.id = r.session AND s.cancelled_at IS NULL JOIN event e ON e.id = s.event WHERE {COMING}
  UNION ALL
  SELECT w.person, 'ratification', c.id, c.ref FROM who w JOIN access_token t ON t.person = w.id
    AND t.scope = 'ratification' AND t.revoked_at IS NULL
  JOIN commitment c ON c.id = t.commitment AND c.ratification = 'pending' AND c.state = 'agreed'
  UNION ALL
  SELECT w.person, 'ratification', c.id, c.ref FROM who w JOIN guest g ON g.person = w.id
  JOIN commitment c ON c.guest = g.id AND c.ratification = 'pending' AND c.state = 'agreed'
  UNION ALL
  SELECT w.person, 'account', u.id, u.name FROM who w JOIN app_user u ON u.organisation = $1 AND u.active
    AND w.email <> '' AND lower(u.email) = lower(w.email)
  UNION ALL
  SELECT w.person, 'child', k.id, k.full_name FROM who w JOIN person k ON k.organisation = $1 AND k.is_minor
    AND k.anonymised_at IS NULL AND k.successor IS NULL AND w.full_name <> ''
    AND lower(k.guardian_name) ~ ('(^|[^[:alnum:]])' || regexp_replace(lower(w.full_name), '[^[:alnum:]]+', '[^[:alnum:]]+', 'g')
      || '([^[:alnum:]]|$)')
) x ORDER BY person, kind, name
"""


@dataclass(frozen=True)
class Obstacle:
    """One thing that must be settled first; `href` leads to it."""

    kind: str
    name: str
    id: UUID

    @property
    def text(self) -> str:
        """The sentence, in the language of the moment."""
        return gettext(WORDS[self.kind], name=self.name)

    @property
    def href(self) -> str:
        """Where it can be settled."""
        return f"{PLACES[self.kind]}{self.id}"


async def against(organisation: UUID, people: Sequence[UUID], now: datetime) -> dict[UUID, list[Obstacle]]:
    """For each of these people what stands against it, also under rows merged into theirs; nobody is missing."""
    found: dict[UUID, list[Obstacle]] = defaultdict(list, {one: [] for one in people})
    for row in await fetch(AGAINST, organisation, list(people), now):
        found[row["person"]].append(Obstacle(row["kind"], row["name"], row["id"]))
    return found
