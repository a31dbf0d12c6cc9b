"""What the clock does here: the kept counts are added up every hour."""

from typing import Any

from events_app import jobs
from events_app.commitments.board import counting


@jobs.job("compact_board")
async def compact(payload: dict[str, Any]) -> None:
    """Whatever was added since the last time becomes one row for each way that actions stand."""
    await counting.compact()


jobs.schedule("compact_board", "23 * * * *")
