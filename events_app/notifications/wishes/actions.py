"""The verb of wishes."""

from datetime import datetime, timedelta

from events_app import jobs
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch
from events_app.notifications.wishes.forms import ObjectionIn
from events_app.notifications.wishes.queries import Objection, objections_since, reminded_of_duties
from events_app.notifications.wishes.refusals import NeverAsked, WroteEnough
from events_app.notifications.wishes.tables import DutyObjection, MailWish, Wish

A_DAY = timedelta(days=1)
MOST_A_DAY = 3
"""Each is a mail to everybody who keeps commitments: nobody fills a mailbox by a button."""


@atomically
async def decide(actor: Actor, row: MailWish, wish: Wish, now: datetime) -> None:
    """What this address may be sent from now on. Saying it twice changes nothing."""
    moved = await fetch(
        "UPDATE mail_wish SET wish = $2, decided_at = $3 WHERE id = $1 AND wish <> $2 RETURNING id",
        row.id,
        wish,
        now,
    )
    if moved:
        await audit.record(actor, "mail_wish.decided", row.id, after={"wish": wish.value})


@atomically
async def disown(actor: Actor, row: MailWish, note: str, now: datetime) -> Objection:
    """The duties are somebody else's: kept, and the room that knows the duties tells those who can pass them on.

    The same words within a day are told once, and are the same objection. Raises WroteEnough.
    """
    await execute("SELECT FROM mail_wish WHERE id = $1 FOR UPDATE", row.id)
    said = {one.note: one for one in await objections_since(row.id, now - A_DAY)}
    if note in said:
        return said[note]
    if len(said) >= MOST_A_DAY:
        raise WroteEnough(most=MOST_A_DAY)
    objection = DutyObjection(organisation=row.organisation, created_at=now, wish=row.id, note=note)
    await objection.save()
    await jobs.enqueue("duties_disowned", {"objection": objection.id})
    await audit.record(actor, "mail_wish.disowned", row.id)
    return Objection(id=objection.id, created_at=now, address=row.address, note=note)


async def note_for(actor: Actor, said: ObjectionIn, now: datetime) -> Objection:
    """The same, for somebody who said it to the office. Raises NeverAsked, or WroteEnough."""
    actor.must(Right.keep_commitments)
    row = await MailWish.objects().get(
        (MailWish.organisation == actor.organisation) & (MailWish.address == said.address.lower())
    )
    if row is None or not await reminded_of_duties(row.id):
        raise NeverAsked()
    return await disown(actor, row, said.note, now)


@atomically
async def one_click(actor: Actor, row: MailWish, now: datetime) -> None:
    """No more letters; who wanted no mail at all still wants none."""
    moved = await fetch(
        "UPDATE mail_wish SET wish = 'no_letters', decided_at = $2 WHERE id = $1 AND wish = 'all' RETURNING id",
        row.id,
        now,
    )
    if moved:
        await audit.record(actor, "mail_wish.decided", row.id, after={"wish": "no_letters"})
