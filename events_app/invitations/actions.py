"""Verbs of inviting: ask, send, remind; `answers`, `guest_actions` and `withdrawing` have the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch, fetch_value
from events_app.errors import FieldError, Invalid
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.ids import new_id
from events_app.invitations import links
from events_app.invitations.answers import answer
from events_app.invitations.forms import Invitee
from events_app.invitations.guest_actions import add_guest, cancel_guest, reissue_pass
from events_app.invitations.seats import must_take_place
from events_app.invitations.sending import send_invitations
from events_app.invitations.tables import InvitationState
from events_app.invitations.withdrawing import withdraw
from events_app.stakeholders.positions.queries import standing_positions
from events_app.stakeholders.queries import successors

__all__ = [
    "Invited",
    "Item",
    "add_guest",
    "answer",
    "cancel_guest",
    "invite",
    "reissue_pass",
    "send_drafts",
    "withdraw",
]

CHUNK = 2_000

INSERT = """
INSERT INTO invitation (id, organisation, created_at, created_by, event, institution, person, position, seats,
  letter_number, state, link_version, link_hash, reply_hash, decline_reason, reserve_place)
SELECT id, $1, $2, $3, $4, institution, person, post, seats, '', 'draft', 1, link_hash, reply_hash, '', $12 + place
FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::uuid[], $9::int[], $10::bytea[], $11::bytea[])
  WITH ORDINALITY AS asked(id, institution, person, post, seats, link_hash, reply_hash, place)
ORDER BY institution, person, post
ON CONFLICT DO NOTHING RETURNING id
"""

STANDING = """
SELECT id, institution, person, position, state FROM invitation WHERE event = $1 AND state <> 'withdrawn'
  AND (institution = ANY($2::uuid[]) OR person = ANY($3::uuid[]) OR position = ANY($4::uuid[]))
"""

LAST_IN_RESERVE = "SELECT coalesce(max(reserve_place), 0) FROM invitation WHERE event = $1"

DRAFTS = """
SELECT id FROM invitation WHERE event = $1 AND state = 'draft'
  AND CASE WHEN $2::uuid IS NULL THEN reserve_place IS NULL ELSE id = $2 END ORDER BY id
