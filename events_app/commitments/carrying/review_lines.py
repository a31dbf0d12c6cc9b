"""Which lines a page of the review shows: a hundred at a time, or after a refusal those that were sent."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.commitments.carrying import queries
from events_app.commitments.carrying.forms import MOST, ReviewRow, ReviewsForm
from events_app.database import fetch
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.stakeholders.names import name_key
from events_app.web.forms import Form

NAMED = """
SELECT id, name_key FROM institution
WHERE organisation = $1 AND name_key = ANY($2) AND active AND successor IS NULL
"""


@dataclass(frozen=True)
class Lines:
    """Rows of `queries.carried`, each with the number that its inputs have."""

    rows: list[tuple[int, Any]]
    page: int = 1
    more: bool = False


async def lines_of(actor: Actor, event: Event, page: int, now: datetime) -> Lines:
    """A page of them; where it would be empty, the first."""
    found = await queries.carried(actor, event, now, limit=MOST + 1, offset=(page - 1) * MOST)
    if not found and page > 1:
        return await lines_of(actor, event, 1, now)
    return Lines(list(enumerate(found[:MOST])), page, len(found) > MOST)


async def as_sent(actor: Actor, event: Event, lines: Lines, form: Form[ReviewsForm], now: datetime) -> Lines:
    """In place of a page's lines those that were sent and are still carried: what was typed stays with its action."""
    sent = {_id(form.values.get(f"rows.{number}.action_id")): number for number in form.rows("rows")}
    found = await queries.carried(actor, event, now, only=[one for one in sent if one], limit=MOST)
    rows = sorted(((sent[row["id"]], row) for row in found), key=lambda line: line[0])
    return replace(lines, rows=rows) if rows else lines


async def owners_named(actor: Actor, form: Form[ReviewsForm], rows: list[ReviewRow]) -> dict[str, UUID]:
    """The institutions that lines name, by what was typed; what names none of ours is a fault beside it."""
    typed = list({row.new_owner for row in rows if row.new_owner})
    found = await fetch(NAMED, actor.organisation, [name_key(one) for one in typed]) if typed else []
    ids = {row["name_key"]: row["id"] for row in found}
    for number, row in enumerate(rows):
        if row.new_owner and name_key(row.new_owner) not in ids:
            form.errors[f"rows.{number}.new_owner"] = gettext(N_("Please choose one from the list."))
    return {one: ids[name_key(one)] for one in typed if name_key(one) in ids}


def say_undecided(form: Form[ReviewsForm], rows: list[ReviewRow]) -> None:
    """What was typed in a line without a decision would be lost: a fault beside the decision it lacks."""
    for number, row in enumerate(rows):
        if row.decision is None and (row.new_owner or row.new_due or row.note):
            form.errors[f"rows.{number}.decision"] = gettext(N_("Choose what the meeting decided of it."))


def blank(lines: Lines) -> Form[ReviewsForm]:
    """The form as it is first shown: what was said so far, and otherwise that it was spoken of."""
    typed: dict[str, Any] = {}
    for number, row in lines.rows:
        typed |= {
            f"rows.{number}.decision": row["decision"],
            f"rows.{number}.note": row["note"],
            f"rows.{number}.discussed": row["discussed"] if row["review"] else True,
            f"rows.{number}.row_version": row["review_version"],
        }
    return Form.blank(ReviewsForm, **typed)


def _id(typed: Any) -> UUID | None:
    try:
        return UUID(typed)
    except (TypeError, ValueError):
        return None
