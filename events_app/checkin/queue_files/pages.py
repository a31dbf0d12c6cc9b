"""The page that takes a phone's unsent scans as a file."""

from collections import Counter
from typing import Any

from litestar import Request, Response, get, post
from litestar.datastructures import UploadFile
from litestar.di import NamedDependency

from events_app import clock
from events_app.checkin import words
from events_app.checkin.queue_files.actions import Brought, bring_in
from events_app.checkin.queue_files.forms import QueueFileForm
from events_app.checkin.queue_files.reading import LARGEST, read_queue_file
from events_app.checkin.queue_files.refusals import NoQueueFile
from events_app.checkin.tables import Outcome
from events_app.events.tables import Event
from events_app.web.forms import Form, read_form
from events_app.web.pages import page

Answer = Response[Any]
LOOK = (Outcome.refused, Outcome.already)
MOST_SHOWN = 200


@get("/events/{event_id:uuid}/queue-file")
async def queue_file(request: Request[Any, Any, Any], door: NamedDependency[Event]) -> Answer:
    """Asks for the file."""
    return _page(door, Form.blank(QueueFileForm))


@post("/events/{event_id:uuid}/queue-file", status_code=200)
async def bring(request: Request[Any, Any, Any], door: NamedDependency[Event]) -> Answer:
    """Takes every scan in it, and shows what became of them; or none, and says why."""
    form, brought = await read_form(request, QueueFileForm), None
    with form.refusing():
        file = read_queue_file(await _bytes(form.value.file), door.id)
        brought = await bring_in(request.user, door, file, clock.now())
    return _page(door, form, brought)


async def _bytes(given: Any) -> bytes:
    if not isinstance(given, UploadFile):
        raise NoQueueFile()
    return await given.read(LARGEST + 1)


def _page(event: Event, form: Form[QueueFileForm], brought: Brought | None = None) -> Answer:
    look = [one for one in brought or [] if one[1].outcome in LOOK]
    return page(
        "checkin/queue_files/index.html",
        status=form.status,
        event=event,
        state=event.state_at(clock.now()),
        form=form,
        counts=None if brought is None else Counter(verdict.outcome for _scan, verdict in brought),
        total=len(brought or []),
        look=look[:MOST_SHOWN],
        more=max(0, len(look) - MOST_SHOWN),
        words=words.spoken(),
        nav_current="events",
    )


doors: list[Any] = [queue_file, bring]
