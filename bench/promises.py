"""Years of promises in a minute: one organisation with as many commitments as are asked for, made by the database.

Three actions a commitment, twenty reports a commitment, a submission with evidence and a verdict for all that was
done; 300 institutions, up to 1,000 events in three years, nine of ten actions final. Rules that look at each row are
off while it is made; what counts whole statements counts these, too. The same size gives the same rows each time.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

import asyncpg

from events_app import clock
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.commitments.board import counting
from events_app.commitments.tallies import keeping
from events_app.database import DB, execute, fetch, fetch_value, transaction
from events_app.reports.summaries import keeping as summaries

OFFICES, MOST_EVENTS, ACTIONS, REPORTS = 300, 1000, 3, 20
SMALL, LARGE = 1_000, 100_000

# {n} numbers the rows of a table within the organisation; the same number is the same id, so rows find each other.
KEY = "(substr(md5($1::uuid::text || '{table}'), 1, 8) || '-0000-7000-8000-' || lpad(to_hex({n}), 12, '0'))::uuid"
DRAW = "(abs(hashint8(({n})::bigint * 7919 + {salt})) % 1000)"
"""A number below a thousand that looks like chance and is the same each time."""


def key(table: str, n: str) -> str:
    """SQL for the id of a row by its number; the organisation is $1."""
    return KEY.format(table=table, n=n)


def draw(n: str, salt: int) -> str:
    """SQL for a number from 0 to 999."""
    return DRAW.format(n=n, salt=salt)


OFFICE = f"""
INSERT INTO institution (id, organisation, created_at, name, name_key, short_name, kind, region_code, email, phone,
  address, active, search_text)
SELECT {key("institution", "n")}, $1, $2::timestamptz, 'Dinas ' || n, 'dinas ' || lpad(n::text, 4, '0'), '',
    'regional_agency', '',
  'dinas' || n || '@kota.example', '', '', true, 'dinas ' || n FROM generate_series(1, $3::int) n
"""
EVENT = f"""
INSERT INTO event (id, organisation, created_at, ref, slug, title, kind, theme, description, language, timezone,
  starts_at, ends_at, waiting_list, visibility, confidential, door_opens_minutes, door_closes_minutes, state,
  state_reason, calendar_sequence, row_version, search_text, detached, registration, attached_mark)
SELECT {key("event", "n")}, $1, at, 'E-' || n, 'diskusi-' || n || '-' || left($1::uuid::text, 8) || right($1::uuid::text,
    6), 'Diskusi ' || n, 'workshop',
  '', '', 'id', (ARRAY['Asia/Jakarta', 'Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'])[1 + n % 4], at,
  at + interval '4 hours', false, 'invited', n % 50 = 0, 120, 60, 'published', '', 0, 1, 'diskusi ' || n, false, false, ''
FROM (SELECT n, $2::timestamptz - interval '10 days' - (1085.0 * n / $3::int) * interval '1 day' AS at
  FROM generate_series(1, $3::int) n) made
"""
COMMITMENT = f"""
INSERT INTO commitment (id, organisation, created_at, ref, event, institution, theme, title, statement,
  expected_result, indicator, target, visibility, state, agreed_at, state_reason, row_version, search_text, problem,
  baseline, ratification, withdrawal_reason)
SELECT {key("commitment", "n")}, $1, e.ends_at, 'K-' || n, e.id, {key("institution", f"1 + {draw('n', 1)} * {OFFICES} / 1000")},
  'Tema ' || n % 12, 'Komitmen ' || n, 'Kami berjanji.', 'Hasil', '', '', CASE WHEN n % 5 = 0 THEN 'public' ELSE 'internal' END,
  'agreed', e.ends_at, '', 1, 'komitmen ' || n, '', '', CASE WHEN n % 40 = 0 THEN 'pending' ELSE 'not_needed' END, ''
FROM generate_series(1, $2::int) n JOIN event e ON e.id = {key("event", "1 + n % $3::int")}
"""
# Older ones are done with: what fell due more than two months ago is final but for one in fifty.
ACTION = f"""
INSERT INTO follow_up_action (id, organisation, created_at, ref, commitment, seq, title, deliverable, weight,
  responsible_institution, original_due, due, state, state_since, done_on, percent, infeasible_reason, reopened,
  row_version, search_text, description, method, place, target_group)
SELECT id, $1, agreed_at, 'T-' || n, commitment, 1 + n % {ACTIONS}, 'Tindak lanjut ' || n, 'Laporan', 1, office, first,
    due, state,
  CASE state WHEN 'verified' THEN least(done, $2::timestamptz::date - 1) + time '12:00' WHEN 'submitted'
    THEN $2::timestamptz - luck % 14 * interval '1 day'
    ELSE agreed_at END,
  CASE state WHEN 'verified' THEN least(done, $2::timestamptz::date - 1) END, CASE WHEN state = 'verified' THEN 100
    ELSE luck % 90 END,
  CASE state WHEN 'infeasible' THEN 'force_majeure' END, 0, 1, 'tindak lanjut ' || n, '', '', '', ''
FROM (SELECT *, CASE WHEN due < $2::timestamptz::date - 60 AND luck >= 20 OR due >= $2::timestamptz::date - 60
    AND done < $2::timestamptz::date THEN
    CASE WHEN luck < 60 THEN 'infeasible' WHEN luck < 110 THEN 'cancelled' ELSE 'verified' END
    ELSE (ARRAY['open', 'in_progress', 'in_progress', 'submitted', 'returned'])[1 + luck % 5] END AS state
  FROM (SELECT n, {draw("n", 2)} AS luck, {key("action", "n")} AS id, c.id AS commitment, c.institution AS office,
      c.agreed_at, d.first, d.first + CASE WHEN n % 6 = 0 THEN 14 ELSE 0 END AS due,
      d.first - 20 + {draw("n", 3)} * {draw("n", 4)} / 12000 AS done
    FROM generate_series(0, {ACTIONS} * $3::int - 1) n JOIN commitment c ON c.id = {key("commitment", f"1 + n / {ACTIONS}")}
    CROSS JOIN LATERAL (SELECT c.agreed_at::date + 30 + {draw("n", 5)} * 180 / 1000 AS first) d) drawn) made
