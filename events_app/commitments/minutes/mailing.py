"""Verbs of mailing minutes: begun once a version, by those who looked at the list; each address is written to once."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app import jobs, settings
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.bulk import insert_new
from events_app.commitments.actions import links
from events_app.commitments.minutes import versions
from events_app.commitments.minutes.recipients import Recipient, recipients, writable
from events_app.commitments.minutes.refusals import RecipientsChanged
from events_app.commitments.minutes.tables import MinutesMail, MinutesVersion
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import NotAllowed
from events_app.events.calendars import subject_of
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.notifications.actions import enqueue_all
from events_app.notifications.mail import Attachment, Mail
from events_app.notifications.making import Made, maker

AT_ONCE = 50
BEGIN = """
INSERT INTO minutes_mailing (id, organisation, created_at, created_by, version, total) VALUES ($1, $2, $3, $4, $5, $6)
ON CONFLICT (version) DO UPDATE SET total = minutes_mailing.total + excluded.total, done_at = NULL
"""
STANDING = """
SELECT g.total, g.done_at, (SELECT count(*)::int FROM minutes_mail m WHERE m.version = g.version) AS written
FROM minutes_mailing g WHERE g.version = $1
"""
DONE = "UPDATE minutes_mailing SET done_at = $2 WHERE version = $1"


@atomically
async def begin(actor: Actor, event: Event, version: MinutesVersion, looked_at: int, now: datetime) -> None:
    """Have it mailed by the worker to those who were not written to yet. Raises RecipientsChanged."""
    if not (actor.may(Right.keep_commitments) or actor.may(Right.decide)):
        raise NotAllowed()
    await fetch_value("SELECT pg_advisory_xact_lock(hashtextextended($1, 0))", f"minutes:{version.id}")
    wanted = writable(await recipients(event, version, now))
    if len(wanted) != looked_at:
        raise RecipientsChanged()
    if not wanted:
        return
    await execute(BEGIN, new_id(), event.organisation, now, actor.user, version.id, len(wanted))
    await jobs.enqueue("mail_minutes", {"version": version.id, "user": actor.user, "name": actor.name})
    after = {"event": event.id, "number": version.number, "recipients": len(wanted)}
    await audit.record(actor, "minutes.mailed", version.id, after=after)


async def send(actor: Actor, version_id: UUID, now: datetime) -> None:
    """Write to all that were not written to yet, some at a time. Twice is once: the ledger decides."""
    found = await versions.version_by_id(version_id)
    if found is None:
        return
    event, version = found
    wanted = writable(await recipients(event, version, now))
    for start in range(0, len(wanted), AT_ONCE):
        await _some(actor, event, version, wanted[start : start + AT_ONCE], now)
    await execute(DONE, version.id, now)


async def standing(version: UUID) -> Any | None:
    """How far it is: total, written, done_at; None where nobody has begun."""
    return await fetch_one(STANDING, version)


@atomically
async def _some(
    actor: Actor, event: Event, version: MinutesVersion, some: Sequence[Recipient], now: datetime
) -> None:
    rows = [
        MinutesMail(
            organisation=event.organisation,
            created_at=now,
            version=version.id,
            address=one.key,
            present=one.present,
            items=len(one.items),
        )
        for one in some
    ]
    new = await insert_new(rows)
    due = [one for one, row in zip(some, rows, strict=True) if row.id in new]
    if due:
        urls = await links.of_actions([item["id"] for one in due for item in one.items], now)
        await enqueue_all(actor, [_mail(event, version, one, urls) for one in due])


def _mail(event: Event, version: MinutesVersion, to: Recipient, urls: dict[UUID, Any]) -> Mail:
    """Whoever was there gets the paper; of a confidential meeting a page that asks who they are."""
    page = f"{settings.current().public_url}/events/{event.id}/minutes/versions/{version.number}"
    attached = to.present and not event.confidential
    paper = Attachment(f"{event.ref}.pdf", "application/pdf", Made("minutes", version.id))
    items = [dict(item) | {"url": urls.get(item["id"])} for item in to.items]
    return Mail(
        kind="commitments.minutes",
        to_address=to.address,
        to_name=to.name,
        language=to.language,
        template="minutes",
        facts={
            "name": to.name,
            "title": subject_of(event),
            "event": event,
            "number": version.number,
            "reason": version.reason,
            "present": to.present,
            "attached": attached,
            "page": page,
            "items": items,
        },
        event=event.id,
        subject_row=version.id,
        dedup_key=f"minutes:{version.id}:{to.key}",
        attachments=(paper,) if attached else (),
        bulk=version.id,
        offers_wish=True,
    )


@maker("minutes")
async def paper(version_id: UUID) -> tuple[str, str, bytes] | None:
    """The attachment, made when it is delivered; nothing, if the meeting has become confidential since."""
    found = await versions.version_by_id(version_id)
    if found is None or found[0].confidential:
        return None
    event, version = found
    name, data = await versions.pdf_of(event, version, version.language)
    return name, "application/pdf", data