"""

Key = tuple[UUID | None, UUID | None, UUID | None]


@dataclass(frozen=True)
class Item:
    """What became of one invitee; `problem` says why no mail went out."""

    id: UUID
    institution_id: UUID | None
    person_id: UUID | None
    position_id: UUID | None
    state: str
    problem: str | None = None


@dataclass(frozen=True)
class Invited:
    """The outcome of inviting, one item for each invitee in the order given."""

    created: int
    existing: int
    items: list[Item]


@atomically
async def invite(
    actor: Actor, event: Event, invitees: Sequence[Invitee], send: bool, now: datetime, reserve: bool = False
) -> Invited:
    """Ask each once: who was asked before stays as they are. With `send`, drafts among them are mailed.

    With `reserve`, who is new waits in the reserve in the order given, for a second wave.

    Refuses with EventCancelled, or Invalid naming every invitee who is not in the directory.
    """
    event = await locked_event(event)
    must_stand(event)
    await _must_know(actor, invitees)
    invitees = await _standing_ones(actor, invitees)
    made = await _insert(actor, event, invitees, now, reserve)
    standing = await _standing(event, invitees)
    drafts = [row["id"] for row in standing.values() if row["state"] == InvitationState.draft]
    problems = await send_invitations(actor, event, drafts, now) if send else {}
    await audit.record(actor, "event.invited", event.id, after={"created": len(made), "sent": send})
    return _outcome(invitees, standing, made, problems, sent=set(drafts) - problems.keys() if send else set())


@atomically
async def send_drafts(actor: Actor, event: Event, now: datetime, only: UUID | None = None) -> dict[UUID, str]:
    """Mail every draft that is not in the reserve, or one of any; returns the problems by invitation."""
    event = await locked_event(event)
    must_take_place(event, now)
    drafts = [row["id"] for row in await fetch(DRAFTS, event.id, only)]
    problems = await send_invitations(actor, event, drafts, now)
    await audit.record(actor, "event.invitations_sent", event.id, after={"sent": len(drafts) - len(problems)})
    return problems


async def _must_know(actor: Actor, invitees: Sequence[Invitee]) -> None:
    sentence = gettext(N_("This one is not in your directory."))
    faults = [
        FieldError(f"invitees.{place}.{table}_id", "unknown", sentence)
        for number, table in enumerate(("institution", "person", "position"))
        for place, one in await _unknown(table, actor, [one.key[number] for one in invitees])
    ]
    if faults:
        raise Invalid(faults)


async def _unknown(table: str, actor: Actor, asked: list[UUID | None]) -> list[tuple[int, UUID]]:
    named = [(place, one) for place, one in enumerate(asked) if one is not None]
    living = " AND anonymised_at IS NULL" if table == "person" else ""
    sql = f'SELECT id FROM "{table}" WHERE organisation = $1 AND id = ANY($2::uuid[]){living}'
    rows = await fetch(sql, actor.organisation, [one for _place, one in named]) if named else []
    known = {row["id"] for row in rows}
    return [(place, one) for place, one in named if one not in known]


async def _standing_ones(actor: Actor, invitees: Sequence[Invitee]) -> list[Invitee]:
    """Whoever has gone into another is asked as that one."""
    gone = await successors(actor.organisation, [one.institution_id or one.person_id for one in invitees])
    gone |= await standing_positions([one.position_id for one in invitees if one.position_id])
    return [
        one.model_copy(
            update={
                name: gone.get(given, given)
                for name in ("institution_id", "person_id", "position_id")
                if (given := getattr(one, name))
            }
        )
        if gone
        else one
        for one in invitees
    ]


async def _insert(
    actor: Actor, event: Event, invitees: Sequence[Invitee], now: datetime, reserve: bool
) -> set[UUID]:
    """One statement for each two thousand; who was asked already, even a moment ago, is left out."""
    asked = list({one.key: one for one in reversed(invitees)}.values())[::-1]
    last = await fetch_value(LAST_IN_RESERVE, event.id) if reserve else None
    made: set[UUID] = set()
    for start in range(0, len(asked), CHUNK):
        some = asked[start : start + CHUNK]
        ids = [new_id() for _one in some]
        rows = await fetch(
            INSERT,
            event.organisation,
            now,
            actor.user,
            event.id,
            ids,
            [one.institution_id for one in some],
            [one.person_id for one in some],
            [one.position_id for one in some],
            [one.seats for one in some],
            [links.rsvp_hash(one, 1) for one in ids],
            [links.reply_hash(one, 1) for one in ids],
            None if last is None else last + start,
        )
        made |= {row["id"] for row in rows}
    return made


async def _standing(event: Event, invitees: Sequence[Invitee]) -> dict[Key, Any]:
    keys = [[one.key[number] for one in invitees if one.key[number]] for number in range(3)]
    rows = await fetch(STANDING, event.id, *keys)
    return {(row["institution"], row["person"], row["position"]): row for row in rows}


def _outcome(
    invitees: Sequence[Invitee],
    standing: dict[Key, Any],
    made: set[UUID],
    problems: dict[UUID, str],
    sent: set[UUID],
) -> Invited:
    """Named twice, the second time counts as existing: the items are as many as the invitees."""
    items, created = [], 0
    for one in invitees:
        row = standing[one.key]
        created += row["id"] in made
        made = made - {row["id"]} if row["id"] in made else made
        state = InvitationState.sent.value if row["id"] in sent else row["state"]
        items.append(Item(row["id"], *one.key, state, problems.get(row["id"])))
    return Invited(created, len(items) - created, items)
