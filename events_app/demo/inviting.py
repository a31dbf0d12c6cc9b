"""What all three events share: making one, asking institutions, and hearing their answers."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts.actor import Actor
from events_app.demo.cast import City
from events_app.events import actions as events
from events_app.events import session_actions
from events_app.events.calendars import uid_of
from events_app.events.forms import EventPlan, SessionPlan
from events_app.events.tables import Event, EventKind, Session, Visibility
from events_app.invitations import actions as inviting
from events_app.invitations import answers, links
from events_app.invitations.answering import noting
from events_app.invitations.forms import AnswerIn, Invitee, Representative, StaffAnswer
from events_app.invitations.replies import actions as replies
from events_app.invitations.replies.reading import Said
from events_app.invitations.tables import Answer, AnsweredBy, Guest, Invitation
from events_app.stakeholders.tables import Institution, Person, Sex

THEME = "Pencegahan tindak pidana perdagangan orang"

REASONS = ("Bertepatan dengan rapat anggaran", "Kepala sedang dinas luar kota", "Ada kunjungan kementerian")


async def plan(city: City, title: str, start: datetime, hours: int, room: str, **more: Any) -> Event:
    """An event of the thematic kind, in a room, not yet published."""
    facts: dict[str, Any] = {
        "title": title,
        "kind": EventKind.thematic_discussion,
        "theme": THEME,
        "timezone": "Asia/Jakarta",
        "starts_at": start,
        "ends_at": start + timedelta(hours=hours),
        "room_id": city.rooms[room],
        "visibility": Visibility.public,
    }
    return await events.create_event(city.organiser, EventPlan(**(facts | more)))


def morning(moment: datetime) -> datetime:
    """Nine o'clock in Jakarta on that day; on a Friday when it falls on a weekend."""
    day = moment.replace(hour=2, minute=0, second=0, microsecond=0)
    return day - timedelta(days=max(0, day.isoweekday() - 5))


async def stage(
    city: City, event: Event, title: str, after: int, minutes: int, parts: Sequence[str] = (), **more: Any
) -> Session:
    """A session, perhaps with people on stage, the last of them its moderator."""
    start = event.starts_at + timedelta(minutes=after)
    people = [city.leaders[part] for part in parts]
    session = SessionPlan(
        title=title,
        starts_at=start,
        ends_at=start + timedelta(minutes=minutes),
        speaker_ids=people[:-1],
        moderator_id=people[-1] if people else None,
        **more,
    )
    return await session_actions.add_session(city.organiser, event, session)


async def ask(
    city: City, event: Event, offices: Sequence[Institution], seats: int, now: datetime
) -> list[UUID]:
    """Invites institutions and returns the invitations in their order."""
    asked = [Invitee(institution_id=office.id, seats=seats) for office in offices]
    done = await inviting.invite(city.organiser, event, asked, True, now)
    return [item.id for item in done.items]


async def hear(city: City, invitation: UUID, number: int, how: Answer, now: datetime) -> None:
    """An institution answers by its link; a yes names those of its people who come."""
    asked = await Invitation.objects(Invitation.institution).get(Invitation.id == invitation)
    assert asked is not None, "it was made a moment ago"
    office = asked.institution
    visitor = Actor(organisation=city.organisation.id, via="link", name=office.name)
    reason = REASONS[number % len(REASONS)] if how is Answer.declined else ""
    people = _representatives(city, office.id, asked.seats) if how is Answer.accepted else []
    said = AnswerIn(answer=how, reason=reason, representatives=people)
    await answers.answer(visitor, invitation, said, AnsweredBy.link, now)


async def changed_by_phone(city: City, invitation: UUID, now: datetime) -> None:
    """A secretary rings up: somebody else comes, who needs a place for a wheelchair."""
    person = Representative(
        full_name="Ratna Wulandari", position="Sekretaris", needs="Tempat untuk kursi roda"
    )
    said = StaffAnswer(
        answer=Answer.accepted,
        representatives=[person],
        said_by="Ratna Wulandari, sekretaris",
        said_at=now - timedelta(hours=2),
        note="Menelepon dari nomor kantor",
    )
    await noting.note_answer(city.organiser, invitation, said, now - timedelta(hours=1))


async def guests(event: Event) -> list[Guest]:
    """Those who are expected, in the order they were named."""
    return await Guest.objects().where(Guest.event == event.id).order_by(Guest.id)


def _representatives(city: City, office: UUID, seats: int) -> list[Representative]:
    """As many of its people as it has seats, each name once: two namesakes would be one guest."""
    theirs = {one.name_key: one for one in city.people if one.institution == office}
    return [_representative(city, one) for one in list(theirs.values())[:seats]]


def _representative(city: City, person: Person) -> Representative:
    return Representative(
        full_name=person.display_name,
        sex=Sex(person.sex) if person.sex else None,
        position=city.titles.get(person.position, ""),
    )


async def reply_from_calendars(city: City, event: Event, invitation: UUID, now: datetime) -> None:
    """One answer that was taken, and one that names nobody we know of and waits for a person."""
    tag = tokens.derive(links.REPLY, invitation)
    taken = Said(
        uid=uid_of(event),
        sequence=event.calendar_sequence,
        stamped_at=now,
        attendee="kelurahan@lembayung.example",
        said="ACCEPTED",
        comment="",
        tag=tag,
    )
    await replies.take_reply(city.organiser, event, taken, now)
    unknown = replace(taken, tag="", attendee="sekretariat@lembayung.example", comment="Terima kasih")
    await replies.take_reply(city.organiser, event, unknown, now)
