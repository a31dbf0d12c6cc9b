"""What JSON doors say of webhooks."""

import json
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from events_app.notifications.webhooks.queries import Counts, Entry
from events_app.notifications.webhooks.tables import DeliveryState, Paused, WebhookEndpoint, WebhookOutcome
from events_app.shapes import Moment, Out


class WebhookOut(Out):
    """An endpoint. Its secret is in the answer that made it or rotated it, and nowhere else."""

    id: UUID
    url: str
    description: str
    kinds: list[str]
    confidential: bool
    active: bool
    paused_because: Paused | None
    failing_since: Moment | None
    previous_until: Annotated[Moment | None, Field(description="Until when the secret before signs, too.")]
    created_at: Moment
    waiting: int
    delivered: int
    failed: int


class MadeWebhookOut(WebhookOut):
    """An endpoint with its secret, which is shown this once."""

    secret: str


class DeliveryOut(Out):
    """A message on its way to an endpoint, with its last try."""

    id: UUID
    message_id: Annotated[UUID, Field(description="`webhook-id`, the same at every try.")]
    kind: str
    occurred_at: Moment
    data: dict[str, Any]
    state: DeliveryState
    attempts: int
    next_try_at: Moment | None
    settled_at: Moment | None
    last_outcome: WebhookOutcome | None
    last_status: int | None
    last_ms: int | None


class TryOut(Out):
    """One try, with the first bytes of the answer."""

    id: UUID
    started_at: Moment
    ms: int
    outcome: WebhookOutcome
    status: int | None
    answer: str


class DeliveryDetailOut(DeliveryOut):
    """A delivery with every try, the newest first."""

    tries: list[TryOut]


class ReplayedOut(Out):
    """How many deliveries go out again."""

    count: int


def webhook_facts(row: WebhookEndpoint, counts: Counts) -> dict[str, Any]:
    """The fields of `WebhookOut`."""
    own = {name: getattr(row, name) for name in WebhookOut.model_fields if hasattr(row, name)}
    return own | {"waiting": counts.waiting, "delivered": counts.delivered, "failed": counts.failed}


def delivery_facts(one: Entry) -> dict[str, Any]:
    """The fields of `DeliveryOut`."""
    own = {name: getattr(one, name) for name in DeliveryOut.model_fields if hasattr(one, name)}
    last = {"last_outcome": one.outcome, "last_status": one.status, "last_ms": one.ms}
    return own | last | {"data": json.loads(one.facts)}
