"""How a phone is recognised at the gate, and the only ways to a device: through its event, or by its code."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from litestar.datastructures import Cookie
from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app import clock, i18n, settings
from events_app.accounts import throttle
from events_app.accounts.access import Connection, Here, Recognised, address_of
from events_app.accounts.actor import Actor, Post
from events_app.accounts.rights import Right
from events_app.checkin.devices import pairing, queries, reach
from events_app.checkin.devices.refusals import CodeSpent, DeviceExpired, DeviceRevoked
from events_app.checkin.devices.tables import Device, Level
from events_app.errors import NotAllowed, NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event

TRIES = 20
WINDOW = timedelta(minutes=10)
SEEN_EVERY = timedelta(minutes=1)
COOKIE_LASTS = timedelta(days=180)


def device_cookie() -> str:
    """The name of a phone's cookie. It ends like every session's: what it opens is guarded against forgery."""
    return "__Host-door_session" if settings.current().secure else "door_session"


def cookie_of(token: str) -> Cookie:
    """The cookie that makes a browser the device."""
    age, secure = int(COOKIE_LASTS.total_seconds()), settings.current().secure
    return Cookie(
        key=device_cookie(), value=token, path="/", httponly=True, samesite="lax", secure=secure, max_age=age
    )


async def recognise(connection: Connection) -> Recognised | None:
    """The device behind a phone's cookie, at the doors of its reach; elsewhere the cookie means nothing."""
    token = connection.cookies.get(device_cookie())
    needed = reach.needed(
        str(connection.scope.get("method", "")), str(connection.scope.get("path_template", ""))
    )
    if not token or needed is None:
        return None
    now = clock.now()
    row = await queries.by_token(token)
    if row is None:
        return None
    _must_still_work(row, connection.scope["path_params"].get("event_id"))
    if not Level(row["level"]).reaches(needed):
        raise NotAllowed()
    if row["seen_at"] is None or now - row["seen_at"] > SEEN_EVERY:
        await pairing.saw(row["id"], now)
    here = Here(row["organisation"], row["organisation_name"], row["slug"], row["timezone"], row["demo"])
    return Recognised(_actor(row, connection), here)


async def device_here(event: NamedDependency[Event], device_id: FromPath[UUID]) -> Device:
    """A device that works the door of the event that was loaded."""
    if await queries.device(event, device_id) is None:
        raise NotFound()
    row = await Device.objects().get(Device.id == device_id)
    if row is None:
        raise NotFound()
    return row


async def offered_by_code(request: Asker, token: FromPath[str]) -> Any:
    """The device that a code is for. Unknown codes are counted by network, known ones never."""
    row = await queries.by_code(token)
    if row is None:
        await _count_guess(request)
        raise NotFound()
    if row["revoked_at"] or row["paired_at"] or row["code_until"] <= clock.now():
        raise CodeSpent()
    state = request.scope["state"]
    state["organisation"] = Here(
        row["organisation"], row["organisation_name"], row["slug"], row["organisation_zone"], row["demo"]
    )
    if state["cookies"].get("lang") not in i18n.LOCALES:
        i18n.speak(row["language"])
    return row


def _must_still_work(row: Any, event: Any) -> None:
    if row["revoked_at"]:
        raise DeviceRevoked()
    if not row["working"] or (event in row["events"] and event not in row["working"]):
        raise DeviceExpired()


def _actor(row: Any, connection: Connection) -> Actor:
    return Actor(
        organisation=row["organisation"],
        name=row["name"],
        rights=frozenset({Right.scan}),
        via="device",
        address=address_of(connection),
        credential=row["id"],
        post=Post(
            frozenset(row["working"]),
            row["session"],
            adds_walk_ins=Level(row["level"]).reaches(Level.walk_ins),
            admits_anyway=Level(row["level"]).reaches(Level.admit_anyway),
        ),
    )


async def _count_guess(request: Asker) -> None:
    key, now = f"pairing:{throttle.network_of(address_of(request))}", clock.now()
    await throttle.check(key, TRIES, now)
    await throttle.count(key, WINDOW, now)
