"""A city in which much has happened, and a person of it whom nothing needs any more."""

from dataclasses import dataclass
from uuid import UUID

import pytest

from events_app import clock, demo
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import execute, fetch, fetch_value
from events_app.privacy import obstacles

NAME, MAIL, PHONE, NIP = (
    "Zulaikha Prameswari",
    "zulaikha.p@rumah.example",
    "+6281298765432",
    "197001011990032001",
)
FREE = """
SELECT DISTINCT p.id FROM person p JOIN guest g ON g.person = p.id JOIN attendance t ON t.guest = g.id
JOIN event e ON e.id = g.event WHERE p.organisation = $1 AND p.successor IS NULL AND e.ends_at < now() ORDER BY p.id
"""


@dataclass
class Lived:
    """The demo's city, an owner of it, and somebody who came and has nothing left to do."""

    organisation: UUID
    owner: Actor
    person: UUID


@pytest.fixture
async def lived(db: str) -> Lived:
    here = await demo.load(clock.now())
    user = await fetch_value(
        "SELECT id FROM app_user WHERE organisation = $1 AND 'owner' = ANY(roles) LIMIT 1", here
    )
    owner = Actor(here, user, "Gita", frozenset(Right))
    people = [row["id"] for row in await fetch(FREE, here)]
    against = await obstacles.against(here, people, clock.now())
    free = next(one for one in people if not against[one])
    sql = "UPDATE person SET full_name = $2::text, name_key = lower($2::text), email = $3, phone = $4, nip = $5 WHERE id = $1"
    await execute(sql, free, NAME, MAIL, PHONE, NIP)
    return Lived(here, owner, free)
