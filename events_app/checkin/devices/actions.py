"""Verbs of those who look after devices: make one, give it a new code, name it, let it go."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.devices.forms import DeviceIn, DeviceNameIn
from events_app.checkin.devices.tables import Device, DeviceEvent, Level
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.events.tables import Event
from events_app.i18n import N_, gettext

CODE_LASTS = timedelta(minutes=10)
PURPOSE = "pairing"

KNOWN = """
SELECT id FROM event WHERE id = ANY($1::uuid[]) AND organisation = $2 AND state <> 'cancelled'
"""
IN_EVENT = "SELECT 1 FROM event_session WHERE id = $1 AND event = $2 AND cancelled_at IS NULL"
LET_GO = """
UPDATE door_device SET revoked_at = $2, revoked_by = $3 WHERE id = $1 AND revoked_at IS NULL RETURNING id
"""


async def make_device(actor: Actor, event: Event, said: DeviceIn, now: datetime) -> Device:
    """A device with a fresh code; nothing scans before a phone has used that."""
    actor.must(Right.plan_events)
    await _must_fit(event, said)
    return await _make(actor, event, said, now, replaces=None)


@atomically
async def give_code(actor: Actor, device: Device, now: datetime) -> Device:
    """A code of ten minutes for a device that no phone has yet; an older code opens nothing any more.

    A device that has a phone keeps it until the new one is paired: then the new one takes its place.
    """
    actor.must(Right.plan_events)
    await execute("SELECT 1 FROM door_device WHERE id = $1 FOR UPDATE", device.id)
    await device.refresh()  # a phone may have been paired a moment ago
    if not (device.revoked_at or device.paired_at):
        device.code_version += 1
        await _code(actor, device, now)
        await audit.record(actor, "device.code_given", device.id, after={"name": device.name})
        return device
    return await _in_its_place(actor, device, now)


@atomically
async def name_device(actor: Actor, device: Device, said: DeviceNameIn) -> None:
    """Another name or gate; scans that were made keep the name they were made under."""
    actor.must(Right.plan_events)
    before = {"name": device.name, "gate": device.gate}
    device.name, device.gate = said.name, said.gate
    await device.save([Device.name, Device.gate])
    await audit.record(actor, "device.named", device.id, before=before, after=said.model_dump())


@atomically
async def let_go(actor: Actor, device: UUID, now: datetime) -> None:
    """From its next request on the phone is refused; a code that waits opens nothing. Twice is once."""
    gone = await fetch_one(LET_GO, device, now, actor.user)
    if gone is not None:
        await audit.record(actor, "device.revoked", device)


def link_of(device: Device) -> str:
    """The address that pairs a phone; derived, never stored."""
    return f"{settings.current().public_url}/pair/{_code_of(device)}"


@atomically
async def _make(
    actor: Actor, event: Event, said: DeviceIn, now: datetime, *, replaces: UUID | None
) -> Device:
    device = Device(
        organisation=event.organisation,
        event=event.id,
        name=said.name,
        gate=said.gate,
        level=said.level,
        session=said.session_id,
        created_by=actor.user,
        replaces=replaces,
    )
    await _code(actor, device, now)
    for one in dict.fromkeys([event.id, *said.event_ids]):
        await DeviceEvent(organisation=event.organisation, device=device.id, event=one).save()
    after = said.model_dump(mode="json") | {"event": event.id, "replaces": replaces}
    await audit.record(actor, "device.made", device.id, after=after)
    return device


async def _in_its_place(actor: Actor, old: Device, now: datetime) -> Device:
    event = await Event.objects().get(Event.id == old.event)
    assert event is not None, "a foreign key holds the event"
    scope = await DeviceEvent.select(DeviceEvent.event).where(DeviceEvent.device == old.id)
    further = [row["event"] for row in scope if row["event"] != old.event]
    said = DeviceIn(
        name=old.name, gate=old.gate, level=Level(old.level), session_id=old.session, event_ids=further
    )
    return await _make(actor, event, said, now, replaces=old.id)


def _code_of(device: Device) -> str:
    return tokens.derive(PURPOSE, device.id, device.code_version)


async def _code(actor: Actor, device: Device, now: datetime) -> None:
    device.code_hash = tokens.digest(_code_of(device))
    device.code_until, device.code_by = now + CODE_LASTS, actor.user
    await device.save()


async def _must_fit(event: Event, said: DeviceIn) -> None:
    faults = []
    if said.session_id is not None and not await fetch_value(IN_EVENT, said.session_id, event.id):
        faults.append(
            FieldError("session_id", "unknown", gettext(N_("This session is not one of this event.")))
        )
    known = await fetch_value(f"SELECT count(*) FROM ({KNOWN}) AS k", said.event_ids, event.organisation)
    if known < len(set(said.event_ids)):
        faults.append(
            FieldError("event_ids", "unknown", gettext(N_("One of these events is not known here.")))
        )
    if faults:
        raise Invalid(faults)
