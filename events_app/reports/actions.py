"""The one thing this room writes: that names left the house."""

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.events.tables import Event


@atomically
async def note_handed_out(actor: Actor, event: Event, filename: str) -> None:
    """A paper or list of an event was made for somebody: the trail says which, and never what stood in it."""
    await audit.record(actor, "event.handed_out", event.id, after={"file": filename})
