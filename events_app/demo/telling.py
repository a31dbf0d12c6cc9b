"""A dashboard that listens: some of what happened was told to it, some was refused, some waits."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.database import execute, fetch
from events_app.demo.cast import City
from events_app.notifications.webhooks import actions
from events_app.notifications.webhooks.forms import WebhookIn
from events_app.notifications.webhooks.tables import WebhookOutcome, WebhookTry

LATEST = """
SELECT webhook_tell(a.organisation, 'action.' || a.state, false, jsonb_build_object('action', a.id, 'ref', a.ref,
  'commitment', a.commitment, 'institution', a.responsible_institution, 'state', a.state, 'due', a.due))
FROM (SELECT * FROM follow_up_action WHERE organisation = $1 AND state <> 'draft' ORDER BY state_since DESC, id LIMIT 8) a
"""
HAPPENED = "UPDATE webhook_message SET created_at = $2, occurred_at = $2 WHERE id = $1"
DELIVERED = "UPDATE webhook_delivery SET state = 'delivered', attempts = 1, next_try_at = NULL, settled_at = $2 WHERE id = $1"


RECEIVERS = {
    "Dasbor wali kota": "https://dasbor.lembayung.example/kabar",
    "Arsip daerah": "https://arsip.lembayung.example/masuk",
    "Kanal provinsi": "https://data.provinsi.example/kota/lembayung",
}


async def tell(city: City, now: datetime) -> None:
    """The demo sends nothing; this is what the logs of one that does look like. The last receiver is paused."""
    wanted = [WebhookIn(url=url, description=name) for name, url in RECEIVERS.items()]
    made = [(await actions.make(city.owner, one))[0] for one in wanted]
    await execute(LATEST, city.organisation.id)
    for row in await fetch("SELECT id FROM webhook_message WHERE organisation = $1", city.organisation.id):
        await execute(HAPPENED, row["id"], now - timedelta(hours=9))
    for endpoint in made:
        await _told(city, endpoint.id, now - timedelta(hours=9), down=endpoint is made[0])
    await actions.pause(city.owner, made[-1])


async def _told(city: City, endpoint: UUID, at: datetime, *, down: bool) -> None:
    """Everything arrived, but for the last message where the receiver is down."""
    rows = await fetch("SELECT id FROM webhook_delivery WHERE endpoint = $1 ORDER BY id", endpoint)
    for row in rows:
        if down and row is rows[-1]:
            await _tried(city, row["id"], at, WebhookOutcome.status, 503, "sedang dipelihara")
        else:
            await _tried(city, row["id"], at, WebhookOutcome.delivered, 200, "ok")
            await execute(DELIVERED, row["id"], at + timedelta(seconds=1))


async def _tried(
    city: City, delivery: UUID, at: datetime, outcome: WebhookOutcome, status: int, answer: str
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