"""
REPORT = f"""
INSERT INTO progress_update (id, organisation, created_at, action, percent, narrative, obstacle, help_needed)
SELECT {key("report", "n")}, $1, a.created_at + (n / {ACTIONS} % 7 + 1) * (least(coalesce(a.done_on,
    $2::timestamptz::date), $2::timestamptz::date)
  - a.created_at::date) * interval '3 hours', a.id, least(100, n % 7 * 15), 'Berjalan.',
  (ARRAY['none', 'none', 'none', 'budget', 'staff', 'coordination'])[1 + n % 6], ''
FROM generate_series(1, {REPORTS} * $3::int) n JOIN follow_up_action a ON a.id = {key("action", f"n % ({ACTIONS} * $3::int)")}
"""
SUBMISSION = """
INSERT INTO submission (id, organisation, created_at, action, no, statement)
SELECT md5('s' || a.id)::uuid, $1, a.state_since, a.id, 1, 'Sudah.' FROM follow_up_action a
WHERE a.organisation = $1 AND a.state IN ('verified', 'submitted', 'returned')
"""
EVIDENCE = """
INSERT INTO evidence (id, organisation, created_at, submission, kind, title, url, evidence_date, contains_personal_data)
SELECT md5('e' || s.id)::uuid, $1, s.created_at, s.id, 'link', 'Bukti', 'https://kota.example/bukti', s.created_at::date, false
FROM submission s WHERE s.organisation = $1
"""
VERDICT = """
INSERT INTO verification (id, organisation, created_at, submission, verdict, reason, verifier)
SELECT md5('v' || s.id)::uuid, $1,
    s.created_at + abs(hashint4(a.percent + extract(day FROM s.created_at)::int)) % 14 * interval '1 day',
  s.id, CASE a.state WHEN 'verified' THEN 'accepted' ELSE 'returned' END, CASE WHEN a.state = 'returned' THEN 'Lengkapi.'
    ELSE '' END, $2::uuid
FROM submission s JOIN follow_up_action a ON a.id = s.action WHERE s.organisation = $1 AND a.state IN ('verified', 'returned')
"""

RULES = """
SELECT tgrelid::regclass::text AS table_name, tgname FROM pg_trigger WHERE NOT tgisinternal AND tgtype & 1 = 1
AND tgrelid IN ('institution'::regclass, 'event'::regclass, 'commitment'::regclass, 'follow_up_action'::regclass,
  'progress_update'::regclass, 'submission'::regclass, 'evidence'::regclass, 'verification'::regclass)
"""
"""The triggers that are asked for each row."""


@dataclass(frozen=True)
class City:
    """An organisation with its promises, and a token that reads everything in it."""

    organisation: UUID
    token: str
    secretariat: Actor
    busiest: UUID
    """The institution that promised most."""


async def prepare(commitments: int, now: datetime | None = None) -> City:
    """A new organisation with so many commitments, counted back from `now`. Call `settle` after the last one."""
    now = now or clock.now()
    city = await accounts.found(f"Kota {commitments}")
    roles = [Role.secretariat, Role.chair, Role.owner]
    form = UserForm(name="Sekretariat", email=f"s{commitments}@x.example", roles=roles)
    user = await accounts.add_user(Actor.system(city.id), form)
    actor = accounts.owner_actor(user)
    async with transaction():
        await execute("SET LOCAL statement_timeout = 0")
        rules = [tuple(row) for row in await fetch(RULES)]
        for table, rule in rules:
            await execute(f"ALTER TABLE {table} DISABLE TRIGGER {rule}")
        await _fill(city.id, user.id, commitments, now.astimezone(UTC))
        await execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table, rule in rules:
            await execute(f"ALTER TABLE {table} ENABLE TRIGGER {rule}")
    token = await accounts.add_token(actor, user.id, "bench")
    busiest = await fetch_value(
        "SELECT institution FROM commitment WHERE organisation = $1 GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1",
        city.id,
    )
    return City(city.id, token, actor, busiest)


async def _fill(city: UUID, user: UUID, commitments: int, now: datetime) -> None:
    events = min(MOST_EVENTS, max(commitments // 10, 10))
    await execute(OFFICE, city, now, OFFICES)
    await execute(EVENT, city, now, events)
    await execute(COMMITMENT, city, commitments, events)
    await execute(ACTION, city, now, commitments)
    await execute("ANALYZE follow_up_action")
    await execute(REPORT, city, now, commitments)
    await execute(SUBMISSION, city)
    await execute(EVIDENCE, city)
    await execute(VERDICT, city, user)


async def settle() -> None:
    """Leaves the database as years would have left it: analysed all along, counts added up, figures worked out, clean.

    Analysed first, too: counts that are made while the planner believes in empty tables take minutes.
    """
    now = clock.now()
    await _outside("ANALYZE")
    await keeping.fold()
    await counting.compact()
    for organisation in await summaries.behind(now):
        await summaries.refresh(organisation, now)
    await _outside("VACUUM ANALYZE")


async def _outside(statement: str) -> None:
    """One statement that no transaction may hold and no time-out may end."""
    connection = await asyncpg.connect(DB.config["dsn"])
    try:
        await connection.execute(statement)
    finally:
        await connection.close()
