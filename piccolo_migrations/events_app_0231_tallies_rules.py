"""Triggers that keep count of what is over, in the transaction of its cause, by adding rows and touching none."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:31:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "tallies rules"

FINAL = "('verified', 'infeasible', 'cancelled')"
OWED = "('open', 'in_progress', 'submitted', 'returned')"

# What no clock changes of a final action `a`.
OF_ACTION = f"""CROSS JOIN LATERAL (VALUES (a.state::text, 0),
  (CASE WHEN a.done_on <= a.original_due THEN 'on_time' END, 0),
  (CASE WHEN a.done_on <= a.due THEN 'on_time_now' END, 0),
  (CASE WHEN a.done_on > a.original_due THEN 'late' END, a.done_on - a.original_due),
  (CASE WHEN a.state = 'verified' AND a.due <> a.original_due THEN 'slip' END, a.due - a.original_due),
  (CASE WHEN a.state = 'verified' THEN 'month' END, (extract(year FROM a.due) * 12 + extract(month FROM a.due) - 1)::int)
  ) f(kind, value) WHERE f.kind IS NOT NULL AND a.state IN {FINAL} AND a.original_due IS NOT NULL"""

# A verdict `v` on a submission `s`: how many whole days it took, and whether what was accepted had evidence.
OF_VERDICT = """CROSS JOIN LATERAL (VALUES ('verdict_' || v.verdict, 0),
  ('turnaround', greatest(floor(extract(epoch FROM v.created_at - s.created_at) / 86400), 0)::int),
  (CASE WHEN v.verdict = 'accepted' AND EXISTS (SELECT FROM evidence x WHERE x.submission = s.id) THEN 'proved' END, 0)
  ) f(kind, value) WHERE f.kind IS NOT NULL AND a.original_due IS NOT NULL"""

FACTS = f"""
CREATE VIEW promise_fact AS
SELECT c.id AS commitment, NULL::uuid AS action, 'promise' AS kind, 0 AS value FROM commitment c
UNION ALL SELECT a.commitment, a.id, f.kind, f.value FROM follow_up_action a {OF_ACTION}
UNION ALL SELECT a.commitment, a.id, f.kind, f.value FROM verification v JOIN submission s ON s.id = v.submission
  JOIN follow_up_action a ON a.id = s.action {OF_VERDICT}
UNION ALL SELECT a.commitment, a.id, 'carried', 0 FROM meeting_review m JOIN follow_up_action a ON a.id = m.action
  WHERE a.original_due IS NOT NULL
"""

ADD = """
INSERT INTO promise_tally (id, organisation, created_at, institution, confidential, public, kind, value, n)
SELECT gen_random_uuid(), c.organisation, now(), CASE WHEN f.kind <> 'month' THEN c.institution END, {secret},
  c.visibility = 'public', f.kind, f.value, sum(f.n)
FROM {source} WHERE c.agreed_at IS NOT NULL GROUP BY 2, 4, 5, 6, 7, 8 HAVING sum(f.n) <> 0;
"""


def _add(source: str, secret: str = "e.confidential") -> str:
    return ADD.format(source=source, secret=secret)


def _of(facts: str) -> str:
    return f"({facts}) f JOIN commitment c ON c.id = f.commitment JOIN event e ON e.id = c.event"


# Whoever moves a promise to another office, or hides its event, moves what was counted. That must not happen between
# reading where something counts and counting it: the promise and its event are held still, always in one order.
HOLD = """
  PERFORM FROM event e WHERE e.id IN (SELECT c.event FROM commitment c WHERE c.id IN ({which})) ORDER BY e.id FOR SHARE;
  PERFORM FROM commitment c WHERE c.id IN ({which}) ORDER BY c.id FOR SHARE;
