"""The only ways to a certificate: through its event, its holder's link, or the code on the paper."""

from typing import Any
from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import tokens
from events_app.accounts.access import requires, requires_any
from events_app.accounts.rights import Right
from events_app.checkin.certificates import queries
from events_app.checkin.certificates.tables import Certificate
from events_app.errors import NotFound
from events_app.events.access import Asker, event_for_reader
from events_app.events.tables import Event
from events_app.invitations.access import Ask, event_spoken, unknown_link

HERE = "/events/{event_id:uuid}/certificates"
PDF = "application/pdf"
READERS = [requires_any(Right.plan_events, Right.invite, Right.keep_commitments, Right.manage)]
"""Those who may know who came."""
PLAN = [requires(Right.plan_events)]


async def certificate_here(event: NamedDependency[Event], certificate_id: FromPath[UUID]) -> Certificate:
    """A certificate of the event that was loaded."""
    row = await Certificate.objects().get(
        (Certificate.id == certificate_id) & (Certificate.event == event.id)
    )
    if row is None:
        raise NotFound()
    return row


async def certificate_of_mine(request: Asker, certificate_id: FromPath[UUID]) -> Certificate:
    """A certificate of one's own organisation, of an event that one may see."""
    mine = (Certificate.id == certificate_id) & (Certificate.organisation == request.user.organisation)
    row = await Certificate.objects().get(mine)
    if row is None:
        raise NotFound()
    await event_for_reader(request, row.event)
    return row


async def certificate_by_link(request: Ask, holder_link: FromPath[str]) -> Any:
    """The certificate of its holder's link. Unknown links are counted by network, known ones never."""
    return await _spoken(request, await queries.by_link(tokens.digest(holder_link)))


async def certificate_by_code(request: Ask, certificate_code: FromPath[str]) -> Any:
    """The certificate of the code on a paper. Unknown codes are counted by network, known ones never."""
    return await _spoken(request, await queries.by_code(tokens.digest(certificate_code)))


async def _spoken(request: Ask, found: Any | None) -> Any:
    if found is None:
        raise await unknown_link(request)
    await event_spoken(request, found["event"])
    return found
