"""Many badges, made by the worker."""

from functools import partial

from events_app.checkin.badges import actions, paper
from events_app.checkin.badges.forms import BadgesIn
from events_app.checkin.badges.people import holders
from events_app.events.runs.making import Made, Told, Wish, maker


@maker(actions.KIND)
async def many(wish: Wish, told: Told) -> Made:
    """The badges as they are asked for, of those who are expected now; noted as printed when they are handed over."""
    ask = BadgesIn.model_validate_json(wish.asked)
    people = await holders(wish.event, ask)
    data = await paper.pdf_of(wish.event, people, ask.format, wish.language, wish.now, told)
    ids = [one.id for one in people]
    note = partial(actions.note, wish.actor, wish.event, ids, ask.format, wish.now)
    return Made(paper.filename_of(wish.event), data, note)
