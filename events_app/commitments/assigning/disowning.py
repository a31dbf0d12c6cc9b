"""Somebody says, by the link behind List-Unsubscribe, that what they are reminded of is not theirs to do."""

from typing import Any
from uuid import UUID

from events_app.accounts.rights import Right
from events_app.commitments import mails
from events_app.commitments.contacts import Contact, owners_of, users_with
from events_app.database import atomically, fetch, fetch_one
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import is_address

FINAL = ("verified", "infeasible", "cancelled", "draft")

NEAR = """
SELECT a.id, a.ref, a.title, a.due, e.confidential, i.name AS responsible_name
FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
JOIN institution i ON i.id = a.responsible_institution LEFT JOIN person p ON p.id = a.responsible_person
WHERE a.organisation = $1 AND NOT a.state = ANY($3) AND (lower(i.email) = $2 OR lower(p.email) = $2
  OR EXISTS (SELECT FROM position_holding h JOIN position t ON t.id = h.position JOIN person q ON q.id = h.person
    WHERE lower(q.email) = $2 AND (h.position = a.responsible_position OR t.institution = i.id)))
ORDER BY a.due, a.id
"""
ASKED = """
WITH asked AS (
  SELECT DISTINCT kind, subject_row FROM message
  WHERE unsubscribe = $1 AND kind LIKE 'commitments.%' AND subject_row IS NOT NULL
)
SELECT CASE s.kind WHEN 'commitments.verification_waiting' THEN 'verify' ELSE 'told' END AS part,
  a.id, a.ref, a.title, a.due, e.confidential, i.name AS responsible_name
FROM asked s JOIN follow_up_action a ON a.id = s.subject_row JOIN commitment c ON c.id = a.commitment
JOIN event e ON e.id = c.event JOIN institution i ON i.id = a.responsible_institution
WHERE CASE WHEN s.kind = 'commitments.verification_waiting' THEN a.state = 'submitted'
  ELSE s.kind = ANY($2) AND NOT a.state = ANY($3) END
UNION
SELECT CASE s.kind WHEN 'commitments.ratification_asked' THEN 'ratify' ELSE 'told' END,
  c.id, c.ref, c.title, NULL::date, e.confidential, i.name
FROM asked s JOIN commitment c ON c.id = s.subject_row JOIN event e ON e.id = c.event
JOIN institution i ON i.id = c.institution
WHERE c.state = 'agreed' AND CASE s.kind WHEN 'commitments.ratification_asked' THEN c.ratification = 'pending'
  ELSE s.kind = 'commitments.withdrawal_asked' END
ORDER BY due, id
"""
"""What this address was asked for other than as an owner: a verdict, a head's word, a decision."""

DECISIONS = [
    f"commitments.{one}"
    for one in ("action_escalated", "due_change_asked", "infeasible_asked", "reassignment_wanted")
]
SAID = """
SELECT d.organisation, d.wish, d.note, w.address, coalesce(nullif(m.to_name, ''), w.address) AS name
FROM duty_objection d JOIN mail_wish w ON w.id = d.wish LEFT JOIN LATERAL (
  SELECT to_name FROM message WHERE unsubscribe = w.id AND kind LIKE 'commitments.%' ORDER BY id DESC LIMIT 1) m ON true
WHERE d.id = $1
"""

Parts = dict[str, list[Any]]


@atomically
async def tell(objection: UUID) -> None:
    """Writes to everybody who keeps commitments: who it is, why, and what is expected of them. Once for each objection."""
    said = await fetch_one(SAID, objection)
    if said is None:
        return
    parts = await _parts(said)
    keepers = [
        one
        for one in await users_with(said["organisation"], Right.keep_commitments)
        if is_address(one.address)
    ]
    who = f"{said['name']} ({said['address']})" if said["name"] != said["address"] else said["name"]
    await enqueue_all(
        said["organisation"],
        [
            mails.disowned(
                to, who, said["note"], _known_to(to, parts), f"duties_disowned:{objection}:{to.user}"
            )
            for to in keepers
        ],
    )


async def _parts(said: Any) -> Parts:
    """What is open by why this address is written to: `own`, `verify`, `ratify`, and what else they were `told`."""
    parts: Parts = {"own": await _duties(said), "verify": [], "ratify": [], "told": []}
    own = {one["id"] for one in parts["own"]}
    for row in await fetch(ASKED, said["wish"], DECISIONS, list(FINAL)):
        if row["id"] not in own:
            parts[row["part"]].append(row)
    return parts


async def _duties(said: Any) -> list[Any]:
    """What this address answers for, by the same rule by which it is written to."""
    near = await fetch(NEAR, said["organisation"], said["address"], list(FINAL))
    owners = await owners_of([said["organisation"]], [one["id"] for one in near])
    return [one for one in near if (to := owners.get(one["id"])) and to.address.lower() == said["address"]]


def _known_to(to: Contact, parts: Parts) -> Parts:
    """Of a confidential meeting nothing is told to those who may not read it; what is empty is left out."""
    may = Right.read_confidential in to.rights
    seen = {part: [one for one in items if may or not one["confidential"]] for part, items in parts.items()}
    return {part: items for part, items in seen.items() if items}
