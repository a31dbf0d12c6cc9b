"""Whether messages may leave at all: not of the demonstration, not without a server, not to who wants none."""

from uuid import UUID

from events_app import settings
from events_app.accounts.tables import Organisation
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_
from events_app.notifications.whatsapp.actions import CHANNEL, WhatsappNotConfigured
from events_app.notifications.wishes.consents import lacking
from events_app.notifications.wishes.queries import spared


class MailNotConfigured(Refusal):
    message = N_("No mail server is set up yet, so messages stay here. They can be read meanwhile.")


class DemoNeverSends(Refusal):
    message = N_("The demonstration never sends mail.")


class WantsNoMail(Refusal):
    message = N_(
        "The receiver asked not to be written to. Only they can change that, by the link in a message."
    )


class ConsentTakenBack(Refusal):
    message = N_(
        "The receiver took back the consent to be written to. Note a new consent at the person before you write again."
    )


async def may_send(organisation: UUID, channel: str = "email") -> None:
    """Raises DemoNeverSends, or MailNotConfigured or WhatsappNotConfigured where no service of the channel is set up."""
    row = await Organisation.objects().get(Organisation.id == organisation)
    if row is None:
        raise NotFound()
    if row.demo:
        raise DemoNeverSends()
    if channel == CHANNEL and settings.current().whatsapp is None:
        raise WhatsappNotConfigured()
    if channel != CHANNEL and settings.current().smtp_url is None:
        raise MailNotConfigured()


async def must_be_wanted(message: UUID) -> None:
    """Raises WantsNoMail where the receiver asked to be spared such a message, ConsentTakenBack where that is missing."""
    if await spared([message]):
        raise WantsNoMail()
    if await lacking([message]):
        raise ConsentTakenBack()
