"""How fast the answer page is beside an empty page of the same visitors' shell: before an answer, and after it."""

import itertools
import os
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import uvloop

from bench import load, place
from bench.load import Measured
from events_app import clock, database
from events_app.accounts import actions
from events_app.accounts.actor import Actor
from events_app.events import place_actions
from events_app.events.actions import create_event, publish
from events_app.events.forms import EventPlan, RoomIn, VenueIn
from events_app.invitations import links
from events_app.invitations.actions import invite
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn, Invitee, Representative
from events_app.invitations.tables import Answer, AnsweredBy
from events_app.stakeholders.actions import create_institution
from events_app.stakeholders.forms import InstitutionIn

CLIENTS = 4
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "5"))
SECONDS = float(os.environ.get("BENCH_SECONDS", "3"))
OFFICES = 100
GOAL = 0.3
BROWSER = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/124.0.0.0 Mobile Safari/537.36"

EMPTY, OPEN, GIVEN = "empty page", "answer page, not answered", "answer page, answered"


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        _report(uvloop.run(_measure(dsn, port)))


async def _measure(dsn: str, port: int) -> dict[str, list[Measured]]:
    await database.connect(dsn)
    waiting, given = await _asked()
    await database.execute("VACUUM ANALYZE invitation, guest, person, institution")
    await database.disconnect()
    await place.listening(port)
    pages = {EMPTY: _gets(["/rsvp/renewed"]), OPEN: _gets(waiting), GIVEN: _gets(given)}
    rounds: dict[str, list[Measured]] = {}
    for number in range(ROUNDS + 1):
        for name, requests in pages.items():
            measured = await load.press(port, requests, CLIENTS, SECONDS)
            if number:  # the first round warms caches and plans
                rounds.setdefault(name, []).append(measured)
    return rounds


async def _asked() -> tuple[list[str], list[str]]:
    """The answer pages of institutions that were only asked, and of as many that send somebody."""
    city = await actions.found("Kota Lembayung")
    actor, now = Actor.system(city.id), clock.now()
    start = datetime(2099, 12, 1, 2, tzinfo=UTC)
    venue = await place_actions.add_venue(actor, VenueIn(name="Balai Kota", address="Jalan Merdeka 1"))
    room = await place_actions.add_room(actor, RoomIn(name="Ruang Kenanga", venue_id=venue.id))
    plan = EventPlan(
        title="Diskusi Tematik",
        kind="thematic_discussion",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        room_id=room.id,
    )
    event = await publish(actor, await create_event(actor, plan), now)
    forms = [InstitutionIn(name=f"Kelurahan {n}", kind="village") for n in range(2 * OFFICES)]  # type: ignore[arg-type]
    offices = [await create_institution(actor, form) for form in forms]
    invitees = [Invitee(institution_id=one.id, seats=2) for one in offices]
    asked = (await invite(actor, event, invitees, False, now)).items
    for number, one in enumerate(asked[OFFICES:]):
        comes = Representative(full_name=f"Kartini {number}", position="Sekretaris Kelurahan")
        said = AnswerIn(answer=Answer.accepted, representatives=[comes])
        await answer(actor, one.id, said, AnsweredBy.link, now)
    paths = [f"/rsvp/{links.rsvp_token(one.id, 1)}" for one in asked]
    return paths[:OFFICES], paths[OFFICES:]


def _gets(paths: list[str]) -> Iterator[bytes]:
    """A browser's requests for one page after the other, again and again: each guest has a code of their own."""
    heads = [f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: {BROWSER}\r\n\r\n" for path in paths]
    return itertools.cycle([head.encode() for head in heads])


def _report(rounds: dict[str, list[Measured]]) -> None:
    load.table(rounds, EMPTY)
    print(f"To reach: {GOAL} of an empty page.")
