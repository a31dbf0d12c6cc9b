"""What people read of a webhook's state and of each try."""

from events_app.i18n import N_, gettext
from events_app.notifications.webhooks.kinds import kind_name
from events_app.notifications.webhooks.tables import DeliveryState, Paused, WebhookEndpoint, WebhookOutcome

__all__ = ["kind_name", "outcome", "paused", "state"]

STATES = {
    DeliveryState.waiting: N_("Waiting to be sent"),
    DeliveryState.delivered: N_("Delivered"),
    DeliveryState.failed: N_("Never arrived"),
}
OUTCOMES = {
    WebhookOutcome.delivered: N_("The receiver took it"),
    WebhookOutcome.status: N_("The receiver refused it"),
    WebhookOutcome.redirect: N_("The receiver points elsewhere, which is not followed"),
    WebhookOutcome.gone: N_("The receiver says that it is gone for good"),
    WebhookOutcome.timeout: N_("The receiver took too long"),
    WebhookOutcome.unreachable: N_("The receiver could not be reached"),
    WebhookOutcome.private_address: N_("The name leads into a private network"),
}
PAUSED = {
    Paused.by_hand: N_("Somebody paused it. Changes are not collected meanwhile."),
    Paused.failing: N_(
        "Nothing arrived for three days, so it was paused. Changes are not collected meanwhile."
    ),
    Paused.gone: N_("The receiver said that it is gone for good, so it was paused."),
}


def state(of: str) -> str:
    """Of a delivery."""
    return gettext(STATES[DeliveryState(of)])


def outcome(of: str) -> str:
    """Of a try."""
    return gettext(OUTCOMES[WebhookOutcome(of)])


def paused(row: WebhookEndpoint) -> str:
    """Why it gets nothing; empty for one that is active."""
    return gettext(PAUSED[Paused(row.paused_because)]) if row.paused_because else ""
