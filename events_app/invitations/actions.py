"""Verbs of inviting: ask, send, remind; `answers`, `guest_actions` and `withdrawing` have the others."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, execute, fetch
from events_app.errors import FieldError, Invalid
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.i18n import N_, gettext
from events_app.ids import new_id
from events_app.invitations import links, mails, queries
from events_app.invitations.answers import answer
from events_app.invitations.forms import Invitee
from events_app.invitations.guest_actions import add_guest, cancel_guest, reissue_pass
from events_app.invitations.queries import Recipient
from events_app.invitations.seats import has_ended, must_take_place
from events_app.invitations.tables import InvitationState
from events_app.invitations.withdrawing import withdraw
from events_app.notifications import actions as outbox
from events_app.notifications.mail import is_address

__all__ = [
    "Invited",
    "Item",
    "add_guest",
    "answer",
    "cancel_guest",
    "invite",
    "reissue_pass",
    "remind",
    "send_drafts",
    "withdraw",
]

CHUNK = 2_000

INSERT = """
INSERT INTO invitation (id, organisation, created_at, created_by, event, institution, person, seats,
  letter_number, state, link_version, link_hash, reply_hash, decline_reason)
SELECT id, $1, $2, $3, $4, institution, person, seats, '', 'draft', 1, link_hash, reply_hash, ''
FROM unnest($5::uuid[], $6::uuid[], $7::uuid[], $8::int[], $9::bytea[], $10::bytea[])
  AS asked(id, institution, person, seats, link_hash, reply_hash)
ORDER BY institution, person
ON CONFLICT DO NOTHING RETURNING id
"""

STANDING = """
SELECT id, institution, person, state FROM invitation WHERE event = $1 AND state <> 'withdrawn'
  AND (institution = ANY($2::uuid[]) OR person = ANY($3::uuid[]))
"""

SENT = "UPDATE invitation SET state = 'sent', sent_at = $2 WHERE id = ANY($1::uuid[]) AND state = 'draft'"

DRAFTS = "SELECT id FROM invitation WHERE event = $1 AND state = 'draft' ORDER BY id"

SILENT = "SELECT id FROM invitation WHERE event = $1 AND state IN ('sent', 'opened', 'tentative') ORDER BY id"

Key = tuple[UUID | None, UUID | None]


@dataclass(frozen=True)
class Item:
    """What became of one invitee; `problem` says why no mail went out."""

    id: UUID
    institution_id: UUID | None
    person_id: UUID | None
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
    actor: Actor, event: Event, invitees: Sequence[Invitee], send: bool, now: datetime
) -> Invited:
    """Ask each once: who was asked before stays as they are. With `send`, drafts among them are mailed.

    Refuses with EventCancelled, or Invalid naming every invitee who is not in the directory.
    """
    event = await locked_event(event)
    must_stand(event)
    await _must_know(actor, invitees)
    made = await _insert(actor, event, invitees, now)
    standing = await _standing(event, invitees)
    drafts = [row["id"] for row in standing.values() if row["state"] == InvitationState.draft]
    problems = await _send(actor, event, drafts, now) if send else {}
    await audit.record(actor, "event.invited", event.id, after={"created": len(made), "sent": send})
    return _outcome(invitees, standing, made, problems, sent=set(drafts) - problems.keys() if send else set())


@atomically
async def send_drafts(actor: Actor, event: Event, now: datetime, only: UUID | None = None) -> dict[UUID, str]:
    """Mail every invitation that was not sent yet, or one of them; returns the problems by invitation."""
    event = await locked_event(event)
    must_take_place(event, now)
    drafts = [row["id"] for row in await fetch(DRAFTS, event.id) if only in (None, row["id"])]
    problems = await _send(actor, event, drafts, now)
    await audit.record(actor, "event.invitations_sent", event.id, after={"sent": len(drafts) - len(problems)})
    return problems


@atomically
async def remind(actor: Actor, event: Event, now: datetime) -> int:
    """Ask again all who have not decided, once a day at most; returns how many can be written to."""
    event = await locked_event(event)
    must_take_place(event, now)
    day = now.astimezone(ZoneInfo(event.timezone)).date()
    silent = [row["id"] for row in await fetch(SILENT, event.id)]
    reachable = [one for one in await queries.recipients(silent, day) if is_address(one.address)]
    about = await mails.occasion(event)
    await outbox.enqueue_all(actor, [await mails.reminder(about, one, f"{day}") for one in reachable])
    await audit.record(actor, "event.invitees_reminded", event.id, after={"count": len(reachable)})
    return len(reachable)


async def _must_know(actor: Actor, invitees: Sequence[Invitee]) -> None:
    known = await _ids("institution", actor, [one.institution_id for one in invitees if one.institution_id])
    known |= await _ids("person", actor, [one.person_id for one in invitees if one.person_id])
    sentence = gettext(N_("This one is not in your directory."))
    faults = [
        FieldError(
            f"invitees.{place}.{'institution_id' if one.institution_id else 'person_id'}", "unknown", sentence
        )
        for place, one in enumerate(invitees)
        if (one.institution_id or one.person_id) not in known
    ]
    if faults:
        raise Invalid(faults)


async def _ids(table: str, actor: Actor, asked: list[UUID]) -> set[UUID]:
    sql = f"SELECT id FROM {table} WHERE organisation = $1 AND id = ANY($2::uuid[])"
    return {row["id"] for row in await fetch(sql, actor.organisation, asked)}


async def _insert(actor: Actor, event: Event, invitees: Sequence[Invitee], now: datetime) -> set[UUID]:
    """One statement for each two thousand; who was asked already, even a moment ago, is left out."""
    asked = list({_key(one): one for one in reversed(invitees)}.values())[::-1]
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
            [one.seats for one in some],
            [links.rsvp_hash(one, 1) for one in ids],
            [links.reply_hash(one, 1) for one in ids],
        )
        made |= {row["id"] for row in rows}
    return made


async def _standing(event: Event, invitees: Sequence[Invitee]) -> dict[Key, Any]:
    offices = [one.institution_id for one in invitees if one.institution_id]
    people = [one.person_id for one in invitees if one.person_id]
    return {
        (row["institution"], row["person"]): row for row in await fetch(STANDING, event.id, offices, people)
    }


async def _send(actor: Actor, event: Event, drafts: list[UUID], now: datetime) -> dict[UUID, str]:
    """Mail these; who cannot be written to stays a draft, with the reason."""
    if not drafts:
        return {}
    if has_ended(event, now):
        return dict.fromkeys(drafts, "event_over")
    today = now.astimezone(ZoneInfo(event.timezone)).date()
    receivers = await queries.recipients(drafts, today)
    reachable = [one for one in receivers if is_address(one.address)]
    about = await mails.occasion(event)
    await outbox.enqueue_all(actor, [await mails.invitation(about, one) for one in reachable])
    await execute(SENT, [one.id for one in reachable], now)
    return {one.id: _problem(one) for one in receivers if not is_address(one.address)}


def _problem(one: Recipient) -> str:
    return "bad_address" if one.address else "no_address"


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
        row = standing[_key(one)]
        created += row["id"] in made
        made = made - {row["id"]} if row["id"] in made else made
        state = InvitationState.sent.value if row["id"] in sent else row["state"]
        items.append(Item(row["id"], row["institution"], row["person"], state, problems.get(row["id"])))
    return Invited(created, len(items) - created, items)


def _key(one: Invitee) -> Key:
    return one.institution_id, one.person_id
