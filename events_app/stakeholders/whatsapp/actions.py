"""Verbs of consent to WhatsApp: one purpose among the consents that are kept of somebody."""

from datetime import datetime

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically
from events_app.stakeholders.consents import actions as consents
from events_app.stakeholders.consents.forms import ConsentIn, Purpose, Via, WithdrawIn
from events_app.stakeholders.tables import ConsentRecord, Person
from events_app.stakeholders.whatsapp import queries


@atomically
async def agree(actor: Actor, person: Person, via: Via, now: datetime) -> None:
    """Record that somebody agreed; twice is once."""
    actor.must(Right.keep_directory)
    await Person.objects().get(Person.id == person.id).lock_rows()
    if not await queries.agreed_in(person.id):
        plan = ConsentIn(purpose=Purpose.wa, text_version=1, via=via)
        await consents.note(actor, person.id, plan, now)


@atomically
async def end(actor: Actor, person: Person, via: Via, now: datetime) -> None:
    """Record that somebody wants no more of it; who never agreed has nothing to end."""
    actor.must(Right.keep_directory)
    await Person.objects().get(Person.id == person.id).lock_rows()
    for one in await queries.agreed_in(person.id):
        row = await ConsentRecord.objects().get(ConsentRecord.id == one)
        assert row is not None, "read a moment ago, and never deleted"
        await consents.take_back(actor, row, WithdrawIn(via=via), now)
