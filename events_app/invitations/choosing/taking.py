"""Choosing many at once: who stands in an imported list, who is in a group now, everybody who fits."""

from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.events.tables import Event
from events_app.invitations.choosing import queries
from events_app.invitations.choosing.forms import PARTS, Choice
from events_app.stakeholders.groups.queries import everybody
from events_app.stakeholders.queries import people_of_import


async def stepped(actor: Actor, event: Event, choice: Choice) -> Choice:
    """The choice after a step that ticks or unticks; after one that looks elsewhere, as it was."""
    if choice.step == "group":
        return (await with_group(actor, choice, choice.group)).model_copy(update={"of": "chosen"})
    if choice.step == "all":
        return choice.with_more(await queries.all_who_fit(actor, event, choice))
    if choice.step == "none":
        return choice.model_copy(update={**{key: [] for key in PARTS}, "of": "institutions"})
    return choice


async def suggested(actor: Actor, draft: UUID) -> Choice:
    """What an imported list means: people with an address, and the institutions of those without one.

    So every line is asked once; whoever has neither is chosen too, and stays a draft that can be printed.
    """
    listed = await people_of_import(actor.organisation, draft)
    offices = {one.institution_id for one in listed if not one.email and one.institution_id}
    named = [one.id for one in listed if one.id and (one.email or not one.institution_id)]
    return Choice(institutions=sorted(offices), people=named)


async def with_group(actor: Actor, choice: Choice, group: UUID | None) -> Choice:
    """The choice and whoever is in the group now; another organisation's group is empty."""
    if group is None:
        return choice
    institutions, people = await everybody(actor.organisation, group)
    return choice.with_more({"institutions": institutions, "people": people})
