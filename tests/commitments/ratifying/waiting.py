"""A promise that a representative spoke ten days ago, agreed nine days ago, and the head in whose place it was."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.ratifying import telling
from events_app.commitments.ratifying.forms import SignedLetterForm, Stand, StandIn
from events_app.commitments.ratifying.mails import PURPOSE
from events_app.commitments.tables import AccessToken, Commitment
from events_app.database import execute, fetch, fetch_value
from events_app.invitations.tables import Guest
from events_app.stakeholders.positions import actions as positions
from events_app.stakeholders.positions.forms import HoldingIn, PositionIn
from events_app.stakeholders.tables import Person, Position
from tests import make_commitments as make
from tests import make_invitations, make_stakeholders
from tests.make_commitments import Scene

PDF = b"%PDF-1.4\n1 0 obj<<>>endobj\ntrailer<<>>\n%%EOF\n"
YES = StandIn(outcome=Stand.ratified)
NO = StandIn(outcome=Stand.declined, note="Anggaran belum ada.")


def before(days: int) -> datetime:
    return clock.now() - timedelta(days=days)


@dataclass
class Waiting:
    """The promise with its people; `speaker` came in place of the post that `head` holds."""

    city: Organisation
    here: Scene
    position: Position
    head: Person
    speaker: Guest
    promise: Commitment

    @property
    def staff(self) -> Actor:
        return make.staff(self.city)


async def waiting(city: Organisation, *, agree: bool = True, email: str = "kadis@dinsos.example") -> Waiting:
    """Everybody, and the promise, which the chair agreed unless told otherwise."""
    here = await make.scene(city, starts_at=before(10), ends_at=before(10) + timedelta(hours=3))
    position = await post(city, here)
    head = await make_stakeholders.person(
        city.id, "Drs. Hasan Basri", institution=here.promiser, **({"email": email} if email else {})
    )
    await hold(city, position, head)
    speaker = await make_invitations.guest(here.event, "Budi Santoso", now=before(11))
    await execute("UPDATE guest SET represents = $1 WHERE id = $2", position.id, speaker.id)
    promise = await make.draft(city, here, before(10), attendance_guest_id=speaker.id)
    if agree:
        promise = await actions.agree(make.staff(city), promise, before(9))
    return Waiting(city, here, position, head, speaker, promise)


async def post(city: Organisation, here: Scene, title: str = "Kepala Dinas Sosial") -> Position:
    plan = PositionIn(institution_id=here.promiser.id, title=title, is_head=True)
    return await positions.create_position(make.staff(city), plan)


async def hold(city: Organisation, position: Position, who: Person, **more: Any) -> None:
    facts: dict[str, Any] = {"person_id": who.id, "starts_on": date(2020, 1, 1)}
    await positions.appoint(make.staff(city), position, HoldingIn(**facts | more))


async def hand_over(it: Waiting, name: str = "Dra. Ratna Dewi", day: date | None = None) -> Person:
    """Somebody else heads the office from a day on, today unless told otherwise."""
    successor = await make_stakeholders.person(
        it.city.id, name, institution=it.here.promiser, email="ratna@dinsos.example"
    )
    day = day or clock.today("Asia/Jakarta")
    await hold(it.city, it.position, successor, starts_on=day, hand_over=True)
    return successor


async def links(promise: Commitment) -> list[AccessToken]:
    """Every link that was given for a promise, in order."""
    mine = (AccessToken.commitment == promise.id) & (AccessToken.scope == "ratification")
    rows: list[AccessToken] = await AccessToken.objects().where(mine).order_by(AccessToken.created_at)
    return rows


async def path(promise: Commitment) -> str:
    """The page of the newest link."""
    return f"/ratify/{tokens.derive(PURPOSE, (await links(promise))[-1].id)}"


async def comer(it: Waiting) -> Actor:
    """Who comes by the newest link."""
    link = (await links(it.promise))[-1]
    return Actor(organisation=it.city.id, person=link.person, via="link", credential=link.id, name="Hasan")


def letter(it: Waiting, **more: Any) -> SignedLetterForm:
    facts: dict[str, Any] = {
        "outcome": "ratified",
        "signed_by_id": it.head.id,
        "letter_date": before(5).date(),
    }
    return SignedLetterForm(**facts | more)


async def stands(promise: UUID) -> str:
    """What the promise says of it."""
    return str(await fetch_value("SELECT ratification FROM commitment WHERE id = $1", promise))


async def tell_later() -> None:
    """What the jobs tell of every answer that was given, once they may."""
    for row in await fetch("SELECT id FROM ratification ORDER BY id"):
        await telling.tell_declined(row["id"], clock.now())


async def messages(kind: str) -> list[Any]:
    """What was written of one kind, in order."""
    sql = "SELECT to_address, subject, text, html, language FROM message WHERE kind = $1 ORDER BY id"
    return await fetch(sql, f"commitments.{kind}")
