"""The PostgreSQL that comes with the product, for an installation that names no server of its own.

Files, under `<data_dir>/postgres`, which only its owner may enter (0700)::

    data/               PostgreSQL's data folder, with checksums; its PG_VERSION says who can open it
    .s.PGSQL.5432       the only way in: no TCP port is opened
    start.log           what the server said while starting; later days are in data/log
    start.lock          held while somebody starts or stops the server: two starts at once take turns
    users.lock          held, shared, by every process that uses the server
    server.lock         held by the server's own processes, whatever became of who started them

Who may connect: whoever may enter the folder, so the server trusts the socket and asks no password. The
product's role `events` owns the database `events` and is not a superuser.

PostgreSQL refuses to run as root. Started by root, it runs as the owner of an existing `<data_dir>/postgres`,
or as the system account `events_app`, made when missing; root enters every folder and so reaches the socket.
Its binaries are copied to `/var/lib/events_app/binaries` (`EVENTS_EMBEDDED_HOME` moves that root), since
root's virtual environment may be closed to others, and no permission of anybody's folder is changed. When the
account cannot enter `<data_dir>`, the files live in `/var/lib/events_app/<hash of data_dir>`, a log line says
so, and `<data_dir>/postgres.location` names the place.
"""

import asyncio
import contextlib
import logging
from collections.abc import AsyncIterator
from pathlib import Path

from events_app.embedded.faults import (
    EmbeddedFault,
    FolderInUse,
    PathTooLong,
    StartFailed,
    Unreachable,
    WrongVersion,
)
from events_app.embedded.place import Place, choose
from events_app.embedded.visit import Visit, arrive

__all__ = [
    "EmbeddedFault",
    "FolderInUse",
    "PathTooLong",
    "Place",
    "StartFailed",
    "Unreachable",
    "Visit",
    "WrongVersion",
    "arrive",
    "choose",
    "running",
]

LOG = logging.getLogger("events_app.embedded")


@contextlib.asynccontextmanager
async def running(data_dir: Path, *, owner: bool = False) -> AsyncIterator[str]:
    """The DSN of this folder's server, started when nobody runs it and adopted when somebody does.

    At the end, who started it stops it. Who adopted it leaves it alone, unless it is the `owner`: that one
    also stops a server left behind by a process that was killed, and starts one again that dies meanwhile.
    While others still use it nobody stops it; the last of them does.
    """
    arriving = asyncio.ensure_future(asyncio.to_thread(arrive, data_dir))
    try:
        visit = await asyncio.shield(arriving)
    except asyncio.CancelledError:
        await asyncio.to_thread((await arriving).leave, owner=owner)
        raise
    keeping = asyncio.create_task(_keep(visit)) if owner else None
    try:
        yield visit.dsn
    finally:
        if keeping is not None:
            keeping.cancel()
            await asyncio.wait({keeping})
        await asyncio.shield(asyncio.to_thread(visit.leave, owner=owner))


async def _keep(visit: Visit) -> None:
    """Looks every second whether the server still lives; one that was killed recovers as after a power cut."""
    while True:
        await asyncio.sleep(1)
        try:
            if await asyncio.to_thread(visit.revive):
                LOG.warning("the database had died and was started again")
        except EmbeddedFault as fault:
            LOG.warning("the database has died", extra={"facts": {"fault": type(fault).__name__}})
