"""A reply's file on its way in."""

import asyncio
from typing import Any

from litestar.datastructures import UploadFile

from events_app.invitations.replies.mail import MOST
from events_app.invitations.replies.reading import Said, read_reply
from events_app.invitations.replies.refusals import NoCalendar


async def uploaded(file: Any) -> Said:
    """What the sent file says; read in a thread, since a large one takes a moment."""
    if not isinstance(file, UploadFile):
        raise NoCalendar()
    return await asyncio.to_thread(read_reply, await file.read(MOST + 1))
