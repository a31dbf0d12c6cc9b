"""Papers across events, made by the worker."""

from functools import partial

from events_app.events.runs.making import Made, Told, Wish, maker
from events_app.reports.office import making, running
from events_app.reports.office.forms import OfficePaperIn


@maker(running.KIND)
async def office_paper(wish: Wish, told: Told) -> Made:
    """The paper as things stand when its turn comes, of what its asker may see then."""
    asked = OfficePaperIn.model_validate_json(wish.asked)
    filename, data, _found = await making.made(wish.actor, asked, wish.language, wish.now, told)
    return Made(filename, data, partial(making.note, wish.actor, filename))
