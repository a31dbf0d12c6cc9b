"""Reading an organisation's own words."""

from collections.abc import Iterable
from uuid import UUID

from events_app.database import fetch
from events_app.notifications.wording.kinds import Wording, known
from events_app.notifications.wording.tables import MessageWording

OWN = """
SELECT kind, language, subject, body FROM message_wording WHERE organisation = $1 AND kind = ANY($2::text[])
"""


async def own_words(organisation: UUID, kinds: Iterable[str]) -> dict[tuple[str, str], Wording]:
    """Those of these kinds, by kind and language; one question for however many messages."""
    wanted = [name for name in set(kinds) if known(name)]
    rows = await fetch(OWN, organisation, wanted) if wanted else []
    return {(row["kind"], row["language"]): Wording(row["subject"], row["body"]) for row in rows}


async def own_rows(organisation: UUID) -> dict[tuple[str, str], MessageWording]:
    """All of an organisation, as they are kept."""
    rows = await MessageWording.objects().where(MessageWording.organisation == organisation)
    return {(row.kind, row.language): row for row in rows}
