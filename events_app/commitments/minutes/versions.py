"""Reads of finalised minutes: which versions there are, what each says, what changed, and its paper."""

import difflib
import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal
from uuid import UUID

from events_app import i18n, qr, tokens
from events_app.commitments.minutes import codes, content
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.database import fetch, fetch_one
from events_app.errors import NotFound
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.invitations.letters.content import printed

LISTED = """
SELECT v.id, v.number, v.reason, v.created_at, v.chair, coalesce(u.name, '') AS finalised_by
FROM minutes_version v LEFT JOIN app_user u ON u.id = v.created_by WHERE v.event = $1 ORDER BY v.number DESC
"""
BY_CODE = """
SELECT v.number, v.reason, v.created_at, v.chair, e.id AS event, e.timezone, o.name AS organisation,
  CASE WHEN e.confidential THEN '' ELSE e.title END AS about, e.ref,
  (SELECT max(n.number) FROM minutes_version n WHERE n.event = v.event) AS newest
FROM minutes_version v JOIN event e ON e.id = v.event JOIN organisation o ON o.id = v.organisation
WHERE v.verify_hash = $1
"""


@dataclass(frozen=True)
class Change:
    """A line of the newer version, or of the older one that is gone."""

    kind: Literal["same", "added", "removed"]
    text: str


async def listed(event: Event) -> list[Any]:
    """The versions, the newest first."""
    return await fetch(LISTED, event.id)


async def latest(event: Event) -> MinutesVersion | None:
    """The newest version."""
    mine = MinutesVersion.event == event.id
    return await MinutesVersion.objects().where(mine).order_by(MinutesVersion.number, ascending=False).first()


async def version_of(event: Event, number: int) -> MinutesVersion:
    """A version by its number."""
    mine = (MinutesVersion.event == event.id) & (MinutesVersion.number == number)
    row = await MinutesVersion.objects().get(mine)
    if row is None:
        raise NotFound()
    return row


async def checked(code: str) -> Any | None:
    """The version of a code: what may be said of it to anybody."""
    return await fetch_one(BY_CODE, tokens.digest(code))


def facts_of(version: MinutesVersion, language: str) -> dict[str, Any]:
    """What its paper says."""
    known: dict[str, dict[str, Any]] = json.loads(version.facts)
    return known.get(language) or known[version.language]


def paper_of(version: MinutesVersion, language: str) -> dict[str, Any]:
    """The same with its version and code, for the print template."""
    with i18n.using(language):
        url = codes.MINUTES.url(version.id)
        return facts_of(version, language) | {
            "lang": language,
            "standing": _("Version %(number)s", number=version.number),
            "reason": _("Correction: %(reason)s", reason=version.reason) if version.reason else "",
            "check": {"svg": qr.svg(qr.payload(url)), "name": _("Check this document"), "url": url},
            "check_text": _("Whether these minutes are genuine and the newest, this code tells."),
        }


def draft_of(facts: dict[str, Any]) -> dict[str, Any]:
    """What is not finalised says so."""
    more = {"standing": _("Draft, not finalised"), "reason": "", "check": None, "check_text": ""}
    return facts | more


async def pdf_of(event: Event, version: MinutesVersion, language: str) -> tuple[str, bytes]:
    """Its paper, the same whenever it is made; the name tells nothing of a confidential event."""
    data = await printed("minutes", paper_of(version, language), version.created_at)
    return f"{event.ref}-minutes-{version.number}.pdf", data


async def draft_paper(event: Event, now: datetime) -> dict[str, Any]:
    """The paper as it would be now: the newest version, or a draft where there is none."""
    version = await latest(event)
    if version is not None:
        return paper_of(version, i18n.locale())
    return draft_of(await content.of(event, now))


def changes(before: MinutesVersion, after: MinutesVersion, language: str) -> list[Change]:
    """Line by line what the newer says otherwise."""
    old, new = [content.lines(facts_of(one, language)) for one in (before, after)]
    found: list[Change] = []
    for tag, a, b, c, d in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [Change("same", line) for line in new[c:d]]
        else:
            found += [Change("removed", line) for line in old[a:b]]
            found += [Change("added", line) for line in new[c:d]]
    return found


async def version_by_id(version: UUID) -> tuple[Event, MinutesVersion] | None:
    """A version with its event, for a job."""
    row = await MinutesVersion.objects().get(MinutesVersion.id == version)
    event = await Event.objects().get(Event.id == row.event) if row else None
    return (event, row) if row and event else None
