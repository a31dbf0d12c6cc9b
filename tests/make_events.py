"""Factories of the events room: rows as the actions make them, on 12 December 2026 unless told otherwise."""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.events import actions, place_actions, session_actions
from events_app.events.forms import EventPlan, RoomIn, SessionPlan, VenueIn
from events_app.events.tables import DoorAssignment, Event, Room, Session, Venue
from events_app.stakeholders.tables import Person

NINE = datetime(2026, 12, 12, 2, 0, tzinfo=UTC)
"""Nine in the morning in Jakarta."""


def hours(start: float, end: float) -> dict[str, datetime]:
    """Times of that morning, in hours after nine."""
    return {"starts_at": NINE + timedelta(hours=start), "ends_at": NINE + timedelta(hours=end)}


def event_body(**more: Any) -> dict[str, Any]:
    """What an outside program posts to make an event."""
    return {
        "title": "Diskusi Tematik",
        "kind": "thematic_discussion",
        "timezone": "Asia/Jakarta",
        "starts_at": "2026-12-12T09:00:00+07:00",
        "ends_at": "2026-12-12T12:00:00+07:00",
    } | more


async def event(organisation: Organisation | UUID, **more: Any) -> Event:
    """A draft of an organisation, by its system."""
    return await actions.create_event(_system(organisation), EventPlan(**event_body(**hours(0, 3)) | more))


async def published(organisation: Organisation | UUID, **more: Any) -> Event:
    """An event that has been published."""
    draft = await event(organisation, **more)
    return await actions.publish(_system(organisation), draft, NINE - timedelta(days=30))


async def session(parent: Event, title: str = "Sesi 1", **more: Any) -> Session:
    """A session of the first hour."""
    plan = SessionPlan.model_validate({"title": title, **hours(0, 1)} | more)
    return await session_actions.add_session(_system(parent.organisation), parent, plan)


async def venue(organisation: Organisation | UUID, name: str = "Balai Kota") -> Venue:
    form = VenueIn(name=name, address="Jl. Mawar No. 1")
    return await place_actions.add_venue(_system(organisation), form)


async def room(organisation: Organisation | UUID, name: str = "Ruang Kenanga", **more: Any) -> Room:
    return await place_actions.add_room(_system(organisation), RoomIn(name=name, **more))


async def person(organisation: Organisation | UUID, name: str = "Kartini", **more: Any) -> Person:
    """Somebody in the directory, written directly."""
    folded = name.casefold()
    row = Person(organisation=_id(organisation), full_name=name, name_key=folded, search_text=folded, **more)
    await row.save()
    return row


async def door_staff(parent: Event, user: UUID) -> DoorAssignment:
    row = DoorAssignment(organisation=parent.organisation, event=parent.id, user=user)
    await row.save()
    return row


def _id(organisation: Organisation | UUID) -> UUID:
    return organisation if isinstance(organisation, UUID) else organisation.id


def _system(organisation: Organisation | UUID) -> Actor:
    return Actor.system(_id(organisation))