"""


STILL = "PERFORM FROM event e WHERE e.id IN ({events}) ORDER BY e.id FOR SHARE;"
"""The same for what a statement does to promises themselves, which are its own already."""


def _function(name: str, body: str) -> str:
    return f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {body} RETURN NULL; END $$"


# Asked by count(*): EXISTS would be planned for a first row, and compare each row with each where none differs.
CHANGED = f"""SELECT n.commitment FROM gone o JOIN come n ON n.id = o.id
  WHERE (o.state IN {FINAL} OR n.state IN {FINAL}) AND (o.state, o.due, o.original_due, o.done_on)
    IS DISTINCT FROM (n.state, n.due, n.original_due, n.done_on)"""
STAND = f"SELECT a.commitment, f.kind, f.value, 1 AS n FROM come a {OF_ACTION}"
STOOD = f"SELECT a.commitment, f.kind, f.value, -1 AS n FROM gone a {OF_ACTION}"
JUDGED = f"""SELECT a.commitment, f.kind, f.value, 1 AS n FROM come v JOIN submission s ON s.id = v.submission
  JOIN follow_up_action a ON a.id = s.action {OF_VERDICT}"""
UNJUDGED = JUDGED.replace("1 AS n FROM come v", "-1 AS n FROM gone v")
REVIEWED = """SELECT a.commitment, 'carried' AS kind, 0 AS value, 1 AS n FROM come m
  JOIN follow_up_action a ON a.id = m.action WHERE a.original_due IS NOT NULL"""
UNREVIEWED = REVIEWED.replace("1 AS n FROM come m", "-1 AS n FROM gone m")
OF_SUBMISSIONS = """SELECT a.commitment FROM come v JOIN submission s ON s.id = v.submission
  JOIN follow_up_action a ON a.id = s.action"""
OF_ACTIONS = "SELECT a.commitment FROM come m JOIN follow_up_action a ON a.id = m.action"

# Of a promise all facts move; of one that is new there is only itself.
ELSEWHERE = """SELECT o.id FROM gone o JOIN come n ON n.id = o.id
  WHERE (o.institution, o.event, o.visibility = 'public', o.agreed_at IS NULL)
    IS DISTINCT FROM (n.institution, n.event, n.visibility = 'public', n.agreed_at IS NULL)"""
MOVED = f"""(SELECT c.*, -1 AS sign FROM gone c UNION ALL SELECT c.*, 1 FROM come c) c
  JOIN event e ON e.id = c.event CROSS JOIN LATERAL (SELECT p.kind, p.value, c.sign AS n FROM promise_fact p
  WHERE p.commitment = c.id AND c.id IN ({ELSEWHERE})) f"""
HIDDEN = """(SELECT n.id, o.confidential AS was, n.confidential AS is FROM gone o JOIN come n ON n.id = o.id
  WHERE o.confidential <> n.confidential) e JOIN commitment c ON c.event = e.id
  CROSS JOIN LATERAL (VALUES (e.was, -1), (e.is, 1)) x(secret, n)
  CROSS JOIN LATERAL (SELECT p.kind, p.value, x.n FROM promise_fact p WHERE p.commitment = c.id) f"""

# Before a row goes with all that hangs on it: afterwards nobody could say where it counted.
LOST = """
CREATE FUNCTION tally_{name}_lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  {add} RETURN OLD; END $$
"""
REPORTED = """
CREATE FUNCTION note_report() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
  PERFORM FROM follow_up_action a WHERE a.id IN (SELECT action FROM come) ORDER BY a.id FOR NO KEY UPDATE;
  UPDATE follow_up_action a SET reported_at = greatest(a.reported_at, r.at)
  FROM (SELECT action, max(created_at) AS at FROM come GROUP BY 1) r WHERE a.id = r.action;
  RETURN NULL; END $$
