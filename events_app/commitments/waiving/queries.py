"""Reads of waiving."""

from typing import Any
from uuid import UUID

from events_app.database import fetch_one


async def of(action: UUID) -> Any | None:
    """The waiver of an action with who gave it, or None."""
    sql = """SELECT w.id, w.action, w.reason, w.created_at, coalesce(u.name, '') AS who
    FROM verification_waiver w LEFT JOIN app_user u ON u.id = w."user" WHERE w.action = $1"""
    return await fetch_one(sql, action)
