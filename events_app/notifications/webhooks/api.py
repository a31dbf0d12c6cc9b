"""JSON doors of webhooks."""

from typing import Any
from uuid import UUID

from litestar import Request, Router, delete, get, post, put
from litestar.di import NamedDependency, Provide
from litestar.params import JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.notifications.webhooks import access, actions, queries
from events_app.notifications.webhooks.access import InState, OfKind
from events_app.notifications.webhooks.forms import ReplayIn, WebhookIn
from events_app.notifications.webhooks.outputs import (
    DeliveryDetailOut,
    DeliveryOut,
    MadeWebhookOut,
    ReplayedOut,
    TryOut,
    WebhookOut,
    delivery_facts,
    webhook_facts,
)
from events_app.notifications.webhooks.queries import Entry
from events_app.notifications.webhooks.tables import WebhookEndpoint
from events_app.web.api import Cursor, Limit, Page, after, listing, part

Ask = Request[Any, Any, Any]
Webhook = NamedDependency[WebhookEndpoint]


@get("/webhooks")
async def list_webhooks(request: Ask, limit: Limit = 100, cursor: Cursor = None) -> Page[WebhookOut]:
    """The endpoints of the organisation."""
    rows = await queries.endpoints(request.user.organisation)
    counts = await queries.counts([row.id for row in rows])
    return part(rows, limit, cursor, lambda row: WebhookOut(**webhook_facts(row, counts[row.id])))


@post("/webhooks")
async def make_webhook(request: Ask, data: JSONBody[WebhookIn]) -> MadeWebhookOut:
    """Have an address told of changes. The secret is in this answer and in none after it. 409 `too_many_webhooks`."""
    row, secret = await actions.make(request.user, data)
    return MadeWebhookOut(**webhook_facts(row, queries.Counts()), secret=secret)


@get("/webhooks/{webhook_id:uuid}")
async def read_webhook(webhook: Webhook) -> WebhookOut:
    """One endpoint."""
    return await _out(webhook)


@put("/webhooks/{webhook_id:uuid}")
async def change_webhook(request: Ask, webhook: Webhook, data: JSONBody[WebhookIn]) -> WebhookOut:
    """Another address, other kinds."""
    return await _out(await actions.change(request.user, webhook, data))


@delete("/webhooks/{webhook_id:uuid}", status_code=204)
async def remove_webhook(request: Ask, webhook: Webhook) -> None:
    """End it, with its log."""
    await actions.remove(request.user, webhook)


@post("/webhooks/{webhook_id:uuid}/rotation", status_code=200)
async def rotate_webhook(request: Ask, webhook: Webhook) -> MadeWebhookOut:
    """A new secret; for a day the one before signs, too."""
    secret = await actions.rotate(request.user, webhook, clock.now())
    counts = await queries.counts([webhook.id])
    return MadeWebhookOut(**webhook_facts(webhook, counts[webhook.id]), secret=secret)


@post("/webhooks/{webhook_id:uuid}/pause", status_code=200)
async def pause_webhook(request: Ask, webhook: Webhook) -> WebhookOut:
    """It gets nothing any more."""
    return await _out(await actions.pause(request.user, webhook))


@post("/webhooks/{webhook_id:uuid}/resumption", status_code=200)
async def resume_webhook(request: Ask, webhook: Webhook) -> WebhookOut:
    """It is told again."""
    return await _out(await actions.resume(request.user, webhook))


@post("/webhooks/{webhook_id:uuid}/test")
async def test_webhook(request: Ask, webhook: Webhook) -> DeliveryOut:
    """Send it a message of kind `test`. 409 `webhook_paused`."""
    made = await actions.test(request.user, webhook, clock.now())
    entry = await queries.entry(webhook.id, made.id)
    assert entry is not None, "it was made a moment ago"
    return DeliveryOut(**delivery_facts(entry))


@post("/webhooks/{webhook_id:uuid}/replays", status_code=200)
async def replay_webhook(request: Ask, webhook: Webhook, data: JSONBody[ReplayIn]) -> ReplayedOut:
    """Send many again, the oldest thousand of what is asked for. 409 `webhook_paused`."""
    return ReplayedOut(count=await actions.replay(request.user, webhook, data, clock.now()))


@get("/webhooks/{webhook_id:uuid}/deliveries")
async def list_deliveries(
    webhook: Webhook,
    in_state: InState = None,
    of_kind: OfKind = None,
    limit: Limit = 50,
    cursor: Cursor = None,
) -> Page[DeliveryOut]:
    """The log, the newest first. It is kept for thirty days."""
    rows = await queries.log(webhook.id, state=in_state, kind=of_kind, before=after(cursor), limit=limit)
    return listing(rows, limit, lambda one: DeliveryOut(**delivery_facts(one)))


@get("/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}")
async def read_delivery(delivery: NamedDependency[Entry]) -> DeliveryDetailOut:
    """One delivery with every try."""
    tries = [TryOut(**one) for one in await queries.tries(delivery.id)]
    return DeliveryDetailOut(**delivery_facts(delivery), tries=tries)


@post("/webhooks/{webhook_id:uuid}/deliveries/{delivery_id:uuid}/replay", status_code=200)
async def replay_delivery(request: Ask, webhook: Webhook, delivery: NamedDependency[Entry]) -> ReplayedOut:
    """Send it now, or again, under the same id. 409 `webhook_paused`."""
    one: list[UUID] = [delivery.id]
    return ReplayedOut(count=await actions.send_again(request.user, webhook, one, clock.now()))


async def _out(row: WebhookEndpoint) -> WebhookOut:
    counts = await queries.counts([row.id])
    return WebhookOut(**webhook_facts(row, counts[row.id]))


router = Router(
    path="/",
    route_handlers=[
        list_webhooks,
        make_webhook,
        read_webhook,
        change_webhook,
        remove_webhook,
        rotate_webhook,
        pause_webhook,
        resume_webhook,
        test_webhook,
        replay_webhook,
        list_deliveries,
        read_delivery,
        replay_delivery,
    ],
    guards=[requires(Right.manage)],
    dependencies={"webhook": Provide(access.webhook_here), "delivery": Provide(access.delivery_here)},
    tags=["Webhooks"],
)
