"""Where a plan fits at another time: what is taken then is left out and named, never silently."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app.database import fetch
from events_app.events.bookings import LOCK_PEOPLE, LOCK_ROOMS
from events_app.events.moments import local_moment
from events_app.events.programme.kinds import SessionMode
from events_app.events.queries import display_name
from events_app.events.series.plans import LinePlan, PartPlan, Plan
from events_app.i18n import N_, gettext

HELD = """
SELECT b.subject, b.starts_at, b.ends_at, coalesce(s.title, e.title, k.reason) AS title
FROM booking b LEFT JOIN event e ON e.id = b.event LEFT JOIN event_session s ON s.id = b.session
LEFT JOIN room_block k ON k.id = b.block
WHERE b.organisation = $1 AND b.subject = ANY($2) AND b.during && tstzrange($3, $4)
  AND NOT b.cancelled AND NOT b.overridden
ORDER BY b.starts_at
"""
ROOM_NAMES = "SELECT id, name FROM room WHERE organisation = $1 AND id = ANY($2) AND retired_at IS NULL"
PEOPLE_NAMES = """
SELECT id, title_prefix, full_name, title_suffix FROM person WHERE organisation = $1 AND id = ANY($2)
"""
SENTENCES = {
    "room_taken": N_("%(date)s: %(name)s is taken then by “%(title)s”; “%(part)s” has no room."),
    "person_taken": N_("%(date)s: %(name)s is on stage then at “%(title)s” and is left off “%(part)s”."),
    "room_gone": N_("%(date)s: a room of the plan is there no more; “%(part)s” has no room."),
    "person_gone": N_("%(date)s: a person of the plan is in the directory no more; “%(part)s” is without."),
}


@dataclass(frozen=True)
class Held:
    """A room or person that is taken for a time, and by what."""

    subject: UUID
    starts_at: datetime
    ends_at: datetime
    title: str


@dataclass(frozen=True)
class Loss:
    """Something of the plan that could not be held."""

    code: str
    date: datetime
    part: str
    name: str = ""
    title: str = ""

    @property
    def text(self) -> str:
        """The sentence in the reader's language."""
        facts = {"name": self.name, "title": self.title, "part": self.part}
        return gettext(SENTENCES[self.code], date=f"{self.date:%Y-%m-%d}", **facts)

    @property
    def is_room(self) -> bool:
        return self.code.startswith("room")


@dataclass
class World:
    """What is known and what is held already; grows with everything that finds its place."""

    names: dict[UUID, str]
    held: dict[UUID, list[Held]] = field(default_factory=dict)

    def in_the_way(self, subject: UUID, starts_at: datetime, ends_at: datetime) -> Held | None:
        """What holds it then, if anything."""
        for held in self.held.get(subject, []):
            if held.starts_at < ends_at and starts_at < held.ends_at:
                return held
        return None

    def hold(self, subject: UUID, starts_at: datetime, ends_at: datetime, title: str) -> None:
        self.held.setdefault(subject, []).append(Held(subject, starts_at, ends_at, title))


async def world_of(organisation: UUID, plan: Plan, starts: Sequence[datetime]) -> World:
    """Who and what the plan needs, and when they are taken around these local starts; three reads."""
    rooms, people = list(plan.rooms()), list(plan.people())
    names = {row["id"]: row["name"] for row in await fetch(ROOM_NAMES, organisation, rooms)}
    names |= {row["id"]: display_name(row) for row in await fetch(PEOPLE_NAMES, organisation, people)}
    world = World(names)
    if starts and (rooms or people):
        margin = timedelta(days=2, seconds=max([plan.length, *(part.ends for part in plan.parts)]))
        first = min(starts).replace(tzinfo=UTC) - margin - timedelta(seconds=_before(plan))
        last = max(starts).replace(tzinfo=UTC) + margin
        for row in await fetch(HELD, organisation, rooms + people, first, last):
            world.hold(row["subject"], row["starts_at"], row["ends_at"], row["title"])
    return world


async def lock(plan: Plan) -> None:
    """Others who want the same rooms and people wait; the order is that of all bookings."""
    if plan.rooms():
        await fetch(LOCK_ROOMS, list(plan.rooms()))
    if plan.people():
        await fetch(LOCK_PEOPLE, list(plan.people()))


def fit(plan: Plan, start: datetime, world: World) -> tuple[Plan, list[Loss]]:
    """The plan as it can be held at a local start, and what is lost; the world holds it from now on.

    A session without a room would be in the event's: once one lost its own, each has its room written to it.
    """
    trial = _Trial(plan, start, world)
    parts = [part.model_copy(update=trial.places(part)) for part in plan.parts]
    whole = trial.room(plan.room, 0, plan.length, plan.title) if not parts else trial.known(plan.room)
    lost_a_room = any(loss.is_room for loss in trial.losses)
    if parts and not lost_a_room:
        parts = [
            now.model_copy(update={"room": part.room}) for now, part in zip(parts, plan.parts, strict=True)
        ]
    room = None if parts and lost_a_room else whole
    agenda = [line.model_copy(update={"presenter": trial.presenter(line)}) for line in plan.agenda]
    return plan.model_copy(update={"room": room, "parts": parts, "agenda": agenda}), trial.losses


def moment(plan: Plan, start: datetime, offset: int) -> datetime:
    """The moment an offset means; the hour was found to exist before."""
    return local_moment(start + timedelta(seconds=offset), plan.timezone).astimezone(UTC)


class _Trial:
    """One date's attempt: takes what is free, notes what is not."""

    def __init__(self, plan: Plan, start: datetime, world: World) -> None:
        self.plan, self.start, self.world = plan, start, world
        self.losses: list[Loss] = []

    def places(self, part: PartPlan) -> dict[str, Any]:
        """Where a session can be, and who can be on its stage."""
        whole = None if part.own.get("mode") == SessionMode.online else self.plan.room
        room = self.room(part.room or whole, part.starts, part.ends, part.own["title"])
        here: dict[UUID, bool] = {}
        for seat in part.stage:
            if seat.person not in here:
                here[seat.person] = self._takes(
                    "person", seat.person, part.starts, part.ends, part.own["title"]
                )
        return {"room": room, "stage": [seat for seat in part.stage if here[seat.person]]}

    def room(self, room: UUID | None, starts: int, ends: int, title: str) -> UUID | None:
        """The room if it is free then."""
        return room if room is not None and self._takes("room", room, starts, ends, title) else None

    def known(self, room: UUID | None) -> UUID | None:
        """The room if it still exists."""
        if room is None or room in self.world.names:
            return room
        self._lose("room_gone", self.plan.title)
        return None

    def presenter(self, line: LinePlan) -> UUID | None:
        """Who presents, if they are still in the directory."""
        if line.presenter is None or line.presenter in self.world.names:
            return line.presenter
        self._lose("person_gone", line.title)
        return None

    def _takes(self, kind: str, subject: UUID, starts: int, ends: int, part: str) -> bool:
        if subject not in self.world.names:
            self._lose(f"{kind}_gone", part)
            return False
        since, until = moment(self.plan, self.start, starts), moment(self.plan, self.start, ends)
        held = self.world.in_the_way(subject, since, until)
        if held is not None:
            self._lose(f"{kind}_taken", part, self.world.names[subject], held.title)
            return False
        self.world.hold(subject, since, until, part)
        return True

    def _lose(self, code: str, part: str, name: str = "", title: str = "") -> None:
        self.losses.append(Loss(code, self.start, part, name, title))


def _before(plan: Plan) -> int:
    return max([0, *(-part.starts for part in plan.parts)])
