"""Reads of one action's story: moves, reports, submissions with evidence and verdicts, extensions."""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.commitments.queries import ACTIONS, name_of
from events_app.database import fetch, fetch_one
from events_app.i18n import N_, gettext

Row = Any

WHO = f"""coalesce(u.name, {name_of("p")}, '') AS who"""
JOIN_WHO = 'LEFT JOIN app_user u ON u.id = x."user" LEFT JOIN person p ON p.id = x.person'

EVIDENCE = """
SELECT e.*, d.filename, d.media_type, d.size, d.sha256, coalesce(s."user", q."user") AS by_user,
       a.responsible_institution, a.verifier_institution
FROM evidence e LEFT JOIN document d ON d.id = e.document
LEFT JOIN submission s ON s.id = e.submission LEFT JOIN infeasible_request q ON q.id = e.infeasible_request
JOIN follow_up_action a ON a.id = coalesce(s.action, q.action)
"""

TOLD = f"""
SELECT f.*, EXISTS (SELECT FROM submission x WHERE x.action = f.id) AS was_submitted,
  EXISTS (SELECT FROM progress_update x WHERE x.action = f.id) AS was_reported,
  EXISTS (SELECT FROM due_change x WHERE x.action = f.id) AS was_asked_later,
  EXISTS (SELECT FROM infeasible_request x WHERE x.action = f.id) AS was_asked_infeasible,
  EXISTS (SELECT FROM withdrawal_request x WHERE x.commitment = f.commitment) AS was_asked_back,
  EXISTS (SELECT FROM duty_change x WHERE x.action = f.id) AS was_passed_on,
  EXISTS (SELECT FROM ratification x WHERE x.commitment = f.commitment) AS was_answered
FROM ({ACTIONS} WHERE a.organisation = $2 AND a.id = $3) f
"""

EXTENSIONS = f"""
SELECT x.*, {WHO}, du.name AS decider, m.confidential IS TRUE AS hidden FROM due_change x {JOIN_WHO}
LEFT JOIN app_user du ON du.id = x.decided_by LEFT JOIN event m ON m.id = x.meeting
"""
ASKED_THERE = N_("Asked for by a meeting.")

SUBMISSIONS = f"""
SELECT x.*, {WHO}, v.id AS verification, v.verdict, v.reason, v.verifier, vu.name AS verifier_name,
       v.created_at AS judged_at, CASE WHEN standing_office(v.verifier_institution)
         = standing_office(a.responsible_institution) THEN w.reason END AS waiver_reason
FROM submission x {JOIN_WHO} JOIN follow_up_action a ON a.id = x.action
LEFT JOIN verification_waiver w ON w.action = a.id
LEFT JOIN verification v ON v.submission = x.id LEFT JOIN app_user vu ON vu.id = v.verifier
"""


async def told(organisation: UUID, action: UUID, now: datetime) -> Row | None:
    """The facts of an action, and which parts of its story there are: the others need not be asked for."""
    return await fetch_one(TOLD, now, organisation, action)


async def moves(action: UUID) -> list[Row]:
    """Every transition, in order."""
    return await fetch(
        f"SELECT x.*, {WHO} FROM action_event x {JOIN_WHO} WHERE x.action = $1 ORDER BY x.id", action
    )


async def replacing(actor: Actor, action: UUID) -> list[Row]:
    """What replaces an action, and what it replaces, as far as this reader may know of it: id, reference, title."""
    sql = """SELECT b.id, b.ref, b.title FROM follow_up_action a
    JOIN follow_up_action b ON b.id = a.superseded_by OR b.superseded_by = a.id
    JOIN commitment c ON c.id = b.commitment JOIN event e ON e.id = c.event
    WHERE a.id = $1 AND ($2 OR NOT e.confidential) ORDER BY b.ref"""
    return await fetch(sql, action, actor.may(Right.read_confidential))


async def ratification(action: UUID) -> list[Row]:
    """What the absent head answered to the promise that an action follows from, and what of it was taken back, in order."""
    sql = f"""SELECT x.* FROM follow_up_action a JOIN ratification r ON r.commitment = a.commitment
    LEFT JOIN person p ON p.id = r.person CROSS JOIN LATERAL (
      SELECT r.id, r.created_at, r.outcome, r.note, coalesce({name_of("p")}, '') AS who UNION ALL
      SELECT b.id, b.created_at, CASE WHEN b.user IS NULL THEN 'taken_back' ELSE 'set_back' END, b.reason,
        CASE WHEN b.user IS NULL THEN coalesce({name_of("p")}, '') ELSE coalesce(u.name, '') END
      FROM ratification_taken_back b LEFT JOIN app_user u ON u.id = b.user WHERE b.ratification = r.id) x
    WHERE a.id = $1 ORDER BY x.created_at"""
    return await fetch(sql, action)


async def updates(action: UUID, after: UUID | None = None, limit: int = 500) -> list[Row]:
    """Progress reports, in order."""
    sql = f"""SELECT x.*, {WHO} FROM progress_update x {JOIN_WHO}
    WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"""
    return await fetch(sql, action, after, limit + 1)


async def update(update: UUID) -> Row | None:
    """One progress report."""
    return await fetch_one(f"SELECT x.*, {WHO} FROM progress_update x {JOIN_WHO} WHERE x.id = $1", update)


async def submissions(action: UUID, after: UUID | None = None, limit: int = 500) -> list[Row]:
    """Submissions with their verdicts, in order."""
    sql = f"""{SUBMISSIONS}
    WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"""
    return await fetch(sql, action, after, limit + 1)


async def submission(submission: UUID) -> Row | None:
    """One submission with its verdict."""
    return await fetch_one(f"{SUBMISSIONS} WHERE x.id = $1", submission)


async def evidence_of(submissions: list[UUID]) -> dict[UUID, list[Row]]:
    """The evidence of many submissions, by one statement."""
    return await _evidence("submission", submissions)


async def evidence_of_requests(requests: list[UUID]) -> dict[UUID, list[Row]]:
    """What shows that things cannot be done, by one statement."""
    return await _evidence("infeasible_request", requests)


async def evidence(evidence: UUID) -> Row | None:
    """One piece of evidence."""
    return await fetch_one(f"{EVIDENCE} WHERE e.id = $1", evidence)


async def _evidence(column: str, of: list[UUID]) -> dict[UUID, list[Row]]:
    found: dict[UUID, list[Row]] = {one: [] for one in of}
    if not of:
        return found
    for row in await fetch(f"{EVIDENCE} WHERE e.{column} = ANY($1) ORDER BY e.id", of):
        found[row[column]].append(row)
    return found


async def due_changes(
    actor: Actor, action: UUID, after: UUID | None = None, limit: int = 500
) -> list[dict[str, Any]]:
    """Extensions asked for, in order; of a meeting that this reader may not know of, not its words."""
    sql = f"{EXTENSIONS} WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"
    return [_hushed(actor, row) for row in await fetch(sql, action, after, limit + 1)]


async def due_change(actor: Actor, change: UUID) -> dict[str, Any] | None:
    """One extension."""
    row = await fetch_one(f"{EXTENSIONS} WHERE x.id = $1", change)
    return _hushed(actor, row) if row else None


def _hushed(actor: Actor, row: Row) -> dict[str, Any]:
    hidden = row["hidden"] and not actor.may(Right.read_confidential)
    return {**row, "reason": gettext(ASKED_THERE)} if hidden else dict(row)
