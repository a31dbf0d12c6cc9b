"""The minutes: head, agenda with its notes and decisions, commitments and their follow-up."""

from datetime import datetime
from typing import Any

from events_app.commitments.queries import COMMITMENTS, name_of
from events_app.commitments.words import COMMITMENT_STATES
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.reports import words
from events_app.reports.guests import guests_of
from events_app.reports.papers import matrix, pieces

Row = Any

AGENDA = f"""
SELECT a.title, a.minutes, a.notes, a.decision, {name_of("p")} AS presenter
FROM agenda_item a LEFT JOIN person p ON p.id = a.presenter WHERE a.event = $1 ORDER BY a.place, a.id
"""

STAGE = f"""
SELECT DISTINCT r.role, {name_of("p")} AS name FROM session_role r JOIN event_session s ON s.id = r.session
JOIN person p ON p.id = r.person WHERE s.event = $1 AND s.cancelled_at IS NULL ORDER BY name
"""

PROMISES = f"{COMMITMENTS} WHERE c.event = $1 AND c.state <> 'withdrawn' ORDER BY c.ref"


async def data(event: Event, now: datetime, _part: int) -> dict[str, Any]:
    """What was said, decided and promised; a part of which nothing is known says so."""
    agenda = await fetch(AGENDA, event.id)
    stage = await fetch(STAGE, event.id)
    chair, writer = _named(stage, "chair"), _named(stage, "minute_taker")
    written = pieces.written_on(now, event)
    return {
        "title": _("Minutes of the meeting"),
        "letterhead": await pieces.head_of(event),
        "occasion": [*await pieces.occasion_of(event), *await _people(event, stage, chair, writer)],
        "sections": [
            {"heading": _("Agenda"), "items": [_item(row) for row in agenda]},
            {"heading": _("Decisions"), "items": [[row["decision"]] for row in agenda if row["decision"]]},
            {"heading": _("Commitments"), "items": await _promises(event)},
        ],
        "nothing": _("Nothing has been recorded."),
        "follow_up": {
            "heading": _("Follow-up plan"),
            "headers": matrix.headers(),
            "rows": matrix.lines(await matrix.actions_of(event, now)),
        },
        "signatures": [
            pieces.signature(written, _("Chair of the meeting,"), chair),
            pieces.signature(written, _("Minute-taker,"), writer),
        ],
    }


async def _people(event: Event, stage: list[Row], chair: str, writer: str) -> list[list[str]]:
    present = sum(row["first_in"] is not None for row in await guests_of(event.id))
    return [
        [_("Theme"), "" if event.confidential else event.theme or "–"],
        [_("Chair"), chair or pieces.TO_FILL],
        [_("Minute-taker"), writer or pieces.TO_FILL],
        [_("Speakers"), _named(stage, "speaker") or "–"],
        [_("Participants"), _("%(num)s present", num=present)],
    ]


async def _promises(event: Event) -> list[list[str]]:
    return [_promise(row) for row in await fetch(PROMISES, event.id)]


def _promise(row: Row) -> list[str]:
    who = ", ".join(part for part in (row["institution_name"], row["guest_name"]) if part)
    return [
        f"{row['title']} ({row['ref']}, {words.say(COMMITMENT_STATES, row['state'])})",
        who,
        row["statement"],
        _("Expected result: %(result)s", result=row["expected_result"]) if row["expected_result"] else "",
    ]


def _item(row: Row) -> list[str]:
    head = f"{row['title']} ({row['presenter']})" if row["presenter"] else row["title"]
    return [head, row["notes"]]


def _named(stage: list[Row], role: str) -> str:
    return "\n".join(row["name"] for row in stage if row["role"] == role)
