"""Verbs of certificates: issue those that were earned, issue one for a reason, correct a name, revoke."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.bulk import insert_new
from events_app.checkin.badges.people import first_name
from events_app.checkin.certificates import links, numbering, paper
from events_app.checkin.certificates.earning import Candidate, candidates
from events_app.checkin.certificates.mailing import tell
from events_app.checkin.certificates.planning import plan_of
from events_app.checkin.certificates.refusals import (
    CertificateGiven,
    CertificateRevoked,
    CertificatesOff,
    EventNotOver,
    HolderAnonymised,
    NobodyEarned,
    NobodySigns,
)
from events_app.checkin.certificates.tables import (
    Certificate,
    CertificateIssuance,
    CertificatePlan,
    CertificateVersion,
)
from events_app.database import atomically, fetch, fetch_value
from events_app.errors import NotFound
from events_app.events.states import locked_event, must_stand
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.letters.content import letterhead_of

MOST = 5_000
"""So many are issued at once; whoever is left is issued by pressing again."""


@dataclass(frozen=True)
class Issued:
    """How many were issued, how many of them are mailed to their holders, the first; what is `left` is issued next time."""

    certificates: int
    mailed: int
    first: Certificate
    left: int = 0


@atomically
async def issue_earned(actor: Actor, event: Event, now: datetime) -> Issued:
    """A certificate and a number for everybody who earned one and has none, in one transaction. Twice is once.

    Raises CertificatesOff, EventCancelled, EventNotOver, NobodySigns or NobodyEarned.
    """
    event, plan = await _ready(actor, event, now)
    due = await _still_known([one for one in await candidates(event, plan) if one.due])
    if not due:
        raise NobodyEarned()
    made = await _issue(actor, event, plan, due[:MOST], "", now)
    return Issued(len(made), await tell(actor, event, made), made[0], len(due) - len(made))


@atomically
async def issue_one(actor: Actor, event: Event, person: UUID, reason: str, now: datetime) -> Issued:
    """A certificate for somebody though the rule says no, with the reason that stays. Raises CertificateGiven besides."""
    event, plan = await _ready(actor, event, now)
    found = await _still_known(await candidates(event, plan, person))
    if not found:
        raise NotFound()
    if found[0].certificate is not None:
        raise CertificateGiven()
    made = await _issue(actor, event, plan, found, reason, now)
    return Issued(1, await tell(actor, event, made), made[0])


@atomically
async def correct(actor: Actor, certificate: Certificate, name: str, now: datetime) -> Certificate:
    """The same certificate, number and links under another name, as its next version; the same name changes nothing.

    Raises CertificateRevoked or HolderAnonymised.
    """
    actor.must(Right.plan_events)
    row = await _standing(certificate)
    await _known(row.person)
    if row.name == name:
        return row
    before = row.name
    row.name, row.version = name, row.version + 1
    await row.save([Certificate.name, Certificate.version])
    await insert_new([_version(actor, row, now)])
    event = await Event.objects().get(Event.id == row.event)
    assert event is not None, "a foreign key holds it"
    await tell(actor, event, [row])
    facts = {"name": name, "version": row.version}
    await audit.record(actor, "certificate.corrected", row.id, before={"name": before}, after=facts)
    return row


@atomically
async def revoke(actor: Actor, certificate: Certificate, reason: str, now: datetime) -> Certificate:
    """Not valid any more, for good: its link and its code say so, its number stays used. Raises CertificateRevoked."""
    actor.must(Right.plan_events)
    row = await _standing(certificate)
    row.revoked_at, row.revoked_by, row.revoked_reason = now, actor.user, reason
    await row.save([Certificate.revoked_at, Certificate.revoked_by, Certificate.revoked_reason])
    facts = {"number": row.number, "reason": reason}
    await audit.record(actor, "certificate.revoked", row.id, after=facts)
    return row


async def _ready(actor: Actor, event: Event, now: datetime) -> tuple[Event, CertificatePlan]:
    """The event, its row locked, and its settings, where certificates can be issued now."""
    actor.must(Right.plan_events)
    event = await locked_event(event)
    must_stand(event)
    plan = await plan_of(event)
    if not plan.wanted:
        raise CertificatesOff()
    if not event.is_over(now):
        raise EventNotOver()
    if plan.signatory is None:
        raise NobodySigns()
    return event, plan


async def _issue(
    actor: Actor, event: Event, plan: CertificatePlan, people: Sequence[Candidate], reason: str, now: datetime
) -> list[Certificate]:
    day = plan.dated or now.astimezone(ZoneInfo(event.timezone)).date()
    facts = json.dumps(await paper.facts_of(event, plan, day), ensure_ascii=False)
    issue = CertificateIssuance(
        organisation=event.organisation, created_at=now, created_by=actor.user, event=event.id, facts=facts
    )
    await issue.save()
    unit = (await letterhead_of(event.organisation)).unit
    # From here on the year's numbers are ours until the transaction ends.
    numbers = await numbering.claim(event.organisation, plan.number_pattern, unit, day, len(people))
    shared = {"issue": issue.id, "year": day.year, "reason": reason, "created_at": now}
    made = [_certificate(event, one, number, shared) for one, number in zip(people, numbers, strict=True)]
    await insert_new(made)
    await insert_new([_version(actor, row, now) for row in made])
    after = {"certificates": len(made), "first": made[0].number, "last": made[-1].number, "reason": reason}
    await audit.record(actor, "certificates.issued", event.id, after=after)
    return made


def _certificate(
    event: Event, one: Candidate, number: tuple[int, str], shared: dict[str, Any]
) -> Certificate:
    row = Certificate(
        organisation=event.organisation,
        event=event.id,
        person=one.person,
        guest=one.guest,
        sequence=number[0],
        number=number[1],
        # A child's says no more than its badge does, until somebody writes the name that the guardian wants.
        name=first_name(one.full_name) if one.is_minor else one.name,
        role=one.role.value,
        jp=one.jp,
        event_day=paper.days_of(event)[1],
        revoked_reason="",
        **shared,
    )
    row.id = new_id()
    row.verify_hash, row.link_hash = links.CHECK.digest(row.id), links.holder_hash(row.id)
    return row


def _version(actor: Actor, row: Certificate, now: datetime) -> CertificateVersion:
    return CertificateVersion(
        organisation=row.organisation,
        created_at=now,
        created_by=actor.user,
        certificate=row.id,
        version=row.version,
        name=row.name,
    )


async def _still_known(people: Sequence[Candidate]) -> list[Candidate]:
    """Those who have a name, held until the end: whoever is anonymised in between must not be given theirs again."""
    sql = "SELECT id FROM person WHERE id = ANY($1) AND anonymised_at IS NULL ORDER BY id FOR KEY SHARE"
    known = {row["id"] for row in await fetch(sql, [one.person for one in people])}
    return [one for one in people if one.person in known]


async def _known(person: UUID) -> None:
    """The holder, held until the end: whoever is anonymised in between must not get a name again."""
    if await fetch_value("SELECT anonymised_at FROM person WHERE id = $1 FOR UPDATE", person) is not None:
        raise HolderAnonymised()


async def _standing(certificate: Certificate) -> Certificate:
    row: Certificate | None = await Certificate.objects().get(Certificate.id == certificate.id).lock_rows()
    if row is None:
        raise NotFound()
    revoked: Any = row.revoked_at
    if revoked is not None:
        raise CertificateRevoked()
    return row
