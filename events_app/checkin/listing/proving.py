"""The code on an attendance list: whoever holds the paper can ask whether it was made here, and of whom it counts how many.

It tells no name: whether the file itself is unchanged, its digest tells.
"""

from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.checkin.listing.paper import Sheet
from events_app.checkin.listing.tables import AttendanceListPrint
from events_app.database import fetch_one
from events_app.documents.store import digest

LIST = tokens.Proof("attendance-list", "/verify/list/")
# A newer one is of the same session, day and people; where it is unknown whom a list was of, none is newer.
BY_CODE = """
SELECT l.created_at, l.day, l.people, l.present, l.sha256, e.id AS event, e.timezone, e.ref, o.name AS organisation,
  CASE WHEN e.confidential THEN '' ELSE e.title END AS about,
  CASE WHEN e.confidential THEN '' ELSE l.session_title END AS session_title,
  EXISTS (SELECT FROM attendance_list_print n WHERE n.event = l.event AND n.session IS NOT DISTINCT FROM l.session
    AND n.day IS NOT DISTINCT FROM l.day AND n.whom = l.whom AND n.created_at > l.created_at) AS made_again
FROM attendance_list_print l JOIN event e ON e.id = l.event JOIN organisation o ON o.id = l.organisation
WHERE l.verify_hash = $1
"""


async def keep(actor: Actor, sheet: Sheet, identity: UUID, data: bytes, now: datetime) -> None:
    """That this file was made; its code tells so from now on."""
    row = AttendanceListPrint(
        organisation=sheet.event.organisation,
        created_at=now,
        created_by=actor.user,
        event=sheet.event.id,
        session=sheet.scope.session,
        session_title=sheet.scope.session_title,
        day=sheet.scope.day,
        whom=sheet.ask.people.value,
        people=len(sheet.here),
        present=sum(bool(one.came) for one in sheet.here),
        sha256=digest(data),
        verify_hash=LIST.digest(identity),
    )
    row.id = identity
    await row.save()


async def checked(code: str) -> Any | None:
    """The list of a code: what may be said of it to anybody."""
    return await fetch_one(BY_CODE, tokens.digest(code))
