"""A dashboard that listens: some of what happened was told to it, some was refused, some waits."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.database import execute, fetch
from events_app.demo.cast import City
from events_app.notifications.webhooks import actions
from events_app.notifications.webhooks.forms import WebhookIn
from events_app.notifications.webhooks.tables import Outcome, WebhookTry

LATEST = """
SELECT webhook_tell(a.organisation, 'action.' || a.state, false, jsonb_build_object('action', a.id, 'ref', a.ref,
  'commitment', a.commitment, 'institution', a.responsible_institution, 'state', a.state, 'due', a.due))
FROM (SELECT * FROM follow_up_action WHERE organisation = $1 AND state <> 'draft' ORDER BY state_since DESC, id LIMIT 8) a
"""
HAPPENED = "UPDATE webhook_message SET created_at = $2, occurred_at = $2 WHERE id = $1"
DELIVERED = "UPDATE webhook_delivery SET state = 'delivered', attempts = 1, next_try_at = NULL, settled_at = $2 WHERE id = $1"


async def tell(city: City, now: datetime) -> None:
    """The demo sends nothing; this is what the log of one that does looks like."""
    wanted = WebhookIn(url="https://dasbor.lembayung.example/kabar", description="Dasbor wali kota")
    endpoint, _secret = await actions.make(city.owner, wanted)
    await execute(LATEST, city.organisation.id)
    rows = await fetch(
        "SELECT id, message FROM webhook_delivery WHERE endpoint = $1 ORDER BY id", endpoint.id
    )
    for number, row in enumerate(rows):
        at = now - timedelta(hours=9 * (len(rows) - number))
        await execute(HAPPENED, row["message"], at)
        if number < len(rows) - 1:
            await _tried(city, row["id"], at, Outcome.delivered, 200, "ok")
            await execute(DELIVERED, row["id"], at + timedelta(seconds=1))
        else:
            await _tried(city, row["id"], at, Outcome.status, 503, "sedang dipelihara")


async def _tried(
    city: City, delivery: UUID, at: datetime, outcome: Outcome, status: int, answer: str
) -> None:
    await WebhookTry(
        organisation=city.organisation.id,
        delivery=delivery,
        created_at=at,
        started_at=at,
        ms=87,
        outcome=outcome,
        status=status,
        answer=answer,
    ).save()
