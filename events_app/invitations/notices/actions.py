"""Verbs of notices: release and draft, then send what the organiser has looked at."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.database import atomically, execute, fetch
from events_app.events.releases import actions as releases
from events_app.events.releases.queries import Release
from events_app.events.stage_calendars.actions import bring_up_to_date
from events_app.events.states import locked_event
from events_app.events.tables import Event
from events_app.invitations import mails
from events_app.invitations.notices import words
from events_app.invitations.notices.queries import Notice, notices
from events_app.invitations.notices.tables import NoticeState, ReleaseNotice
from events_app.invitations.notices.touched import Touched, touched_by
from events_app.invitations.queries import Recipient
from events_app.notifications import actions as outbox
from events_app.notifications.mail import Mail, is_address

AT_ONCE = 1_000
SENT = """
UPDATE release_notice n SET state = 'sent', message = s.message
FROM unnest($1::uuid[], $2::uuid[]) AS s (notice, message) WHERE n.id = s.notice
"""


@atomically
async def release(actor: Actor, event: Event, note: str, now: datetime) -> Release:
    """Release what changed, and draft a message for each person it touches; nothing is sent yet."""
    made = await releases.release(actor, event, note)
    rows = [_draft(event, made, one) for one in await touched_by(event, made, now)]
    for start in range(0, len(rows), AT_ONCE):
        await ReleaseNotice.insert(*rows[start : start + AT_ONCE])
    return made


@atomically
async def send(actor: Actor, event: Event, made: Release, skipped: Sequence[UUID], now: datetime) -> int:
    """Send the drafts but for those skipped; how many went out. What was sent or skipped stays that.

    Single sessions in calendars of people on stage are brought up to date with it, but for those skipped.
    """
    actor.must(Right.invite)
    event = await locked_event(event)
    await execute(
        "UPDATE release_notice SET state = 'skipped' WHERE release = $1 AND state = 'draft' AND id = ANY($2)",
        made.id,
        list(skipped),
    )
    drafts = [one for one in await notices(made) if one.state == NoticeState.draft]
    about = await mails.occasion(event)
    messages = await outbox.enqueue_all(actor, [await message(about, made, one) for one in drafts])
    await fetch(SENT, [one.id for one in drafts], [one.id for one in messages])
    passed = {
        one.recipient["address"].casefold() for one in await notices(made) if one.state == NoticeState.skipped
    }
    await bring_up_to_date(actor, event, now, without=passed)
    await audit.record(actor, "release.told", made.id, after={"sent": len(drafts), "skipped": len(skipped)})
    return len(drafts)


async def message(about: mails.Occasion, made: Release, notice: Notice) -> Mail:
    """The message of one notice, in the language of its receiver."""
    version = notice.link_version
    to = Recipient(id=notice.subject, version=version or 1, asked=version is not None, **notice.recipient)
    language = to.language or about.event.language
    return await mails.schedule_changed(
        about,
        to,
        words.lines(made, notice, about.event, language),
        key=f"release:{notice.id}",
        note=made.note,
        calendar=notice.calendar,
    )


def _draft(event: Event, made: Release, one: Touched) -> ReleaseNotice:
    to: dict[str, Any] = {
        name: getattr(one.to, name) for name in ("office", "name", "sex", "titled", "address", "language")
    }
    state = NoticeState.draft if is_address(one.to.address) else NoticeState.no_address
    return ReleaseNotice(
        organisation=event.organisation,
        release=made.id,
        subject=one.to.id,
        calendar=one.calendar,
        recipient=json.dumps(to),
        changes=json.dumps(sorted(one.changes)),
        state=state,
    )
