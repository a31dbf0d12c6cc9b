"""Factories of paired phones: a device of an event, and a browser that has become it."""

from datetime import datetime
from typing import Any

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.devices import actions
from events_app.checkin.devices.forms import DeviceIn
from events_app.checkin.devices.tables import Device
from events_app.events.tables import Event
from tests.people import Browser, Cast


def organiser(event: Event) -> Actor:
    return Actor(
        event.organisation, name="system", rights=frozenset({Right.plan_events, Right.scan}), via="system"
    )


async def device(event: Event, name: str = "HP 1", *, now: datetime | None = None, **more: Any) -> Device:
    """A device with a code that waits."""
    return await actions.make_device(organiser(event), event, DeviceIn(name=name, **more), now or clock.now())


def link(device: Device) -> str:
    """The path of its code."""
    return "/pair/" + actions.link_of(device).rsplit("/", 1)[-1]


async def phone(cast: Cast, device: Device) -> Browser:
    """A browser without any account that used the code."""
    browser = Browser(await cast.client())
    answer = await browser.post(link(device))
    assert answer.status_code == 303, answer.text
    return browser
