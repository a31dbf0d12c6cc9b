"""In how many parts the long papers of an event come."""

from events_app.database import fetch_one
from events_app.events.tables import Event
from events_app.reports.papers.pieces import PART

COUNTS = """
SELECT (SELECT count(*) FROM invitation WHERE event = $1 AND state <> 'withdrawn') AS letters,
  (SELECT count(*) FROM guest WHERE event = $1 AND state = 'expected') AS badges
"""


async def letters_and_badges(event: Event) -> dict[str, int]:
    """Parts by the paper's name; an empty one still has its first."""
    row = await fetch_one(COUNTS, event.id)
    assert row is not None, "counting always gives a row"
    return {"invitation-letters": _parts(row["letters"]), "badges": _parts(row["badges"])}


def _parts(count: int) -> int:
    return max(1, -(-count // PART))
