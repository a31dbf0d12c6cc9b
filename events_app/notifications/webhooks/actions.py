"""Verbs of webhooks: keep endpoints, ask for a delivery again, tell a test."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app import jobs
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.notifications.webhooks import signing
from events_app.notifications.webhooks.forms import ReplayIn, WebhookIn
from events_app.notifications.webhooks.kinds import TEST
from events_app.notifications.webhooks.refusals import TooManyWebhooks, WebhookPaused
from events_app.notifications.webhooks.tables import (
    Paused,
    WebhookDelivery,
    WebhookEndpoint,
    WebhookMessage,
)

MOST = 20
OVERLAP = timedelta(hours=24)
MOST_AGAIN = 1_000

AGAIN = """
UPDATE webhook_delivery SET state = 'waiting', attempts = 0, next_try_at = $2, settled_at = NULL
WHERE endpoint = $1 AND id = ANY($3)
"""
CHOSEN = """
SELECT d.id FROM webhook_delivery d JOIN webhook_message m ON m.id = d.message
WHERE d.endpoint = $1 AND ($2::text IS NULL OR d.state = $2) AND ($3::timestamptz IS NULL OR m.occurred_at >= $3)
ORDER BY d.id LIMIT $4
"""


@atomically
async def make(actor: Actor, wanted: WebhookIn) -> tuple[WebhookEndpoint, str]:
    """An endpoint, active at once, and its secret, which is told this once."""
    actor.must(Right.manage)
    await Organisation.objects().get(Organisation.id == actor.organisation).lock_rows()
    if await WebhookEndpoint.count().where(WebhookEndpoint.organisation == actor.organisation) >= MOST:
        raise TooManyWebhooks()
    secret = signing.new_secret()
    row = WebhookEndpoint(
        organisation=actor.organisation,
        created_by=actor.user,
        secret=signing.sealed(secret),
        **wanted.model_dump(),
    )
    await row.save()
    await audit.record(actor, "webhook.made", row.id, after=wanted.model_dump())
    return row, secret


@atomically
async def change(actor: Actor, row: WebhookEndpoint, wanted: WebhookIn) -> WebhookEndpoint:
    """Another address, other kinds; what waits goes where the address points then."""
    actor.must(Right.manage)
    facts = wanted.model_dump()
    before = {name: getattr(row, name) for name in facts}
    for name, value in facts.items():
        setattr(row, name, value)
    await row.save([getattr(WebhookEndpoint, name) for name in facts])
    await audit.record(actor, "webhook.changed", row.id, before=before, after=facts)
    return row


@atomically
async def rotate(actor: Actor, row: WebhookEndpoint, now: datetime) -> str:
    """A new secret, told this once; for a day both sign, so that the receiver can change over."""
    actor.must(Right.manage)
    secret = signing.new_secret()
    row.previous, row.previous_until, row.secret = row.secret, now + OVERLAP, signing.sealed(secret)
    await row.save([WebhookEndpoint.previous, WebhookEndpoint.previous_until, WebhookEndpoint.secret])
    await audit.record(actor, "webhook.rotated", row.id)
    return secret


@atomically
async def pause(actor: Actor, row: WebhookEndpoint) -> WebhookEndpoint:
    """Nothing is sent and nothing collected any more; twice is once."""
    actor.must(Right.manage)
    if row.active:
        row.active, row.paused_because = False, Paused.by_hand
        await row.save([WebhookEndpoint.active, WebhookEndpoint.paused_because])
        await audit.record(actor, "webhook.paused", row.id)
    return row


@atomically
async def resume(actor: Actor, row: WebhookEndpoint) -> WebhookEndpoint:
    """It is told again; what waited when it was paused goes out now. Twice is once."""
    actor.must(Right.manage)
    if not row.active:
        row.active, row.paused_because, row.failing_since = True, None, None
        await row.save(
            [WebhookEndpoint.active, WebhookEndpoint.paused_because, WebhookEndpoint.failing_since]
        )
        await audit.record(actor, "webhook.resumed", row.id)
        await _wake()
    return row


@atomically
async def remove(actor: Actor, row: WebhookEndpoint) -> None:
    """It goes with its log. Twice is once."""
    actor.must(Right.manage)
    await WebhookEndpoint.delete().where(WebhookEndpoint.id == row.id)
    await audit.record(actor, "webhook.removed", row.id, before={"url": row.url})


@atomically
async def test(actor: Actor, row: WebhookEndpoint, now: datetime) -> WebhookDelivery:
    """A message of kind `test` for this endpoint alone."""
    actor.must(Right.manage)
    _must_be_active(row)
    message = WebhookMessage(organisation=row.organisation, kind=TEST, occurred_at=now, facts={"test": True})
    await message.save()
    delivery = WebhookDelivery(
        organisation=row.organisation, message=message.id, endpoint=row.id, next_try_at=now
    )
    await delivery.save()
    await _wake()
    return delivery


@atomically
async def send_again(actor: Actor, row: WebhookEndpoint, deliveries: list[UUID], now: datetime) -> int:
    """Deliveries of this endpoint go out now, under the id they had; how many were found."""
    actor.must(Right.manage)
    _must_be_active(row)
    tag = await execute(AGAIN, row.id, now, deliveries)
    count = int(tag.rpartition(" ")[2])
    await audit.record(actor, "webhook.replayed", row.id, after={"count": count})
    await _wake()
    return count


@atomically
async def replay(actor: Actor, row: WebhookEndpoint, wanted: ReplayIn, now: datetime) -> int:
    """The oldest thousand of what was asked for go out again; how many."""
    state = wanted.state.value if wanted.state else None
    found = await fetch(CHOSEN, row.id, state, wanted.since, MOST_AGAIN)
    return await send_again(actor, row, [one["id"] for one in found], now)


async def forget(before: datetime) -> int:
    """The log of long ago goes, tries and all; how many messages."""
    gone = "WITH gone AS (DELETE FROM webhook_message WHERE created_at < $1 RETURNING 1) SELECT count(*) FROM gone"
    count: int = await fetch_value(gone, before)
    return count


def _must_be_active(row: WebhookEndpoint) -> None:
    if not row.active:
        raise WebhookPaused()


async def _wake() -> None:
    await jobs.enqueue("send_webhooks", {})
