"""JSON doors of paired phones. A link to pair by is read apart from the device, by whoever made the code."""

from typing import Any
from uuid import UUID

from litestar import get, patch, post
from litestar.di import NamedDependency
from litestar.params import JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.checkin.devices import actions, queries
from events_app.checkin.devices.forms import DeviceIn, DeviceNameIn
from events_app.checkin.devices.queries import DeviceView
from events_app.checkin.devices.refusals import CodeSpent, OnlyItsMaker
from events_app.checkin.devices.tables import Device, Level
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.shapes import Moment, Out, Page
from events_app.web.api import Cursor, Limit, part

PLAN = [requires(Right.plan_events)]


class DeviceOut(Out):
    """A phone at the door. `state`: waiting (for a phone), lapsed (its code was not used), paired, expired, revoked."""

    id: UUID
    name: str = Field(examples=["HP panitia 1"])
    gate: str = Field(examples=["Pintu utara"])
    level: Level
    state: str = Field(examples=["paired"])
    session_id: UUID | None
    event_ids: list[UUID] = Field(description="Every event whose door it works.")
    created_at: Moment
    code_until: Moment | None = Field(description="Until when its code waits for a phone.")
    paired_at: Moment | None
    seen_at: Moment | None
    unsent: int | None = Field(description="Scans that the phone said it has not sent.", examples=[0])
    battery: int | None = Field(examples=[82])
    told_at: Moment | None = Field(description="When the phone said so.")
    lasts_until: Moment | None = Field(description="A day after the last of its doors closes.")
    revoked_at: Moment | None
    replaces: UUID | None = Field(description="The device whose place it takes once it is paired.")

    @classmethod
    def of(cls, view: DeviceView) -> "DeviceOut":
        now = clock.now()
        facts = {
            name: getattr(view, name) for name in cls.model_fields.keys() & view.__dataclass_fields__.keys()
        }
        state = view.state_at(now)
        until = view.code_until if view.has_code(now) else None
        return cls(
            **facts | {"code_until": until}, state=state, session_id=view.session, event_ids=view.events
        )


class CodeOut(Out):
    """The link that makes a phone this device; it works once."""

    pairing_url: str = Field(examples=["https://acara.example.go.id/pair/7H2K9QXM0A1B2C3D4E5F6G7H8J"])
    valid_until: Moment


@get("/events/{event_id:uuid}/devices", guards=PLAN)
async def list_devices(
    event: NamedDependency[Event], limit: Limit = 100, cursor: Cursor = None
) -> Page[DeviceOut]:
    """The devices of an event's door by name, those let go last."""
    return part(await queries.devices(event), limit, cursor, DeviceOut.of)


@post("/events/{event_id:uuid}/devices", guards=PLAN)
async def make_device(request: Asker, event: NamedDependency[Event], data: JSONBody[DeviceIn]) -> DeviceOut:
    """Make a device with a code of ten minutes; `GET …/code` answers the link to whoever made it."""
    made = await actions.make_device(request.user, event, data, clock.now())
    return await _one(event, made.id)


@get("/events/{event_id:uuid}/devices/{device_id:uuid}", guards=PLAN)
async def read_device(event: NamedDependency[Event], device: NamedDependency[Device]) -> DeviceOut:
    """One device."""
    return await _one(event, device.id)


@patch("/events/{event_id:uuid}/devices/{device_id:uuid}", guards=PLAN)
async def rename_device(
    request: Asker,
    event: NamedDependency[Event],
    device: NamedDependency[Device],
    data: JSONBody[DeviceNameIn],
) -> DeviceOut:
    """Another name or gate; scans that were made keep the name they were made under."""
    await actions.name_device(request.user, device, data)
    return await _one(event, device.id)


@get("/events/{event_id:uuid}/devices/{device_id:uuid}/code", guards=PLAN)
async def read_code(request: Asker, device: NamedDependency[Device]) -> CodeOut:
    """The link while it waits for a phone, to whoever made the code and to nobody else. Nothing stores it."""
    if device.paired_at or device.revoked_at or device.code_until is None or device.code_until <= clock.now():
        raise CodeSpent()
    if device.code_by != request.user.user:
        raise OnlyItsMaker()
    return CodeOut(pairing_url=actions.link_of(device), valid_until=device.code_until)


@post("/events/{event_id:uuid}/devices/{device_id:uuid}/code", guards=PLAN, status_code=200)
async def renew_code(
    request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]
) -> DeviceOut:
    """A new code. A device that has a phone keeps it until another is paired in its place: that is the answer."""
    given = await actions.give_code(request.user, device, clock.now())
    return await _one(event, given.id)


@post("/events/{event_id:uuid}/devices/{device_id:uuid}/revocation", guards=PLAN, status_code=200)
async def revoke_device(
    request: Asker, event: NamedDependency[Event], device: NamedDependency[Device]
) -> DeviceOut:
    """Let a device go: its phone's next request is 401 `device_revoked`. Twice is once."""
    await actions.let_go(request.user, device.id, clock.now())
    return await _one(event, device.id)


async def _one(event: Event, identity: UUID) -> DeviceOut:
    view = await queries.device(event, identity)
    assert view is not None, "it was found or made a moment ago"
    return DeviceOut.of(view)


doors: list[Any] = [
    list_devices,
    make_device,
    read_device,
    rename_device,
    read_code,
    renew_code,
    revoke_device,
]
