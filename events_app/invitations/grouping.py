"""Whom a group of the directory means for an invitation, at the moment it is taken."""

from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.invitations.forms import Choice
from events_app.stakeholders.groups.queries import everybody, names

__all__ = ["names", "with_group"]


async def with_group(actor: Actor, choice: Choice, group: UUID | None) -> Choice:
    """The choice and whoever is in the group now, each once; another organisation's group is empty."""
    if group is None:
        return choice
    institutions, people = await everybody(actor.organisation, group)
    both = {
        "institutions": list(dict.fromkeys([*choice.institutions, *institutions])),
        "people": list(dict.fromkeys([*choice.people, *people])),
    }
    return choice.model_copy(update=both)
