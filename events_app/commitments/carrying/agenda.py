"""What is late by thirty days stands on the next meeting's agenda, asked for or not: one line, put there by the clock.

Which actions they are is read at the meeting, as ever; the line only makes sure that there is time for them. An
organiser who takes it out has decided so, and it does not come back.
"""

from datetime import datetime
from typing import Any

from events_app import i18n, jobs
from events_app.accounts.actor import Actor
from events_app.commitments.queries import LATE
from events_app.commitments.reminding import ladder
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.ids import new_id

TITLE = N_("Late follow-up of earlier meetings")

NEXT_MEETINGS = f"""
SELECT DISTINCT n.id FROM follow_up_action a
JOIN commitment c ON c.id = a.commitment AND c.state = 'agreed' JOIN event e ON e.id = c.event
CROSS JOIN LATERAL (
  SELECT m.id FROM event m
  WHERE m.organisation = e.organisation AND m.id <> e.id AND m.state IN ('draft', 'published') AND m.starts_at > $1
    AND ((m.series = e.series AND m.starts_at > e.starts_at)
      OR EXISTS (SELECT FROM previous_meeting p WHERE p.event = m.id AND p.previous = e.id))
  ORDER BY m.starts_at, m.id LIMIT 1) n
WHERE a.state IN {LATE} AND ($1::timestamptz AT TIME ZONE e.timezone)::date - a.due >= {ladder.AGENDA}
  AND NOT EXISTS (SELECT FROM late_on_agenda x WHERE x.event = n.id)
ORDER BY n.id
"""
CLAIM = """
INSERT INTO late_on_agenda (id, organisation, created_at, event) VALUES ($1, $2, $3, $4)
ON CONFLICT (event) DO NOTHING RETURNING id
"""


async def put_late(now: datetime) -> int:
    """The line onto every next meeting that needs it and never had it; how many. Twice, and at once, is once."""

    async def one(row: Any) -> int:
        return await _put(row["id"], now)

    return await jobs.each("put_late_on_agendas", await fetch(NEXT_MEETINGS, now), one)


@atomically
async def _put(meeting: Any, now: datetime) -> bool:
    event = await Event.objects().get(Event.id == meeting)
    assert event is not None, "it was read a moment ago"
    claimed = await fetch_value(CLAIM, new_id(), event.organisation, now, event.id)
    if claimed is None:
        return False
    with i18n.using(event.language):
        form = AgendaItemIn(title=gettext(TITLE))
    item = await add_item(Actor.system(event.organisation), event, form)
    await execute("UPDATE late_on_agenda SET item = $2 WHERE id = $1", claimed, item.id)
    return True
