"""Nouns of webhooks: where they go, what happened, each delivery of it, and each try."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Array, Boolean, Bytea, Integer, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference


class Paused(StrEnum):
    """Why an endpoint gets nothing."""

    by_hand = "by_hand"
    failing = "failing"
    gone = "gone"


class DeliveryState(StrEnum):
    waiting = "waiting"
    delivered = "delivered"
    failed = "failed"


class WebhookOutcome(StrEnum):
    """What a try came to."""

    delivered = "delivered"
    status = "status"
    redirect = "redirect"
    gone = "gone"
    timeout = "timeout"
    unreachable = "unreachable"
    private_address = "private_address"


class WebhookEndpoint(Row, Table):
    """An address that is told of some kinds of changes; no kinds: of all. Its secrets are sealed.

    `previous` signs, too, until `previous_until`. Whoever holds `busy_until` alone sends to it.
    """

    created_by = UUID(null=True, default=None)
    url = Varchar(length=500)
    description = Varchar(length=200)
    kinds = Array(base_column=Varchar(length=40), default=list)
    confidential = Boolean(default=False)
    secret = Bytea()
    previous = Bytea(null=True, default=None)
    previous_until = Timestamptz(null=True, default=None)
    active = Boolean(default=True)
    paused_because = Varchar(length=10, choices=Paused, null=True, default=None)
    failing_since = Timestamptz(null=True, default=None)
    busy_until = Timestamptz(null=True, default=None)


class WebhookMessage(Row, Table):
    """One thing that happened, in ids, references and states; `once` names what is told only once."""

    kind = Varchar(length=40)
    occurred_at = Timestamptz(default=clock.now)
    facts = JSONB(default="{}")
    once = Varchar(length=120, null=True, default=None)


class WebhookDelivery(Row, Table):
    """A message on its way to one endpoint; `attempts` counts since it was last asked for."""

    message = reference(WebhookMessage)
    endpoint = reference(WebhookEndpoint)
    state = Varchar(length=10, choices=DeliveryState, default=DeliveryState.waiting)
    attempts = Integer(default=0)
    next_try_at = Timestamptz(null=True, default=None)
    settled_at = Timestamptz(null=True, default=None)


class WebhookTry(Row, Table):
    """One try: when, how long, and how the receiver answered. Append-only, and forgotten with its delivery."""

    delivery = reference(WebhookDelivery)
    started_at = Timestamptz(default=clock.now)
    ms = Integer(default=0)
    outcome = Varchar(length=20, choices=WebhookOutcome)
    status = Integer(null=True, default=None)
    answer = Varchar(length=300)
