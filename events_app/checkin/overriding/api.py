"""The JSON door of admitting anyway."""

from typing import Any
from uuid import UUID

from litestar import post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin import answers, queries
from events_app.checkin.answers import ScanOut
from events_app.checkin.overriding import actions
from events_app.checkin.overriding.forms import OverrideIn
from events_app.events.access import Asker
from events_app.events.tables import Event


@post(
    "/events/{event_id:uuid}/scans/{scan_id:uuid}/override",
    status_code=200,
    guards=[requires(Right.scan)],
)
async def override_scan(
    request: Asker, door: NamedDependency[Event], scan_id: FromPath[UUID], data: JSONBody[OverrideIn]
) -> ScanOut:
    """Admit a refused guest of this event anyway, with a reason; answers the scan that lets them in.

    For those who plan the event, and for paired phones that were given the right.
    409 `not_refused`, `nobody_to_admit`, and `other_session` to a phone of another session; a second call gives the first answer.
    """
    admitted = await actions.admit_anyway(request.user, door, scan_id, data.reason, clock.now())
    row: Any = await queries.scan(door, admitted)
    return answers.scan_out(row)


doors: list[Any] = [override_scan]
