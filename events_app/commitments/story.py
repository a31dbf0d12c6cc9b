"""Reads of one action's story: moves, reports, submissions with evidence and verdicts, extensions."""

from typing import Any
from uuid import UUID

from events_app.commitments.queries import name_of
from events_app.database import fetch, fetch_one

Row = Any

_WHO = f"""coalesce(u.name, {name_of("p")}, '') AS who"""
_JOIN_WHO = 'LEFT JOIN app_user u ON u.id = x."user" LEFT JOIN person p ON p.id = x.person'

EVIDENCE = """
SELECT e.*, d.filename, d.media_type, d.size FROM evidence e LEFT JOIN document d ON d.id = e.document
"""

SUBMISSIONS = f"""
SELECT x.*, {_WHO}, v.id AS verification, v.verdict, v.reason, v.verifier, vu.name AS verifier_name,
       v.created_at AS judged_at
FROM submission x {_JOIN_WHO}
LEFT JOIN verification v ON v.submission = x.id LEFT JOIN app_user vu ON vu.id = v.verifier
"""


async def moves(action: UUID) -> list[Row]:
    """Every transition, in order."""
    return await fetch(
        f"SELECT x.*, {_WHO} FROM action_event x {_JOIN_WHO} WHERE x.action = $1 ORDER BY x.id", action
    )


async def replacing(action: UUID) -> list[Row]:
    """What replaces an action, and what it replaces: id, reference, title."""
    sql = """SELECT b.id, b.ref, b.title FROM follow_up_action a
    JOIN follow_up_action b ON b.id = a.superseded_by OR b.superseded_by = a.id WHERE a.id = $1 ORDER BY b.ref"""
    return await fetch(sql, action)


async def ratification(action: UUID) -> Row | None:
    """What the absent head answered to the promise that an action follows from, if anything."""
    sql = f"""SELECT r.id, r.created_at, r.outcome, r.note, coalesce({name_of("p")}, '') AS who FROM ratification r
    JOIN follow_up_action a ON a.commitment = r.commitment LEFT JOIN person p ON p.id = r.person WHERE a.id = $1"""
    return await fetch_one(sql, action)


async def updates(action: UUID, after: UUID | None = None, limit: int = 500) -> list[Row]:
    """Progress reports, in order."""
    sql = f"""SELECT x.*, {_WHO} FROM progress_update x {_JOIN_WHO}
    WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"""
    return await fetch(sql, action, after, limit + 1)


async def update(update: UUID) -> Row | None:
    """One progress report."""
    return await fetch_one(f"SELECT x.*, {_WHO} FROM progress_update x {_JOIN_WHO} WHERE x.id = $1", update)


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
    found: dict[UUID, list[Row]] = {submission: [] for submission in submissions}
    for row in await fetch(f"{EVIDENCE} WHERE e.submission = ANY($1) ORDER BY e.id", submissions):
        found[row["submission"]].append(row)
    return found


async def due_changes(action: UUID, after: UUID | None = None, limit: int = 500) -> list[Row]:
    """Extensions asked for, in order."""
    sql = f"""SELECT x.*, {_WHO}, du.name AS decider FROM due_change x {_JOIN_WHO}
    LEFT JOIN app_user du ON du.id = x.decided_by
    WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"""
    return await fetch(sql, action, after, limit + 1)


async def due_change(change: UUID) -> Row | None:
    """One extension."""
    sql = f"""SELECT x.*, {_WHO}, du.name AS decider FROM due_change x {_JOIN_WHO}
    LEFT JOIN app_user du ON du.id = x.decided_by WHERE x.id = $1"""
    return await fetch_one(sql, change)
