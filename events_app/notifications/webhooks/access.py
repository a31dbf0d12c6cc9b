"""The only way to an endpoint and its deliveries: those of one's own organisation, or not found."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request
from litestar.di import NamedDependency
from litestar.params import FromPath, QueryParameter

from events_app.errors import NotFound
from events_app.notifications.webhooks import queries
from events_app.notifications.webhooks.queries import Entry
from events_app.notifications.webhooks.tables import DeliveryState, WebhookEndpoint

# The framework keeps the name `state` for itself, so the parameter has another one inside.
InState = Annotated[
    DeliveryState | None, QueryParameter(name="state", description="Only those in this state.")
]
AnyState = Annotated[str, QueryParameter(name="state", max_length=40)]
"""The same in the address of a page, where what is not written as it should be counts as not asked for."""

OfKind = Annotated[
    str | None, QueryParameter(name="kind", max_length=40, description="Only those of this kind.")
]


async def webhook_here(request: Request[Any, Any, Any], webhook_id: FromPath[UUID]) -> WebhookEndpoint:
    """An endpoint of the organisation of the one who asks."""
    here = WebhookEndpoint.organisation == request.user.organisation
    row = await WebhookEndpoint.objects().get((WebhookEndpoint.id == webhook_id) & here)
    if row is None:
        raise NotFound()
    return row


async def delivery_here(webhook: NamedDependency[WebhookEndpoint], delivery_id: FromPath[UUID]) -> Entry:
    """A delivery of that endpoint."""
    found = await queries.entry(webhook.id, delivery_id)
    if found is None:
        raise NotFound()
    return found
