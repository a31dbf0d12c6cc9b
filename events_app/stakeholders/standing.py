"""What stands beside somebody's data: mail that comes back, tasks they say are not theirs, their word about WhatsApp."""

from typing import Any

from events_app.notifications.mailbox import queries as mailbox
from events_app.notifications.wishes import queries as wishes
from events_app.stakeholders.tables import Institution, Person
from events_app.stakeholders.whatsapp import queries as whatsapp


async def of_person(person: Person) -> dict[str, Any]:
    """For a person's page."""
    return {
        "standing": await mailbox.standing(person.organisation, person.email),
        "objections": await wishes.objections(person.organisation, person.email),
        "whatsapp": await whatsapp.standing(person.id),
    }


async def of_institution(institution: Institution) -> dict[str, Any]:
    """For an institution's page."""
    return {
        "standing": await mailbox.standing(institution.organisation, institution.email),
        "objections": await wishes.objections(institution.organisation, institution.email),
    }
