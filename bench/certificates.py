"""How long five hundred certificates take: issuing them with their mails, and the PDF against typst alone.

The floor is the time that typst itself takes to set the same pages; the rest is ours: the database, the codes, JSON.
"""

import os
import statistics
import time

import uvloop

from bench import data, papers, place
from events_app import clock, database
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.checkin.certificates import actions, making, planning
from events_app.checkin.certificates.forms import CertificateSettings
from events_app.events.tables import Event
from events_app.invitations.letters import letterheads
from events_app.invitations.letters.forms import SignatoryIn

PEOPLE = int(os.environ.get("BENCH_CERTIFICATES", "500"))
ROUNDS = int(os.environ.get("BENCH_ROUNDS", "3"))
GOAL = 3.0

OVER = """
UPDATE event SET starts_at = $2::timestamptz - interval '9 hours', ends_at = $2::timestamptz - interval '1 hour'
WHERE id = $1
"""
MAILED = "UPDATE person SET email = 'tamu' || replace(id::text, '-', '') || '@kota.example' WHERE organisation = $1"


def main() -> None:
    """Prints the figures."""
    with place.database() as dsn:
        uvloop.run(_report(dsn))


async def _report(dsn: str) -> None:
    await database.connect(dsn)
    try:
        actor, event = await _over()
        begun = time.perf_counter()
        done = await actions.issue_earned(actor, event, clock.now())
        taken = time.perf_counter() - begun
        print(f"{done.certificates:,} certificates issued, {done.mailed:,} mails written: {taken:.2f} s")
        rounds = [await papers.clocked(lambda: _whole(event)) for _number in range(ROUNDS + 1)][1:]
        whole, alone = (
            statistics.median(getattr(one, name) for one in rounds) for name in ("whole", "alone")
        )
        size = rounds[0].size / 1e6
        print(
            f"one PDF of {PEOPLE:,}: {whole:.2f} s, typst {alone:.2f} s, ratio {whole / alone:.2f}, {size:.1f} MB"
        )
        print(f"To reach: at most {GOAL} times typst's own time.")
    finally:
        await database.disconnect()


async def _over() -> tuple[Actor, Event]:
    """An event that is over, to which everybody came, each with an address of their own."""
    _token, [stage] = await data.prepare([PEOPLE])
    now = clock.now()
    for sql in (papers.NAMED, MAILED):
        await database.execute(sql, stage.organisation)
    await database.execute(papers.CAME, stage.event, now)
    await database.execute(OVER, stage.event, now)
    event = await Event.objects().get(Event.id == stage.event)
    assert event is not None
    actor = Actor(stage.organisation, name="Alice", rights=frozenset(Right))
    signer = await letterheads.add_signatory(
        actor, SignatoryIn(office="Sekretaris Daerah", name="Ratna Wulandari", nip="196803121993032001")
    )
    said = CertificateSettings(wanted=True, jp=8, signatory_id=signer.id)
    await planning.keep(actor, event, said, now)
    return actor, event


async def _whole(event: Event) -> bytes:
    return (await making.all_of(event, clock.now())).data


if __name__ == "__main__":
    main()
