"""The invented city: its people who work here, its institutions, its rooms."""

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from events_app import clock
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation, User
from events_app.database import execute
from events_app.demo import leaders
from events_app.events import place_actions
from events_app.events.forms import RoomIn, VenueIn
from events_app.events.forms.places import DayHours
from events_app.events.holidays import actions as holidays
from events_app.events.holidays.forms import HolidayIn
from events_app.events.places import blocks, keeping
from events_app.events.places.forms import BlockIn
from events_app.events.tables import Room
from events_app.stakeholders.lists import actions as lists
from events_app.stakeholders.tables import Institution, InstitutionKind, Person, Position

LIST = Path(__file__).with_name("stakeholders.csv")

PEOPLE = {
    "owner": ("Gita Larasati", [Role.owner]),
    "organiser": ("Alia Prameswari", [Role.organiser]),
    "door": ("Bagus Wirawan", [Role.door]),
    "secretariat": ("Dewi Anjani", [Role.secretariat]),
    "chair": ("Fitri Handayani", [Role.chair]),
    "verifier": ("Eko Setiabudi", [Role.verifier]),
}
INSPECTORATE = "Inspektorat Kota Lembayung"


ADDRESSES = """
UPDATE institution SET email = btrim(regexp_replace(name_key, '[^a-z0-9]+', '-', 'g'), '-') || '@lembayung.example'
WHERE organisation = $1
"""


@dataclass
class City:
    """Everybody and everything that the three events need."""

    organisation: Organisation
    actors: dict[str, Actor] = field(default_factory=dict)
    institutions: list[Institution] = field(default_factory=list)
    people: list[Person] = field(default_factory=list)
    leaders: dict[str, UUID] = field(default_factory=dict)
    titles: dict[UUID, str] = field(default_factory=dict)
    inspectorate: UUID | None = None
    rooms: dict[str, UUID] = field(default_factory=dict)
    door_user: UUID | None = None

    @property
    def villages(self) -> list[Institution]:
        """The kelurahan, by name."""
        return [one for one in self.institutions if one.kind == InstitutionKind.village]

    @property
    def offices(self) -> list[Institution]:
        """Everybody else who is invited: not those who invite, and not the ministry."""
        hosts = {leaders.CITY, leaders.MINISTRY}
        others = [one for one in self.institutions if one.kind != InstitutionKind.village]
        return [one for one in others if one.name not in hosts]

    def __getattr__(self, role: str) -> Actor:
        """The actor of a role: `city.organiser`."""
        try:
            return self.__dict__["actors"][role]  # type: ignore[no-any-return]
        except KeyError:
            raise AttributeError(role) from None


async def gather(now: datetime) -> City:
    """The city with its people, its directory from a list as offices send them, and two rooms."""
    organisation = await accounts.found(
        "Pemerintah Kota Lembayung", office="Sekretariat Daerah", address="Jl. Mawar No. 1, Kota Lembayung"
    )
    switches: dict[Any, Any] = {"demo": True, "public_home": True, "public_commitments": True}
    await Organisation.update(switches).where(Organisation.id == organisation.id)
    city = City(organisation)
    for role, (name, roles) in PEOPLE.items():
        await _hire(city, role, name, roles)
    await _directory(city, now)
    await _hire(city, "inspector", "Hesti Rahmawati", [Role.verifier, Role.inspector], city.inspectorate)
    await _rooms(city)
    return city


async def _hire(city: City, role: str, name: str, roles: list[Role], institution: UUID | None = None) -> None:
    form = UserForm(name=name, email=f"{role}@lembayung.example", roles=roles, institution=institution)
    user: User = await accounts.add_user(Actor.system(city.organisation.id), form)
    city.actors[role] = accounts.owner_actor(user)
    if role == "door":
        city.door_user = user.id


async def _directory(city: City, now: datetime) -> None:
    draft = await lists.keep(city.organiser, LIST.name, LIST.read_bytes(), None, now)
    await lists.commit(city.organiser, draft, 1, now)
    city.leaders = await leaders.appoint(city.organiser)
    mine = city.organisation.id
    await execute(ADDRESSES, mine)
    judge = await Institution.objects().get(
        (Institution.organisation == mine) & (Institution.name == INSPECTORATE)
    )
    assert judge is not None, "the list names the inspectorate"
    city.inspectorate = judge.id
    wanted = (Institution.organisation == mine) & (Institution.id != city.inspectorate)
    city.institutions = await Institution.objects().where(wanted).order_by(Institution.name_key)
    city.people = (
        await Person.objects().where(Person.organisation == mine).order_by(Person.name_key, Person.id)
    )
    posts = await Position.select(Position.id, Position.title).where(Position.organisation == mine)
    city.titles = {post["id"]: post["title"] for post in posts}


OWN_DAYS = ((3, 8, "Hari Jadi Kota Lembayung"), (7, 12, "Pemilihan lurah"), (9, 21, "Hari Jadi Provinsi"))
OFFICE_HOURS = [DayHours(weekday=day, opens="08:00", closes="16:00") for day in range(1, 6)]
EQUIPPED: dict[str, dict[str, Any]] = {
    "Ruang Jatayu": {
        "equipment": ["projector", "sound_system", "microphones", "wheelchair_access", "sign_language_space"],
        "equipment_note": "Dua layar",
    },
    "Ruang Kenanga": {"equipment": ["video_conference", "whiteboard", "internet"], "hours": OFFICE_HOURS},
}


async def _rooms(city: City) -> None:
    venue = await place_actions.add_venue(
        city.organiser, VenueIn(name="Sekretariat Daerah", address="Jl. Mawar No. 1, Kota Lembayung")
    )
    for name, seats in (("Ruang Jatayu", 120), ("Ruang Kenanga", 40)):
        room = await place_actions.add_room(
            city.organiser, RoomIn(name=name, venue_id=venue.id, capacity=seats, **EQUIPPED[name])
        )
        city.rooms[name] = room.id
        await _blocks(city, room)
    await _out_of_use(city)
    for month, number, name in OWN_DAYS:
        day = HolidayIn(day=date(clock.now().year + 1, month, number), name=name)
        await holidays.add_holiday(city.organiser, day)


async def _blocks(city: City, room: Room) -> None:
    """Each is looked after now and then, beyond everything that is planned."""
    today = clock.now().replace(hour=1, minute=0, second=0, microsecond=0)
    for days in (55, 62, 69):
        start = today + timedelta(days=days)
        form = BlockIn(reason="Perawatan tata suara", starts_at=start, ends_at=start + timedelta(hours=3))
        await blocks.block_room(city.organiser, room, form)


async def _out_of_use(city: City) -> None:
    """A room that was given up before anything took place there would be deleted: this one goes with its house."""
    old = await place_actions.add_venue(
        city.organiser, VenueIn(name="Gedung Lama", address="Jl. Melati No. 9")
    )
    await place_actions.add_room(city.organiser, RoomIn(name="Aula Lama", venue_id=old.id, capacity=200))
    await keeping.remove_venue(city.organiser, old, clock.now())
