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
from events_app.events.actions import create_event, publish
from events_app.events.forms import EventPlan
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
GOAL = 0.3

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
    pages = [(EMPTY, "/rsvp/renewed"), (OPEN, waiting), (GIVEN, given)]
    rounds: dict[str, list[Measured]] = {}
    for number in range(ROUNDS + 1):
        for name, path in pages:
            measured = await load.press(port, _get(path), CLIENTS, SECONDS)
            if number:  # the first round warms caches and plans
                rounds.setdefault(name, []).append(measured)
    return rounds


async def _asked() -> list[str]:
    """The answer pages of two institutions, the second of which sends somebody."""
    city = await actions.found("Kota Lembayung")
    actor, now = Actor.system(city.id), clock.now()
    start = datetime(2099, 12, 1, 2, tzinfo=UTC)
    plan = EventPlan(
        title="Diskusi Tematik",
        kind="thematic_discussion",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
    )
    event = await publish(actor, await create_event(actor, plan), now)
    forms = [InstitutionIn(name=f"Kelurahan {n}", kind="village") for n in "AB"]  # type: ignore[arg-type]
    offices = [await create_institution(actor, form) for form in forms]
    asked = await invite(
        actor, event, [Invitee(institution_id=one.id, seats=2) for one in offices], False, now
    )
    said = AnswerIn(answer=Answer.accepted, representatives=[Representative(full_name="Kartini")])
    await answer(actor, asked.items[1].id, said, AnsweredBy.link, now)
    return [f"/rsvp/{links.rsvp_token(one.id, 1)}" for one in asked.items]


def _get(path: str) -> Iterator[bytes]:
    head = f"GET {path} HTTP/1.1\r\nHost: localhost\r\nUser-Agent: Mozilla/5.0\r\n\r\n"
    return itertools.repeat(head.encode())


def _report(rounds: dict[str, list[Measured]]) -> None:
    load.table(rounds, EMPTY)
    print(f"To reach: {GOAL} of an empty page.")
