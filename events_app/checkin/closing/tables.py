"""The noun of a door's settings."""

from piccolo.columns import Boolean
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class EventDoor(Row, Table):
    """What an organiser set for an event's door; without a row the defaults hold.

    `one_room`: entering a session leaves the others, and leaving the event leaves them all. `checks_out`:
    whoever is still inside when the door closes is checked out then.
    """

    event = reference(Event)
    one_room = Boolean(default=False)
    checks_out = Boolean(default=True)
