"""What comes in about events and places; pages and api share these."""

from events_app.events.forms.event import (
    Cancellation,
    EventForm,
    EventPatch,
    EventPlan,
    Postponement,
    PostponementForm,
)
from events_app.events.forms.fields import Reason
from events_app.events.forms.places import RoomForm, RoomIn, RoomPatch, VenueForm, VenueIn, VenuePatch
from events_app.events.forms.preparation import DoorForm
from events_app.events.forms.session import SessionForm, SessionPatch, SessionPlan

__all__ = [
    "Cancellation",
    "DoorForm",
    "EventForm",
    "EventPatch",
    "EventPlan",
    "Postponement",
    "PostponementForm",
    "Reason",
    "RoomForm",
    "RoomIn",
    "RoomPatch",
    "SessionForm",
    "SessionPatch",
    "SessionPlan",
    "VenueForm",
    "VenueIn",
    "VenuePatch",
]
