"""The board of follow-up actions with 100,000 commitments beside the same page with 1,000, over a real server, in one run."""

import os
import statistics
import time

import httpx
import uvloop

from bench import place
from events_app import database
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.commitments.board.counting import compact
from events_app.database import execute

FEW, MANY = 1_000, int(os.environ.get("BENCH_PROMISES", "100000"))
UPDATES = int(os.environ.get("BENCH_UPDATES", "2000000"))
OFFICES, EVENTS, ROUNDS = 120, 200, int(os.environ.get("BENCH_ROUNDS", "15"))
GOAL = 2.0
PORTION = 100_000
PAGES = {
    "by state": "/api/v1/board?grouping=state",
    "by institution": "/api/v1/board?grouping=institution",
    "by due month": "/api/v1/board?grouping=month",
    "only overdue": "/api/v1/board?grouping=state&overdue=true",
}

# {k} makes the id of the n-th row of a table: the same number is the same id, so that rows find each other.
KEY = "md5('{k}' || $1::uuid || ({n})::bigint)::uuid"


def _key(table: str, n: str) -> str:
    return KEY.format(k=table, n=n)


INSTITUTIONS = f"""
INSERT INTO institution (id, organisation, created_at, name, name_key, short_name, kind, region_code, email, phone,
  address, active, search_text)
SELECT {_key("i", "n")}, $1, now(), 'Dinas ' || n, 'dinas ' || lpad(n::text, 4, '0'), '', 'regional_agency', '', '', '', '',
  true, 'dinas ' || n FROM generate_series(0, {OFFICES} - 1) n
"""
MEETINGS = f"""
INSERT INTO event (id, organisation, created_at, ref, slug, title, kind, theme, description, language, timezone,
  starts_at, ends_at, waiting_list, visibility, confidential, door_opens_minutes, door_closes_minutes, state,
  state_reason, calendar_sequence, row_version, search_text, detached, registration, attached_mark)
SELECT {_key("e", "n")}, $1, at, 'E-' || n, 'e-' || n || '-' || left(md5($1::uuid::text), 12), 'Diskusi ' || n, 'workshop',
  '', '', 'id', 'Asia/Jakarta', at, at + interval '4 hours', false, 'invited', n % 50 = 0, 120, 60, 'published', '', 0, 1,
  'diskusi ' || n, false, false, ''
FROM (SELECT n, now() - interval '1 day' * (10 + 3 * n) AS at FROM generate_series(0, {EVENTS} - 1) n) made
"""
PROMISES = f"""
INSERT INTO commitment (id, organisation, created_at, ref, event, institution, theme, title, statement,
  expected_result, indicator, target, visibility, state, agreed_at, state_reason, row_version, search_text, problem,
  baseline, ratification, withdrawal_reason)
SELECT {_key("c", "n")}, $1, now(), 'K-' || n, {_key("e", f"n % {EVENTS}")}, {_key("i", f"n * 7 % {OFFICES}")},
  'Tema ' || n % 12, 'Komitmen ' || n, 'Kami berjanji.', 'Hasil', '', '', 'internal', 'agreed', now() - interval '90 days',
  '', 1, 'komitmen ' || n, '', '', 'not_needed', '' FROM generate_series(0, $2::int - 1) n
"""
ACTIONS = f"""
INSERT INTO follow_up_action (id, organisation, created_at, ref, commitment, seq, title, deliverable, weight,
  responsible_institution, original_due, due, state, state_since, done_on, percent, reopened, row_version, search_text,
  description, method, place, target_group, infeasible_reason)
SELECT {_key("a", "n")}, $1, now(), 'T-' || n, {_key("c", "n / 3")}, 1 + n % 3, 'Tindak lanjut ' || n, 'Laporan', 1,
  {_key("i", f"n / 3 * 7 % {OFFICES}")}, due, due, state, now(), CASE state WHEN 'verified' THEN due END, n % 100, 0, 1,
  'tindak lanjut ' || n, '', '', '', '', CASE state WHEN 'infeasible' THEN 'force_majeure' END
FROM (SELECT n, current_date - 300 + (n * 131 % 600)::int AS due, (ARRAY['open', 'in_progress', 'submitted', 'returned',
  'verified', 'verified', 'verified', 'infeasible', 'cancelled', 'verified'])[1 + n * 37 % 10] AS state
  FROM generate_series(0, 3 * $2::bigint - 1) n) made
"""
REPORTS = f"""
INSERT INTO progress_update (id, organisation, created_at, action, percent, narrative, obstacle, help_needed)
SELECT gen_random_uuid(), $1, now(), {_key("a", "n % (3 * $2::bigint)")}, n % 100, 'Berjalan.', 'none', ''
FROM generate_series(0, $3::bigint - 1) n
"""


def main() -> None:
    """Prints the table."""
    with place.running() as (dsn, port):
        found = uvloop.run(_measure(dsn, port))
    print(
        f"The board with {MANY:,} commitments, {3 * MANY:,} actions and {UPDATES:,} updates, beside {FEW:,} commitments"
    )
    for name, (few, many) in found.items():
        print(
            f"{name:<18}{few * 1000:>8.1f} ms{many * 1000:>8.1f} ms{many / few:>7.2f} times; to reach {GOAL:.1f}"
        )


async def _measure(dsn: str, port: int) -> dict[str, tuple[float, float]]:
    await database.connect(dsn, session={"statement_timeout": "0"})
    tokens = [await _city(FEW, 0), await _city(MANY, UPDATES)]
    await compact()
    await execute("ANALYZE")
    await database.disconnect()
    await place.listening(port)
    taken: dict[str, tuple[list[float], list[float]]] = {name: ([], []) for name in PAGES}
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as client:
        for number in range(ROUNDS + 3):
            for name, path in PAGES.items():
                for place_, token in enumerate(tokens):
                    seconds = await _once(client, path, token)
                    if number >= 3:  # the first rounds warm caches and plans
                        taken[name][place_].append(seconds)
    return {name: (statistics.median(few), statistics.median(many)) for name, (few, many) in taken.items()}


async def _once(client: httpx.AsyncClient, path: str, token: str) -> float:
    started = time.perf_counter()
    answer = await client.get(path, headers={"authorization": f"Bearer {token}"})
    answer.raise_for_status()
    return time.perf_counter() - started


async def _city(promises: int, updates: int) -> str:
    """An organisation with so many commitments and reports of progress; the token of its secretariat."""
    city = await accounts.found(f"Kota {promises}")
    form = UserForm(name="Dewi", email=f"dewi{promises}@kota.example", roles=[Role.secretariat])
    user = await accounts.add_user(Actor.system(city.id), form)
    await execute(INSTITUTIONS, city.id)
    await execute(MEETINGS, city.id)
    await execute(PROMISES, city.id, promises)
    await execute(ACTIONS, city.id, promises)
    for start in range(0, updates, PORTION):
        await execute(REPORTS, city.id, promises, min(PORTION, updates - start))
    return await accounts.add_token(accounts.owner_actor(user), user.id, "bench")


if __name__ == "__main__":
    main()
