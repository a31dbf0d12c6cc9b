"""Reads of those who stand behind promises."""

from typing import Any
from uuid import UUID

from events_app.database import fetch

OF = """
SELECT x.commitment, x.institution AS institution_id, i.name AS institution, x.role
FROM commitment_party x JOIN institution i ON i.id = x.institution
WHERE x.commitment = ANY($1) ORDER BY x.role, i.name_key
"""


async def of(commitments: list[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """Of each of these commitments, by one statement."""
    found: dict[UUID, list[dict[str, Any]]] = {commitment: [] for commitment in commitments}
    for row in await fetch(OF, commitments):
        facts = dict(row)
        found[facts.pop("commitment")].append(facts)
    return found
