"""What the clock does here."""

from typing import Any

from events_app import jobs
from events_app.commitments.tallies import keeping


@jobs.job("fold_tallies")
async def fold_tallies(payload: dict[str, Any]) -> None:
    """Safe to run twice: a sum of sums is the sum."""
    await keeping.fold()


jobs.schedule("fold_tallies", "*/5 * * * *")
