"""The audit trail for programs."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from litestar import Request, get
from litestar.params import FromQuery, QueryParameter
from pydantic import Field

from events_app.accounts.access import requires
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import fetch_value
from events_app.reports.trail import queries, words
from events_app.reports.trail.forms import Area, TrailFilter
from events_app.reports.trail.words import Subject
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, after
from events_app.web.faults import checked

Who = Annotated[str, QueryParameter(max_length=200, description="A part of the name of who did it.")]
From = Annotated[
    date | None, QueryParameter(name="from", description="The first day, in the organisation's zone.")
]
To = Annotated[date | None, QueryParameter(name="to", description="The last day.")]


class AuditEntryOut(Out):
    """Something that was done. `before` and `after` hold what changed, never a secret."""

    id: UUID
    at: Moment
    who: str
    via: str = Field(description="`session`, `token`, `link`, `device` or `system`.")
    address: str = Field(description="The network address it came from; empty where there was none.")
    verb: str = Field(description="The deed as a code.", examples=["event.published"])
    deed: str = Field(description="The same in the reader's language.", examples=["Kegiatan diterbitkan"])
    subject_id: UUID | None
    subject: str = Field(description="What it is called today; empty where it is gone or has no name.")
    before: Any = Field(description="What stood before; null where nothing did.")
    after: Any = Field(description="What stands since.")


@get("/audit-entries", guards=[requires(Right.manage)])
async def list_audit_entries(
    request: Request[Actor, Any, Any],
    who: Who = "",
    area: FromQuery[Area | None] = None,
    since: From = None,
    until: To = None,
    subject_id: FromQuery[UUID | None] = None,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Page[AuditEntryOut]:
    """Who did what to what, when and from where, the newest first."""
    asked = {"who": who, "area": area, "from": since, "to": until, "subject_id": subject_id}
    wanted = checked(TrailFilter, asked | {"before": after(cursor)})
    zone = await fetch_value("SELECT timezone FROM organisation WHERE id = $1", request.user.organisation)
    rows = await queries.entries(request.user, wanted, zone, limit)
    named = await queries.subjects(request.user, rows)
    more = str(rows[limit - 1]["id"]) if len(rows) > limit else None
    return Page[AuditEntryOut](
        items=[_out(row, named.get(row["subject"])) for row in rows[:limit]], next=more
    )


def _out(row: Any, subject: Subject | None) -> AuditEntryOut:
    return AuditEntryOut(
        id=row["id"],
        at=row["created_at"],
        who=row["actor_name"],
        via=row["via"],
        address=row["address"],
        verb=row["verb"],
        deed=words.deed(row["verb"]),
        subject_id=row["subject"],
        subject=subject.name if subject else "",
        before=words.kept(row["before"]),
        after=words.kept(row["after"]),
    )


doors: list[Any] = [list_audit_entries]
