"""Some marked themselves: one code for the whole event on a screen, a poster for a session, a phone that did many."""

from datetime import datetime, timedelta
from hashlib import sha256

from events_app.checkin.self_checkin import actions, reviewing
from events_app.checkin.self_checkin.forms import FlagDecisionIn, RoomCodeIn
from events_app.checkin.self_checkin.marking import Claim, mark
from events_app.checkin.self_checkin.tables import FlagDecision, RoomCode, RoomCodeMode, SelfFlag, Way
from events_app.demo import inviting
from events_app.demo.cast import City
from events_app.events.queries import parts_of
from events_app.events.tables import Event

FAST = timedelta(seconds=4)
NOTE = "Satu rombongan kelurahan berbagi satu ponsel; orangnya ada semua."


async def marked_themselves(city: City, event: Event, first: datetime) -> None:
    """Three on their own phones, then four of one delegation on one, faster than anybody types."""
    row = await Event.objects().get(Event.id == event.id)
    assert row is not None, "the event was just planned"
    room = await _rooms(city, row)
    guests = [guest for number, guest in enumerate(await inviting.guests(row)) if number % 7 != 6][:7]
    for number, guest in enumerate(guests):
        alone = number < 3
        at = first + (timedelta(minutes=2 * number) if alone else timedelta(minutes=9) + FAST * number)
        phone = sha256(f"{event.title} {number if alone else 'one phone'}".encode()).digest()[:16]
        claim = Claim(Way.held if alone else Way.code, phone, at - timedelta(seconds=25))
        await mark(row, room, guest, claim, at)
    flag = await SelfFlag.objects().where(SelfFlag.event == row.id).order_by(SelfFlag.id).first()
    if flag is not None:
        said = FlagDecisionIn(decision=FlagDecision.fine, note=NOTE)
        await reviewing.decide(city.organiser, row, flag, said, first + timedelta(minutes=30))


async def _rooms(city: City, event: Event) -> RoomCode:
    """A screen for all of it, with a link for the projector; a poster at the first session."""
    room = await actions.add_room_code(city.organiser, event, RoomCodeIn(mode=RoomCodeMode.rotating))
    for part in (await parts_of(event))[:1]:
        poster = RoomCodeIn(mode=RoomCodeMode.static, session_id=part.session.id)
        await actions.add_room_code(city.organiser, event, poster)
    return await actions.open_screen_link(city.organiser, event, room)
