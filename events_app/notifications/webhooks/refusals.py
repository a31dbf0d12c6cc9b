"""How webhooks say no."""

from events_app.errors import Refusal
from events_app.i18n import N_


class TooManyWebhooks(Refusal):
    message = N_("There are as many webhooks as an organisation can have. Remove one first.")


class WebhookPaused(Refusal):
    message = N_("This webhook is paused: resume it first.")
