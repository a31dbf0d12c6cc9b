"""What a page of a verifier's queue costs when 10,000 submissions wait, beside one of a queue of 100.

The same query, the same page, in one run: a queue is read as far as its page reaches, so a hundred times the length
should cost nothing. Half of what waits is judged by others, and twice as much was judged already.
"""

import asyncio
import os
import statistics
import time
from datetime import UTC, datetime, timedelta
from uuid import UUID

from bench import place
from events_app import database
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Role, rights_of
from events_app.accounts.tables import Organisation, User
from events_app.bulk import insert_new
from events_app.commitments import story, waiting
from events_app.commitments.tables import Commitment, FollowUpAction, Submission, Verification
from events_app.database import execute
from events_app.events.actions import create_event
from events_app.events.forms import EventPlan
from events_app.stakeholders.tables import Institution

LONG, SHORT = int(os.environ.get("BENCH_QUEUE", "10000")), 100
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "60"))
GOAL, PAGE = 2.0, 25
NOW = datetime(2027, 3, 24, 2, tzinfo=UTC)


def main() -> None:
    """Prints the figures."""
    with place.database() as dsn:
        short, long = asyncio.run(_measure(dsn))
    print(f"A page of a queue of {SHORT}: {short * 1000:.2f} ms; of {LONG:,}: {long * 1000:.2f} ms")
    print(f"{long / short:.2f} times as long. To reach: at most {GOAL:.0f}.")


async def _measure(dsn: str) -> tuple[float, float]:
    await database.connect(dsn)
    await execute("ALTER TABLE verification DISABLE TRIGGER own_work")  # years of verdicts, in a moment
    judges = [await _queue(length) for length in (SHORT, LONG)]
    await execute("ALTER TABLE verification ENABLE TRIGGER own_work")
    await execute("VACUUM ANALYZE")
    for judge in judges:
        assert len(await waiting.waiting_for(judge, NOW, limit=PAGE)) == PAGE + 1
    took: list[list[float]] = [[], []]
    for _round in range(ROUNDS):
        for number, judge in enumerate(judges):
            took[number].append(await _page(judge))
    await database.disconnect()
    short, long = (statistics.median(one) for one in took)
    return short, long


async def _page(judge: Actor) -> float:
    """The two statements of a page: what waits, and the evidence of what is shown."""
    started = time.perf_counter()
    rows = await waiting.waiting_for(judge, NOW, limit=PAGE)
    await story.evidence_of([row["submission"] for row in rows[:PAGE]])
    return time.perf_counter() - started


async def _queue(length: int) -> Actor:
    """An organisation in which so many submissions wait for the verifier who is returned."""
    city: Organisation = await accounts.found(f"Kota {length}")
    offices = [_office(city.id, name) for name in ("Dinas", "Inspektorat", "Bappeda")]
    await insert_new(offices)
    owner, judge, other = [one.id for one in offices]
    user = User(
        organisation=city.id,
        email=f"v{length}@x.example",
        name="V",
        roles=[Role.verifier.value],
        institution=judge,
    )
    await user.save()
    commitment = await _promise(city.id, owner)
    await _waiting(city.id, commitment, user.id, [(judge, "submitted")] * length)
    await _waiting(city.id, commitment, user.id, [(other, "submitted")] * length, length)
    await _waiting(city.id, commitment, user.id, [(judge, "verified")] * 2 * length, 2 * length)
    return Actor(
        organisation=city.id, user=user.id, institution=judge, rights=rights_of([Role.verifier.value])
    )


def _office(city: UUID, name: str) -> Institution:
    return Institution(organisation=city, name=name, name_key=name.lower(), email=f"{name}@x.example")


async def _promise(city: UUID, owner: UUID) -> UUID:
    plan = EventPlan(
        title="Diskusi tematik",
        kind="workshop",  # type: ignore[arg-type]
        timezone="Asia/Jakarta",
        starts_at=NOW - timedelta(days=60),
        ends_at=NOW - timedelta(days=60, hours=-3),
    )
    event = await create_event(Actor.system(city), plan)
    row = Commitment(organisation=city, ref="K-1", event=event.id, institution=owner, title="Janji")
    row.expected_result, row.state, row.agreed_at = "Hasil", "agreed", NOW - timedelta(days=50)
    await row.save()
    identity: UUID = row.id
    return identity


async def _waiting(
    city: UUID, commitment: UUID, judge: UUID, kinds: list[tuple[UUID, str]], start: int = 0
) -> None:
    owner = (await Commitment.select(Commitment.institution).where(Commitment.id == commitment))[0]
    rows = [
        _action(city, commitment, owner["institution"], start + number, *kind)
        for number, kind in enumerate(kinds)
    ]
    await insert_new(rows)
    sent = [_submission(city, row) for row in rows]
    await insert_new(sent)
    judged = [
        Verification(organisation=city, submission=one.id, verdict="accepted", verifier=judge)
        for one, row in zip(sent, rows, strict=True)
        if row.state == "verified"
    ]
    await insert_new(judged)


def _action(
    city: UUID, commitment: UUID, owner: UUID, number: int, judge: UUID, state: str
) -> FollowUpAction:
    due = NOW.date() + timedelta(days=7)
    return FollowUpAction(
        organisation=city,
        ref=f"T-{number}",
        commitment=commitment,
        seq=number + 1,
        title=f"Tindak lanjut {number}",
        deliverable="Laporan",
        responsible_institution=owner,
        verifier_institution=judge,
        original_due=due,
        due=due,
        state=state,
        done_on=due if state == "verified" else None,
        state_since=NOW - timedelta(minutes=number),
    )


def _submission(city: UUID, row: FollowUpAction) -> Submission:
    return Submission(organisation=city, action=row.id, statement="Sudah.", created_at=row.state_since)


if __name__ == "__main__":
    main()
