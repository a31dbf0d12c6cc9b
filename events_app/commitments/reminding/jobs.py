"""What the clock does here: every hour it looks whether somebody is to be reminded."""

from typing import Any

from events_app import clock, jobs
from events_app.commitments.reminding import actions, digests, summaries


@jobs.job("remind_due")
async def remind(payload: dict[str, Any]) -> None:
    """Each zone has its own 08.00, so the hour is every hour. What a lost worker left unwritten is written, too."""
    await actions.remind_due(clock.now())
    await _write()


@jobs.job("write_digests")
async def write_digests(payload: dict[str, Any]) -> None:
    """Turn the digests and summaries that wait into messages."""
    await _write()


async def _write() -> None:
    await digests.write_all(clock.now())
    await summaries.write_all(clock.now())


jobs.schedule("remind_due", "0 * * * *")
