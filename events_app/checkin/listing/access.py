"""The only way to a list that was made: its check code."""

from typing import Any

from litestar.params import FromPath

from events_app.checkin.listing import proving
from events_app.invitations.access import Ask, event_spoken, unknown_link


async def list_by_code(request: Ask, list_code: FromPath[str]) -> Any:
    """The list of a check code. Unknown codes are counted by network, known ones never."""
    found = await proving.checked(list_code)
    if found is None:
        raise await unknown_link(request)
    await event_spoken(request, found["event"])
    return found
