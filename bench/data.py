"""What is measured against: one organisation, an event of a hundred guests and one of a hundred thousand."""

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from events_app import clock, database, tokens
from events_app.accounts import actions
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.events.actions import create_event, publish
from events_app.events.forms import EventPlan
from events_app.ids import new_id
from events_app.invitations import links

PEOPLE = """
INSERT INTO person (id, created_at, organisation, full_name, name_key, title_prefix, title_suffix, nip, phone,
  email, search_text, channel, needs, is_minor, guardian_name, guardian_allows_phone)
SELECT id, now(), $2, 'Tamu ' || n, 'tamu ' || n, '', '', '', '', '', '', 'email', '', false, '', false FROM unnest($1::uuid[])
  WITH ORDINALITY AS p(id, n)
"""
GUESTS = """
INSERT INTO guest (id, created_at, organisation, event, person, position_title, state, walk_in, pass_version,
  pass_hash, short_code, needs, vip, protocol_note)
SELECT id, now(), $4, $5, person, '', 'expected', false, 1, hash, code, '', false, ''
FROM unnest($1::uuid[], $2::uuid[], $3::bytea[], $6::text[]) AS g(id, person, hash, code)
"""


@dataclass(frozen=True)
class Stage:
    """An event under load: its guests and their passes' tokens."""

    organisation: UUID
    event: UUID
    guests: list[UUID]
    passes: list[str]


async def prepare(sizes: list[int]) -> tuple[str, list[Stage]]:
    """An organiser's token, and one event for each number of guests."""
    city = await actions.found("Kota Lembayung")
    form = UserForm(name="Alice", email="alice@lembayung.example", roles=[Role.organiser])
    user = await actions.add_user(Actor.system(city.id), form)
    token = await actions.add_token(actions.owner_actor(user), user.id, "bench")
    stages = [await _stage(city.id, size) for size in sizes]
    await database.execute("VACUUM ANALYZE person, guest")
    return token, stages


async def _stage(organisation: UUID, size: int) -> Stage:
    now, actor = clock.now(), Actor.system(organisation)
    plan = EventPlan(
        title=f"{size}",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=now,
        ends_at=now + timedelta(hours=9),
    )
    event = await publish(actor, await create_event(actor, plan), now)
    guests, people = [new_id() for _ in range(size)], [new_id() for _ in range(size)]
    passes = [links.pass_token(guest, 1) for guest in guests]
    await database.execute(PEOPLE, people, organisation)
    hashes, codes = [tokens.digest(one) for one in passes], [tokens.short_code() for _ in guests]
    await database.execute(GUESTS, guests, people, hashes, organisation, event.id, codes)
    return Stage(organisation, event.id, guests, passes)
