"""In two weeks: an event that is being invited, with more wanting to come than there are seats; and a draft."""

from datetime import datetime, timedelta

from events_app.demo import inviting, seats, writing
from events_app.demo.cast import City
from events_app.events import actions as events
from events_app.events import session_actions
from events_app.events.feeds import actions as feeds
from events_app.events.feeds.forms import FeedIn
from events_app.events.feeds.tables import FeedKind
from events_app.events.forms import SessionPatch
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.programme.kinds import SessionKind, SessionMode
from events_app.events.tables import Event, EventKind, Session
from events_app.invitations import actions as inviting_actions
from events_app.invitations.forms import Invitee
from events_app.invitations.notices import actions as notices
from events_app.invitations.tables import Answer
from events_app.stakeholders.positions import actions as positions
from events_app.stakeholders.positions.forms import PositionIn
from events_app.stakeholders.tables import Person

LINES = (
    ("Doa dan menyanyikan Indonesia Raya", 10),
    ("Modus perekrutan dan tanda bahaya", 60),
    ("Latihan: membaca tiga kasus", 45),
    ("Tanya jawab", 20),
)
"""Fifteen minutes more than the session has: the running order says so."""


SAID = (Answer.accepted, Answer.accepted, Answer.tentative, Answer.accepted, Answer.declined)


async def tell(city: City, now: datetime) -> None:
    """Invitations are out, answers come in, the last ones wait in line."""
    start = inviting.morning(now + timedelta(days=14))
    event = await inviting.plan(
        city,
        "Pelatihan Deteksi Dini Perdagangan Orang bagi Kelurahan",
        start,
        6,
        "Ruang Jatayu",
        kind=EventKind.training,
        capacity=16,
        waiting_list=True,
    )
    await inviting.stage(city, event, "Mengenali tanda perdagangan orang", 0, 120, ("trainer", "health"))
    await _rest_of_the_day(city, event)
    await events.publish(city.organiser, event, now - timedelta(days=3))
    asked = await inviting.ask(city, event, city.villages[:20], 2, now - timedelta(days=3))
    for number, invitation in enumerate(asked[:17]):
        await inviting.hear(city, invitation, number, SAID[number % 5], now - timedelta(hours=40 - number))
    await inviting.changed_by_phone(city, asked[0], now)
    await inviting.reply_from_calendars(city, event, asked[0], now)
    await _move_the_session(city, event, now)
    await _subscribe(city)
    await _keep_drafts(city, event, now)
    await seats.are_shared(city, event, now)
    await writing.letters(city, event, now)
    await _ask_posts(city, event, now)
    await inviting.plan(
        city,
        "Lokakarya Penyusunan Rencana Aksi Daerah",
        inviting.morning(start + timedelta(days=40)),
        5,
        "Ruang Kenanga",
        kind=EventKind.workshop,
    )


async def _keep_drafts(city: City, event: Event, now: datetime) -> None:
    """Four who were chosen and not written to yet."""
    drafts = [
        Invitee(institution_id=office.id, seats=2) for office in [*city.villages[20:22], *city.offices[:2]]
    ]
    await inviting_actions.invite(city.organiser, event, drafts, False, now)


async def _ask_posts(city: City, event: Event, now: datetime) -> None:
    """Whoever holds a post is asked: the agency's head, and a secretary's post that is vacant."""
    head = await Person.objects().get(Person.id == city.leaders["women"])
    assert head is not None, "the leaders were appointed"
    plan = PositionIn(institution_id=head.institution, title="Sekretaris Dinas")
    vacant = await positions.create_position(city.organiser, plan)
    posts = [Invitee(position_id=post) for post in (head.position, vacant.id)]
    await inviting_actions.invite(city.organiser, event, posts, True, now)


async def _rest_of_the_day(city: City, event: Event) -> None:
    """Lunch, then two groups side by side, one of them open to those who join from afar."""
    await inviting.stage(city, event, "Istirahat, salat dan makan siang", 165, 45, kind=SessionKind.meal)
    await inviting.stage(city, event, "Kelompok A: simulasi wawancara", 210, 120, kind=SessionKind.breakout)
    link = {"join_url": "https://rapat.example.org/kelompok-b", "join_note": "Nomor rapat 826 4410"}
    await inviting.stage(
        city,
        event,
        "Kelompok B: alur rujukan",
        210,
        120,
        room_id=city.rooms["Ruang Kenanga"],
        kind=SessionKind.breakout,
        mode=SessionMode.hybrid,
        **link,
    )
    first = await Session.objects().where(Session.event == event.id).order_by(Session.starts_at).first()
    assert first is not None, "it was planned a moment ago"
    for title, minutes in LINES:
        line = AgendaItemIn(title=title, minutes=minutes, session_id=first.id)
        await add_item(city.organiser, event, line)


async def _move_the_session(city: City, event: Event, now: datetime) -> None:
    """The trainer comes later: a second release, whose messages wait to be looked at."""
    session = await Session.objects().where(Session.event == event.id).order_by(Session.starts_at).first()
    assert session is not None, "it was planned a moment ago"
    later = timedelta(minutes=30)
    patch = SessionPatch(starts_at=session.starts_at + later, ends_at=session.ends_at + later)
    await session_actions.update_session(city.organiser, event, session, patch, now)
    await notices.release(city.organiser, event, "Pelatih tiba lebih siang.", now)


async def _subscribe(city: City) -> None:
    room, trainer = city.rooms["Ruang Jatayu"], city.leaders["trainer"]
    await feeds.make_feed(city.organiser, FeedIn())
    await feeds.make_feed(city.secretariat, FeedIn(kind=FeedKind.due))
    await feeds.make_feed(city.organiser, FeedIn(kind=FeedKind.room, room_id=room))
    await feeds.make_feed(city.organiser, FeedIn(kind=FeedKind.person, person_id=trainer))
