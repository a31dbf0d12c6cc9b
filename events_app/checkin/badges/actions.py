"""Verbs of badges: print them, remember what was printed, and give roles."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.badges import paper
from events_app.checkin.badges.formats import USUAL
from events_app.checkin.badges.forms import BadgesIn, People, RolesIn
from events_app.checkin.badges.people import Holder, holders
from events_app.checkin.badges.tables import BadgeChoice, BadgeFormat, BadgeRole
from events_app.database import atomically, execute, fetch
from events_app.errors import Refusal
from events_app.events.runs import actions as runs
from events_app.events.runs.kinds import PaperKind, register
from events_app.events.runs.tables import PaperRun
from events_app.events.tables import Event
from events_app.i18n import N_

SHORT = 300
"""So many badges are made while one waits; more are made in the background."""

KIND = register(
    PaperKind(
        name="badges",
        title=N_("Badges"),
        rights=(Right.invite, Right.manage),
        back=lambda event, _asked: f"/events/{event}/badges",
    )
).name
"""They carry passes, so they are for those who may give passes."""

PRINTED = """
INSERT INTO badge_print (id, organisation, created_at, event, guest, format, printed_at, printed_by)
SELECT gen_random_uuid(), $1, $2, $3, id, $4, $2, $5 FROM unnest($6::uuid[]) AS g(id)
"""
CHOSEN = """
INSERT INTO badge_choice (id, organisation, created_at, format) VALUES (gen_random_uuid(), $1, $2, $3)
ON CONFLICT (organisation) DO UPDATE SET format = excluded.format
"""
GIVEN = """
INSERT INTO badge_role (id, organisation, created_at, event, guest, role)
SELECT gen_random_uuid(), g.organisation, $3, g.event, g.id, $4 FROM guest g WHERE g.event = $1 AND g.id = ANY($2::uuid[])
ON CONFLICT (guest) DO UPDATE SET role = excluded.role RETURNING guest
"""
TAKEN = "DELETE FROM badge_role WHERE event = $1 AND guest = ANY($2::uuid[]) RETURNING guest"


class NobodyToPrint(Refusal):
    field = "people"
    message = N_("Nobody fits: there is no badge to print.")


@dataclass(frozen=True)
class Printed:
    """A file of badges."""

    filename: str
    data: bytes


async def print_badges(
    actor: Actor, event: Event, ask: BadgesIn, language: str, now: datetime
) -> Printed | PaperRun:
    """The badges as a file, or a run that makes them where they are many. Raises NobodyToPrint."""
    people = await _somebody(event, ask)
    if len(people) > SHORT:
        return await begin(actor, event, ask, language, now)
    await remember(event, ask.format, now)
    return await print_now(actor, event, people, ask.format, language, now)


async def begin(actor: Actor, event: Event, ask: BadgesIn, language: str, now: datetime) -> PaperRun:
    """Have the badges made by the worker. Raises NobodyToPrint."""
    people = await _somebody(event, ask)
    await remember(event, ask.format, now)
    return await runs.begin(actor, event, KIND, ask.model_dump_json(), language, len(people), now)


async def print_now(
    actor: Actor, event: Event, people: Sequence[Holder], chosen: BadgeFormat, language: str, now: datetime
) -> Printed:
    """These badges, while one waits; that they were printed is noted once they are made."""
    data = await paper.pdf_of(event, people, chosen, language, now)
    await note(actor, event, [one.id for one in people], chosen, now)
    return Printed(paper.filename_of(event), data)


async def print_one(
    actor: Actor, event: Event, guest: UUID, chosen: BadgeFormat, language: str, now: datetime
) -> Printed:
    """The badge of a guest. Raises NobodyToPrint for one who is not expected."""
    people = await _somebody(event, BadgesIn(format=chosen, people=People.selected, guest_ids=[guest]))
    return await print_now(actor, event, people, chosen, language, now)


async def last_choice(organisation: UUID) -> BadgeFormat:
    """The format that was printed last, or the usual one."""
    row = await BadgeChoice.objects().get(BadgeChoice.organisation == organisation)
    return BadgeFormat(row.format) if row else USUAL


@atomically
async def remember(event: Event, chosen: BadgeFormat, now: datetime) -> None:
    """Offer this format first the next time."""
    await execute(CHOSEN, event.organisation, now, chosen.value)


@atomically
async def note(
    actor: Actor, event: Event, guests: Sequence[UUID], chosen: BadgeFormat, now: datetime
) -> None:
    """That these badges were printed, now, by this actor."""
    await execute(PRINTED, event.organisation, now, event.id, chosen.value, actor.user, list(guests))
    facts = {"badges": len(guests), "format": chosen.value}
    await audit.record(actor, "badges.printed", event.id, after=facts)


@atomically
async def give_role(actor: Actor, event: Event, said: RolesIn, now: datetime) -> int:
    """Put a role on the badges of these guests, or let it follow from the programme again; how many it is for."""
    ids = list(said.guest_ids)
    role: BadgeRole | None = said.role
    rows = await (fetch(GIVEN, event.id, ids, now, role.value) if role else fetch(TAKEN, event.id, ids))
    facts = {"role": role.value if role else None, "guests": len(rows)}
    await audit.record(actor, "badges.role_given", event.id, after=facts)
    return len(rows)


async def _somebody(event: Event, ask: BadgesIn) -> list[Holder]:
    people = await holders(event, ask)
    if not people:
        raise NobodyToPrint()
    return people
