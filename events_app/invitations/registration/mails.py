"""The message that asks for a confirmation."""

from events_app.events.tables import Event
from events_app.invitations import mails
from events_app.invitations.registration.tables import Registration
from events_app.notifications import links
from events_app.notifications.mail import Mail


async def confirmation(event: Event, row: Registration) -> Mail:
    """Asks the owner of the mailbox whether it was they who registered; the link does nothing by itself."""
    about = await mails.occasion(event)
    facts = {"name": row.full_name, "link": links.link("registration", row.id, 1, "/registrations/")}
    return Mail(
        kind="invitations.registration",
        to_address=row.email,
        to_name=row.full_name,
        language=row.language,
        template="registration",
        facts=about.facts | facts,
        event=event.id,
        subject_row=row.id,
        offers_wish=True,
    )
