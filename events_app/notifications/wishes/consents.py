"""Who took back their consent to be written to gets nothing that they could ask to be spared, and nothing by WhatsApp.

Offices are written to as offices, whoever leads them: an invitation to an institution or a position is nobody's own. Which
people those are, the database says (`without_consent`, `phones_without_consent`): the room that keeps them stands to the right.
"""

from collections.abc import Sequence
from uuid import UUID

from events_app.database import fetch
from events_app.notifications.tables import HeldBecause, Message, MessageState
from events_app.notifications.wording.kinds import kinds

LACKS = """
CASE m.channel WHEN 'whatsapp' THEN EXISTS (SELECT FROM phones_without_consent(m.organisation, ARRAY[m.to_address::text]))
  ELSE m.kind = ANY({kinds}::text[]) AND EXISTS (SELECT FROM without_consent(m.organisation, ARRAY[m.subject_row])) END
"""
"""Whether a message `m` must not go, for statements that join; `kinds` are those of `needing`."""

AMONG = f"SELECT m.id FROM message m WHERE m.id = ANY($1::uuid[]) AND {LACKS.format(kinds='$2')}"
OF_SUBJECTS = "SELECT without_consent($1, $2::uuid[]) AS subject"


def needing() -> list[str]:
    """The kinds of mail that somebody may do without."""
    return [one.name for one in kinds().values() if one.stops]


async def lacking(messages: Sequence[UUID]) -> set[UUID]:
    """Those of the messages that must not go now."""
    return {row["id"] for row in await fetch(AMONG, list(messages), needing())}


async def hold_back(rows: Sequence[Message]) -> None:
    """Of mails that are about to be written down, those without consent are held at once, so that the outbox says so."""
    asked = set(needing())
    mine = [row for row in rows if row.kind in asked and row.subject_row is not None]
    if not mine:
        return
    found = await fetch(OF_SUBJECTS, mine[0].organisation, [row.subject_row for row in mine])
    without = {row["subject"] for row in found}
    for row in mine:
        if row.subject_row in without:
            row.state, row.held_because = MessageState.held, HeldBecause.no_consent
