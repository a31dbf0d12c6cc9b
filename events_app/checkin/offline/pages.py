"""Doors for the door's own script: worker, manifest."""

import json
from typing import Any

from litestar import Response, get
from litestar.di import NamedDependency

from events_app.checkin.offline import shell
from events_app.events.tables import Event

Answer = Response[Any]
ASK_AGAIN = {"cache-control": "no-cache"}


@get("/door/sw.js", public=True)
async def worker() -> Answer:
    """The service worker; its address bounds it to the door's own pages."""
    return Response(shell.worker(), media_type="text/javascript", headers=ASK_AGAIN)


@get("/door/{event_id:uuid}/manifest.webmanifest")
async def manifest(door: NamedDependency[Event]) -> Answer:
    """What makes one event's door an app on a phone."""
    return Response(
        json.dumps(shell.manifest(door)), media_type="application/manifest+json", headers=ASK_AGAIN
    )


doors: list[Any] = [worker, manifest]
