"""The notice that a webhook was paused, to those who keep the organisation."""

from datetime import datetime
from uuid import UUID

from events_app import settings
from events_app.accounts.actions import owner_actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import User
from events_app.notifications import actions
from events_app.notifications.mail import Mail, is_address


async def tell_owners(organisation: UUID, endpoint: UUID, url: str, now: datetime) -> None:
    """In the transaction of the pause, once for each pause."""
    users = await User.objects().where((User.organisation == organisation) & User.active.eq(True))
    owners = [one for one in users if owner_actor(one).may(Right.manage) and is_address(one.email)]
    await actions.enqueue_all(organisation, [_paused(one, endpoint, url, now) for one in owners])


def _paused(owner: User, endpoint: UUID, url: str, now: datetime) -> Mail:
    return Mail(
        kind="notifications.webhook_paused",
        to_address=owner.email,
        to_name=owner.name,
        language=owner.language,
        template="webhook_paused",
        facts={
            "name": owner.name,
            "address": url,
            "page": f"{settings.current().public_url}/settings/webhooks/{endpoint}",
        },
        dedup_key=f"webhook_paused:{endpoint}:{owner.id}:{now:%Y%m%d%H%M%S}",
    )
