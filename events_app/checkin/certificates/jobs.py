"""Many certificates, made by the worker."""

from functools import partial

from events_app.checkin.certificates import making
from events_app.checkin.certificates.forms import Bundle, CertificatePrint
from events_app.events.handing_out import note_handed_out
from events_app.events.runs.making import Made, Told, Wish, maker


@maker(making.KIND)
async def many(wish: Wish, told: Told) -> Made:
    """Those that stand when their turn comes: one file to print, or a file each."""
    ask = CertificatePrint.model_validate_json(wish.asked)
    make = making.each if ask.bundle is Bundle.zip else making.all_of
    made = await make(wish.event, wish.now, told=told)
    return Made(made.filename, made.data, partial(note_handed_out, wish.actor, wish.event, made.filename))
