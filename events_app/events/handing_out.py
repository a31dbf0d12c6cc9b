"""Files made of what the house keeps, and that one of them left it."""

from dataclasses import dataclass

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically
from events_app.events.tables import Event


@dataclass(frozen=True)
class FileToHandOut:
    """A file under the name by which it is saved."""

    filename: str
    data: bytes


@atomically
async def note_handed_out(actor: Actor, event: Event, filename: str) -> None:
    """A paper or list of an event was made for somebody: the trail says which, and never what stood in it."""
    await audit.record(actor, "event.handed_out", event.id, after={"file": filename})