"""


def _trigger(table: str, verb: str, function: str) -> str:
    names = {"INSERT": "NEW TABLE AS come", "DELETE": "OLD TABLE AS gone"}.get(
        verb, "OLD TABLE AS gone NEW TABLE AS come"
    )
    return (
        f"CREATE TRIGGER tally_{verb.lower()} AFTER {verb} ON {table} REFERENCING {names}"
        f" FOR EACH STATEMENT EXECUTE FUNCTION {function}()"
    )


def _lost(table: str, column: str) -> tuple[str, str]:
    gone = f"SELECT p.commitment, p.kind, p.value, -1 AS n FROM promise_fact p WHERE p.{column} = OLD.id"
    return (
        LOST.format(name=table, add=_add(_of(gone))),
        f"CREATE TRIGGER tally_lost BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION tally_{table}_lost()",
    )


STATEMENTS = (
    FACTS,
    _function(
        "tally_new_promises",
        STILL.format(events="SELECT event FROM come")
        + " "
        + _add(
            "(SELECT id AS commitment, 'promise' AS kind, 0 AS value, 1 AS n FROM come)"
            " f JOIN commitment c ON c.id = f.commitment JOIN event e ON e.id = c.event"
        ),
    ),
    _function(
        "tally_moved_promises",
        f"IF (SELECT count(*) FROM ({ELSEWHERE}) x) > 0 THEN"
        f" {STILL.format(events='SELECT event FROM gone UNION SELECT event FROM come')} {_add(MOVED)} END IF;",
    ),
    _function(
        "tally_new_actions",
        HOLD.format(which=f"SELECT a.commitment FROM come a WHERE a.state IN {FINAL}") + _add(_of(STAND)),
    ),
    _function(
        "tally_actions",
        f"IF (SELECT count(*) FROM ({CHANGED}) x) > 0 THEN {HOLD.format(which=CHANGED)}"
        f" {_add(_of(f'{STOOD} UNION ALL {STAND}'))} END IF;",
    ),
    _function("tally_verdicts", HOLD.format(which=OF_SUBMISSIONS) + _add(_of(JUDGED))),
    _function("tally_lost_verdicts", _add(_of(UNJUDGED))),
    _function("tally_reviews", HOLD.format(which=OF_ACTIONS) + _add(_of(REVIEWED))),
    _function("tally_lost_reviews", _add(_of(UNREVIEWED))),
    _function(
        "tally_events",
        f"IF (SELECT count(*) FROM gone o JOIN come n ON n.id = o.id"
        f" WHERE o.confidential <> n.confidential) > 0 THEN {_add(HIDDEN, 'x.secret')} END IF;",
    ),
    REPORTED,
    _trigger("commitment", "INSERT", "tally_new_promises"),
    _trigger("commitment", "UPDATE", "tally_moved_promises"),
    _trigger("follow_up_action", "INSERT", "tally_new_actions"),
    _trigger("follow_up_action", "UPDATE", "tally_actions"),
    _trigger("verification", "INSERT", "tally_verdicts"),
    _trigger("verification", "DELETE", "tally_lost_verdicts"),
    _trigger("meeting_review", "INSERT", "tally_reviews"),
    _trigger("meeting_review", "DELETE", "tally_lost_reviews"),
    _trigger("event", "UPDATE", "tally_events"),
    *_lost("commitment", "commitment"),
    *_lost("follow_up_action", "action"),
    "CREATE TRIGGER reported AFTER INSERT ON progress_update REFERENCING NEW TABLE AS come"
    " FOR EACH STATEMENT EXECUTE FUNCTION note_report()",
    "CREATE INDEX promise_tally_sums ON promise_tally (organisation, kind, institution, value)"
    " INCLUDE (confidential, public, n)",
    # What is owed is read as it stands, and of what is over only what is not due yet.
    f"CREATE INDEX follow_up_action_live ON follow_up_action (organisation, due, id) WHERE state IN {OWED}",
    f"CREATE INDEX follow_up_action_ahead ON follow_up_action (organisation, greatest(due, original_due)) WHERE state IN {FINAL}",
    "CREATE INDEX commitment_themes ON commitment (organisation, theme, id) WHERE agreed_at IS NOT NULL AND theme <> ''",
    "UPDATE follow_up_action a SET reported_at = r.at FROM"
    " (SELECT action, max(created_at) AS at FROM progress_update GROUP BY 1) r WHERE r.action = a.id",
    "INSERT INTO promise_tally (id, organisation, created_at, institution, confidential, public, kind, value, n)"
    " SELECT gen_random_uuid(), c.organisation, now(), CASE WHEN f.kind <> 'month' THEN c.institution END, e.confidential,"
    " c.visibility = 'public', f.kind, f.value, count(*) FROM promise_fact f JOIN commitment c ON c.id = f.commitment"
    " JOIN event e ON e.id = c.event WHERE c.agreed_at IS NOT NULL GROUP BY 2, 4, 5, 6, 7, 8",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
