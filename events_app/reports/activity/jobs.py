"""Activity reports, made by the worker."""

from functools import partial

from events_app.commitments.reporting.forms import ReportWish
from events_app.events.handing_out import note_handed_out
from events_app.events.runs.making import Made, Told, Wish, maker
from events_app.reports.activity import making


@maker(making.KIND)
async def report(wish: Wish, told: Told) -> Made:
    """The report as the event is when its turn comes."""
    form = ReportWish.model_validate_json(wish.asked).form
    filename, data = await making.made(wish.event, form, wish.language, wish.now, told)
    return Made(filename, data, partial(note_handed_out, wish.actor, wish.event, filename))
