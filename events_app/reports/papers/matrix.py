"""The follow-up matrix (RTL): every action of the event's commitments, with how it stands on the day."""

from datetime import datetime
from typing import Any

from events_app.commitments.queries import ACTIONS
from events_app.commitments.tables import ActionState
from events_app.commitments.words import ACTION_STATES
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.formats import date_short
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.reports import words
from events_app.reports.papers import pieces

Row = Any

OF_EVENT = f"{ACTIONS} WHERE c.event = $2 AND c.state <> 'withdrawn' ORDER BY c.ref, a.seq"


async def data(event: Event, now: datetime, _part: int) -> dict[str, Any]:
    """What was agreed: withdrawn commitments and drafts are left out, and that drafts are is said."""
    rows = await actions_of(event, now)
    shown = agreed(rows)
    head = await pieces.head_of(event)
    return {
        "title": _("Follow-up plan"),
        "letterhead": head,
        "occasion": await pieces.occasion_of(event),
        "headers": headers(),
        "rows": lines(shown),
        "none": _("No follow-up action has been recorded."),
        "as_of": _("As of %(day)s", day=pieces.written_on(now, event)),
        "left_out": _left_out(len(rows) - len(shown)),
        "signature": pieces.signature(pieces.placed_on(head, now, event), _("Secretariat,")),
    }


def agreed(rows: list[Row]) -> list[Row]:
    """What an office hands in: promises, for a draft may still change."""
    return [row for row in rows if row["state"] != ActionState.draft]


def _left_out(drafts: int) -> str:
    """The sentence about them; nothing where there are none."""
    return (
        ngettext(
            "%(num)s draft that is not agreed yet is left out.",
            "%(num)s drafts that are not agreed yet are left out.",
            drafts,
        )
        if drafts
        else ""
    )


async def actions_of(event: Event, now: datetime) -> list[Row]:
    """The actions in the order of their references."""
    return await fetch(OF_EVENT, now, event.id)


def headers() -> list[str]:
    return [
        _("No."),
        _("Commitment"),
        _("Follow-up action"),
        _("Output"),
        _("Person in charge"),
        _("Verifier"),
        _("Due date"),
        _("State"),
    ]


def lines(rows: list[Row]) -> list[list[str]]:
    """The rows as words."""
    return [_line(number, row) for number, row in enumerate(rows, 1)]


def _line(number: int, row: Row) -> list[str]:
    return [
        str(number),
        f"{row['commitment_ref']}\n{row['commitment_title']}",
        row["title"],
        row["deliverable"],
        "\n".join(part for part in (row["responsible_name"], row["person_name"]) if part),
        row["verifier_name"] or _("Any other institution"),
        date_short(row["due"]) if row["due"] else "",
        state_of(row),
    ]


def state_of(row: Row) -> str:
    """The word of its state, and how late it is."""
    word = words.say(ACTION_STATES, row["state"])
    if not row["overdue"]:
        return word
    late = ngettext("%(num)s day late", "%(num)s days late", row["days_late"])
    return f"{word}\n{late}"
