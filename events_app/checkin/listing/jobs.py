"""Long attendance lists, made by the worker."""

from functools import partial

from events_app.checkin.listing import making
from events_app.checkin.listing.forms import ListIn
from events_app.events.handing_out import note_handed_out
from events_app.events.runs.making import Made, Told, Wish, maker


@maker(making.KIND)
async def long_list(wish: Wish, told: Told) -> Made:
    """The list as it is when its turn comes."""
    made = await making.pdf(
        wish.actor, wish.event, ListIn.model_validate_json(wish.asked), wish.language, wish.now
    )
    return Made(made.filename, made.data, partial(note_handed_out, wish.actor, wish.event, made.filename))
