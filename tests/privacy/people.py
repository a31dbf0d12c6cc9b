"""Somebody whose last part was long ago."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import execute
from tests import make_stakeholders


async def due_person(actor: Actor, name: str = "Sutan Sjahrir", **more: Any) -> UUID:
    """A person of the actor's organisation who was written down four years ago and had no part since."""
    keeper = Actor(actor.organisation, name="Alice", rights=frozenset(Right))
    row = await make_stakeholders.person(keeper, name, **more)
    await execute(
        "UPDATE person SET created_at = $2 WHERE id = $1", row.id, clock.now() - timedelta(days=1_500)
    )
    return row.id
