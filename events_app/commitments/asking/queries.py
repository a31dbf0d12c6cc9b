"""Reads of what is asked of the chair, in the order of asking."""

from typing import Any
from uuid import UUID

from events_app.commitments.story import JOIN_WHO, WHO
from events_app.database import fetch, fetch_one

INFEASIBLE = f"""
SELECT x.*, {WHO}, du.name AS decider FROM infeasible_request x {JOIN_WHO}
LEFT JOIN app_user du ON du.id = x.decided_by
"""
WITHDRAWAL = INFEASIBLE.replace("infeasible_request", "withdrawal_request")


async def infeasible(action: UUID, after: UUID | None = None, limit: int = 100) -> list[Any]:
    """That an action cannot be done."""
    sql = f"{INFEASIBLE} WHERE x.action = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"
    return await fetch(sql, action, after, limit + 1)


async def one_infeasible(request: UUID) -> Any:
    """One of them."""
    return await fetch_one(f"{INFEASIBLE} WHERE x.id = $1", request)


async def withdrawals(commitment: UUID, after: UUID | None = None, limit: int = 100) -> list[Any]:
    """That a promise be taken back."""
    sql = f"{WITHDRAWAL} WHERE x.commitment = $1 AND ($2::uuid IS NULL OR x.id > $2) ORDER BY x.id LIMIT $3"
    return await fetch(sql, commitment, after, limit + 1)


async def one_withdrawal(request: UUID) -> Any:
    """One of them."""
    return await fetch_one(f"{WITHDRAWAL} WHERE x.id = $1", request)
