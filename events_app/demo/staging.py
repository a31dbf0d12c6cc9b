"""Who is on stage says so: every standing there is, times that do not fit, and words that may be published."""

from datetime import datetime, timedelta
from uuid import UUID

from events_app.accounts.actor import Actor
from events_app.demo import inviting
from events_app.demo.cast import City
from events_app.events import session_actions
from events_app.events.forms import SessionPatch
from events_app.events.moments import local_text
from events_app.events.speakers import answering, asking, desks, stating
from events_app.events.speakers.forms import (
    AskIn,
    AvailabilityAskIn,
    OnBehalfIn,
    ProfileForm,
    TimesForm,
    TurnIn,
)
from events_app.events.speakers.queries import stage_of
from events_app.events.speakers.undecided import say_perhaps
from events_app.events.tables import Event, Session
from events_app.stakeholders.tables import Person

REACHED = ("trainer", "health", "lawyer", "police", "migrants", "women")
TRAINING = "Pelatihan Deteksi Dini Perdagangan Orang bagi Kelurahan"
WORKSHOP = "Lokakarya Penyusunan Rencana Aksi Daerah"


async def tell(city: City, now: datetime) -> None:
    """The trainer has confirmed, the doctor's calendar said perhaps; at the workshop there is all the rest."""
    for part in REACHED:
        address = f"{part}@narasumber.example"
        await Person.update({Person.email: address}).where(Person.id == city.leaders[part])
    await _training(city, await _called(city, TRAINING), now - timedelta(days=2))
    await _workshop(city, await _called(city, WORKSHOP), now - timedelta(days=2))


async def _training(city: City, event: Event, then: datetime) -> None:
    people = [city.leaders["trainer"], city.leaders["health"]]
    await asking.ask(city.organiser, event, AskIn(person_ids=people), then)
    await _say(city, event, "trainer", "confirmed", then, topic="Tanda awal yang sering terlewat")
    desk = await desks.desk_of(event, city.leaders["trainer"])
    words = ProfileForm(
        biography="Dosen Universitas Lembayung; meneliti pola perekrutan pekerja migran sejak 2011.",
        needs="Proyektor dan satu mikrofon tanpa kabel.",
        consent=True,
    )
    await answering.describe(_visitor(city, "trainer"), event, desk, words, then)
    await _perhaps(city, event, "health", then)


async def _perhaps(city: City, event: Event, part: str, then: datetime) -> None:
    desk, system = await desks.desk_of(event, city.leaders[part]), Actor.system(city.organisation.id)
    for turn in (await desks.on_stage(event, city.leaders[part])).turns:
        session = await Session.objects().get(Session.id == turn.session)
        assert session is not None, "it was read a moment ago"
        await say_perhaps(system, event, desk, session, "Menunggu jadwal piket rumah sakit.", then, then)


async def _workshop(city: City, event: Event, then: datetime) -> None:
    await inviting.stage(city, event, "Kerangka hukum", 0, 45, ("lawyer", "women"))
    await inviting.stage(city, event, "Pengalaman lapangan", 60, 60, ("police", "migrants", "press"))
    asked = [city.leaders[part] for part in ("lawyer", "police", "migrants")]
    await asking.ask(city.organiser, event, AskIn(person_ids=asked, note="Mohon jawaban pekan ini."), then)
    await _say(city, event, "lawyer", "confirmed", then, topic="Dari pasal ke perlindungan")
    await _say(city, event, "police", "declined", then, reason="Bertepatan dengan gelar perkara.")
    session = await Session.objects().where(Session.event == event.id).order_by(Session.starts_at).first()
    assert session is not None, "it was planned a moment ago"
    moved = SessionPatch(starts_at=session.starts_at, ends_at=session.ends_at + timedelta(minutes=15))
    await session_actions.update_session(city.organiser, event, session, moved, then)
    heard = OnBehalfIn(session_id=session.id, answer="confirmed", said_by="Sekretaris beliau, lewat telepon.")
    await answering.answer_for(city.organiser, event, city.leaders["women"], heard, then)
    await _times(city, event, then)


async def _times(city: City, event: Event, then: datetime) -> None:
    """The one who is silent about the session has said that the day does not suit."""
    day = local_text(event.starts_at, event.timezone)[:10]
    wanted = AvailabilityAskIn(person_ids=[city.leaders["health"]], free_from=day, free_until=day)  # type: ignore[arg-type]
    await asking.ask_for_times(city.organiser, event, wanted, then - timedelta(days=2))
    for part, free in (("migrants", "cannot"), ("health", "can")):
        said = TimesForm.model_validate({"timezone": event.timezone, "free": free, "first_day": day})
        await stating.state(_visitor(city, part), await desks.desk_of(event, city.leaders[part]), said)


async def _say(
    city: City, event: Event, part: str, answer: str, then: datetime, *, topic: str = "", reason: str = ""
) -> None:
    person = city.leaders[part]
    for one in await stage_of(event, person):
        if one.person == person:
            turns = [
                TurnIn.model_validate(
                    {"session_id": turn.session, "answer": answer, "topic": topic, "reason": reason}
                )
                for turn in one.turns
            ]
            desk = await desks.desk_of(event, person)
            await answering.answer(_visitor(city, part), event, desk, turns, then)


async def _called(city: City, title: str) -> Event:
    event = await Event.objects().get((Event.organisation == city.organisation.id) & (Event.title == title))
    assert event is not None, "it was made a moment ago"
    return event


def _visitor(city: City, part: str) -> Actor:
    person: UUID = city.leaders[part]
    return Actor(organisation=city.organisation.id, person=person, via="link", name=part)
