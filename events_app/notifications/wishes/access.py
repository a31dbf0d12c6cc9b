"""Whose link it is, and which objections are whose."""

from datetime import timedelta
from typing import Any

from litestar import Request
from litestar.params import FromPath

from events_app import clock, tokens
from events_app.accounts import throttle
from events_app.accounts.access import Here, address_of
from events_app.accounts.tables import Organisation
from events_app.errors import NotFound
from events_app.notifications.wishes.tables import MailWish

Ask = Request[Any, Any, Any]
TRIES, WINDOW = 20, timedelta(minutes=10)


async def wish_by_link(request: Ask, link: FromPath[str]) -> MailWish:
    """The address of a link. Unknown links are counted by network, known ones never."""
    row = await MailWish.objects().get(MailWish.link_hash == tokens.digest(link))
    if row is None:
        key, now = f"link:{throttle.network_of(address_of(request))}", clock.now()
        await throttle.check(key, TRIES, now)
        await throttle.count(key, WINDOW, now)
        raise NotFound()
    office = await Organisation.objects().get(Organisation.id == row.organisation)
    assert office is not None, "a foreign key holds the organisation"
    request.scope["state"]["organisation"] = Here(
        office.id, office.name, office.slug, office.timezone, office.demo
    )
    return row


async def wish_for_program(request: Ask, wish_link: FromPath[str]) -> MailWish:
    """The same, for programs."""
    return await wish_by_link(request, wish_link)
