"""A program whose token was recognised a moment ago is not asked for again, and may do nothing that it no longer may."""

from collections.abc import Awaitable, Callable
from typing import Any
from uuid import uuid4

import httpx
import pytest

from events_app import clock
from events_app.accounts import access, remembered
from events_app.accounts.actor import Actor
from events_app.accounts.remembered import MOST, Claim
from events_app.accounts.rights import Role
from events_app.accounts.tables import ApiToken, Organisation, User
from events_app.checkin import quick
from events_app.checkin.tables import Scan
from events_app.database import execute
from events_app.events.tables import DoorAssignment, Event
from tests import make_checkin as make
from tests.people import Cast, Somebody

QUICK = {"content-type": "application/json"}


async def scan(somebody: Somebody, event: Event, code: str) -> httpx.Response:
    return await somebody.api.post(f"/events/{event.id}/scans", json=make.scans(code), headers=QUICK)


async def _let_go(user: User) -> None:
    await ApiToken.update(revoked_at=clock.now()).where(ApiToken.user == user.id)


async def _send_away(user: User) -> None:
    await User.update(active=False).where(User.id == user.id)


async def _make_viewer(user: User) -> None:
    await User.update(roles=[Role.viewer]).where(User.id == user.id)


async def _make_helper(user: User) -> None:
    """Still somebody who scans, but only at doors that they are put to."""
    await User.update(roles=[Role.door]).where(User.id == user.id)


CHANGES: dict[Callable[[User], Awaitable[None]], int] = {
    _let_go: 401,
    _send_away: 401,
    _make_viewer: 403,
    _make_helper: 404,
}


@pytest.mark.parametrize("change", CHANGES)
async def test_the_very_next_scan_feels_what_became_of_its_sender(
    change: Callable[[User], Awaitable[None]], alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    guest, late = [await make.guest(event, name) for name in ("Kartini", "Dewi Sartika")]
    assert (await scan(alice, event, guest.short_code)).status_code == 200
    await change(alice.user)
    for _ in range(2):
        assert (await scan(alice, event, late.short_code)).status_code == CHANGES[change]
    assert await Scan.count() == 1


async def test_one_who_lost_a_door_scans_there_no_more(cast: Cast, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    helper = await cast.somebody(city, "Beni", Role.door)
    post = DoorAssignment(organisation=city.id, event=event.id, user=helper.user.id)
    await post.save()
    assert (await scan(helper, event, guest.short_code)).status_code == 200
    await post.remove()
    assert (await scan(helper, event, guest.short_code)).status_code == 404
    assert await Scan.count() == 1


async def test_who_scans_again_is_not_asked_for_again(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, asked = await make.today(city), []

    async def recognised(connection: Any, others: Any) -> Any:
        asked.append(connection.scope["path"])
        return await access.recognised(connection, others)

    monkeypatch.setattr(quick, "recognised", recognised)
    for name in ("Kartini", "Dewi Sartika"):
        guest = await make.guest(event, name)
        assert (await scan(alice, event, guest.short_code)).json()["results"][0]["outcome"] == "admitted"
    assert len(asked) == 1


async def test_a_minute_later_they_are_asked_for_again_and_their_token_counts_as_used(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.today(city)
    guests = [await make.guest(event, name) for name in ("Kartini", "Dewi Sartika", "Cut Nyak Dien")]
    used = []
    for guest, lasts in zip(guests, (60.0, 60.0, 0.0), strict=True):
        monkeypatch.setattr(remembered, "LASTS", lasts)
        await execute("UPDATE api_token SET used_at = NULL")
        assert (await scan(alice, event, guest.short_code)).status_code == 200
        used.append(await ApiToken.exists().where(ApiToken.used_at.is_not_null()))
    assert used == [True, False, True]


def test_the_eldest_is_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    kept: dict[bytes, Any] = {}
    monkeypatch.setattr(remembered, "_claims", kept)
    somebody = Claim(Actor.system(uuid4()), "door")
    senders = [remembered.sender(b"Bearer %d" % number, "127.0.0.1") for number in range(MOST + 1)]
    for sender in senders:
        remembered.keep(sender, somebody)
    assert len(kept) == MOST
    assert [remembered.recall(one) for one in senders[:2]] == [None, somebody]


def test_a_token_is_remembered_by_its_digest_and_where_it_came_from() -> None:
    here, there = (remembered.sender(b"Bearer SECRET", where) for where in ("127.0.0.1", "127.0.0.2"))
    assert here != there
    assert b"SECRET" not in here
