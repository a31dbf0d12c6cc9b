"""Verbs of consent: it is noted, and it is taken back; neither is ever rewritten."""

from datetime import datetime
from uuid import UUID

import asyncpg

from events_app import i18n
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, transaction
from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.consents.forms import ConsentIn, WithdrawIn
from events_app.stakeholders.tables import ConsentRecord, ConsentWithdrawal


class AlreadyTakenBack(Refusal):
    message = N_("This consent was taken back already.")


@atomically
async def note(actor: Actor, person: UUID, plan: ConsentIn, now: datetime) -> ConsentRecord:
    """Keeps the proof that somebody agreed."""
    actor.must(Right.keep_directory)
    row = ConsentRecord(
        organisation=actor.organisation,
        person=person,
        purpose=plan.purpose.value,
        text_version=plan.text_version,
        language=i18n.locale(),
        given_at=plan.given_at or now,
        via=plan.via.value,
        given_by=plan.given_by,
        wording=plan.wording,
        note=plan.note,
        created_by=actor.user,
    )
    await row.save()
    await audit.record(actor, "consent.given", person, after={"purpose": row.purpose})
    return row


@atomically
async def take_back(
    actor: Actor, consent: ConsentRecord, plan: WithdrawIn, now: datetime
) -> ConsentWithdrawal:
    """Notes that a consent stands no more; the proof that it stood remains. Once, as the table promises."""
    actor.must(Right.keep_directory)
    return await withdraw(actor, consent, plan.via.value, plan.note, now)


@atomically
async def withdraw(
    actor: Actor, consent: ConsentRecord, via: str, note: str, now: datetime
) -> ConsentWithdrawal:
    """The same for whoever may: the office, or the one whose consent it is. Raises AlreadyTakenBack."""
    row = ConsentWithdrawal(organisation=actor.organisation, consent=consent.id, withdrawn_at=now)
    row.via, row.note, row.created_by = via, note, actor.user
    try:
        async with transaction():
            await row.save()
    except asyncpg.UniqueViolationError:
        raise AlreadyTakenBack() from None
    await audit.record(actor, "consent.taken_back", consent.person, after={"purpose": consent.purpose})
    return row
