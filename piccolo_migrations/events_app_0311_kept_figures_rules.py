"""Triggers that count promises of whole organisations, what is open too, and mark whose figures changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T03:11:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "kept figures rules"

FINAL = "('verified', 'infeasible', 'cancelled')"
WHICH = "SELECT unnest(which)"
OWED = "('open', 'in_progress', 'returned')"
EPOCH = "date '2000-01-01'"


def _day(moment: str) -> str:
    return f"({moment} AT TIME ZONE {{zone}})::date - {EPOCH}"


def _lateral(states: str, *facts: tuple[str, str]) -> str:
    """`facts` of an action `a` in one of the states: the kind, and the value where there is one."""
    rows = ", ".join(f"({kind}, {value})" for kind, value in facts)
    return f"SELECT x.kind, x.value FROM (VALUES {rows}) x(kind, value) WHERE x.kind IS NOT NULL AND a.state IN {states}"


SLIP = ("CASE WHEN a.due <> a.original_due THEN 'slip' END", "a.due - a.original_due")
FIRST, DUE = f"a.original_due - {EPOCH}", f"a.due - {EPOCH}"


def _both(kind: str, said: str, first: str, due: str) -> tuple[tuple[str, str], ...]:
    """What is told of both due dates: once where they are the same, for most are."""
    of_first, of_due = said.format(day="a.original_due"), said.format(day="a.due")
    return (
        (
            f"CASE WHEN {of_due} THEN CASE WHEN a.due = a.original_due THEN '{kind}' ELSE '{kind}_now' END END",
            due,
        ),
        (f"CASE WHEN a.due <> a.original_due AND {of_first} THEN '{kind}_first' END", first),
    )


# The facts of an action `a` whose promise was agreed at {agreed}, at an event in {zone}. No clock changes them.
OF_ACTION = f"""CROSS JOIN LATERAL ({
    _lateral(
        OWED,
        ("a.state::text", "0"),
        ("'owed'", DUE),
        ("'owed_first'", FIRST),
        SLIP,
        ("'moved_on'", _day("greatest(a.state_since, a.reported_at)")),
        ("'agreed'", _day("{agreed}")),
        ("CASE WHEN a.reported_at IS NOT NULL THEN 'reported' END", _day("a.reported_at")),
        (
            "CASE WHEN a.reported_at IS NOT NULL THEN 'reported_new' END",
            _day("least({agreed}, a.reported_at)"),
        ),
    )
} UNION ALL {
    _lateral(
        "('submitted')",
        ("'submitted'", "0"),
        ("'handed'", DUE),
        ("'handed_first'", FIRST),
        SLIP,
        (
            f"CASE WHEN {_day('a.state_since')} > {FIRST} THEN 'late' END",
            f"{_day('a.state_since')} - ({FIRST})",
        ),
    )
} UNION ALL {
    _lateral(
        FINAL,
        ("a.state::text", "0"),
        (
            "CASE WHEN a.state = 'verified' AND a.due <> a.original_due THEN 'slip' END",
            "a.due - a.original_due",
        ),
        (
            "CASE WHEN a.state = 'verified' THEN 'month' END",
            "(extract(year FROM a.due) * 12 + extract(month FROM a.due) - 1)::int",
        ),
        ("CASE WHEN a.done_on > a.original_due THEN 'late' END", "a.done_on - a.original_due"),
        *_both("on_time", "a.done_on <= {day}", "0", "0"),
        *_both("over", "true", FIRST, DUE),
        *_both("early", "a.done_on <= {day}", FIRST, DUE),
    )
}) f WHERE a.original_due IS NOT NULL"""

# A verdict `v` on a submission `s`: how many whole days it took, and whether what was accepted had evidence.
OF_VERDICT = """CROSS JOIN LATERAL (VALUES ('verdict_' || v.verdict, 0),
  ('turnaround', greatest(floor(extract(epoch FROM v.created_at - s.created_at) / 86400), 0)::int),
  (CASE WHEN v.verdict = 'accepted' AND EXISTS (SELECT FROM evidence x WHERE x.submission = s.id) THEN 'proved' END, 0)
  ) f(kind, value) WHERE f.kind IS NOT NULL AND a.original_due IS NOT NULL"""
JUDGED = "submission s ON s.id = v.submission JOIN follow_up_action a ON a.id = s.action"
WAITS = "{c}.ratification = 'pending' AND {c}.state = 'agreed'"
PLACE = "JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event"


def _acting(agreed: str = "c.agreed_at", zone: str = "e.timezone") -> str:
    return OF_ACTION.format(agreed=agreed, zone=zone)


FACTS = f"""
CREATE VIEW promise_fact AS
SELECT c.id AS commitment, NULL::uuid AS action, 'promise' AS kind, 0 AS value FROM commitment c
UNION ALL SELECT c.id, NULL, 'unratified', 0 FROM commitment c WHERE {WAITS.format(c="c")}
UNION ALL SELECT a.commitment, a.id, f.kind, f.value FROM follow_up_action a {PLACE} {_acting()}
UNION ALL SELECT a.commitment, a.id, f.kind, f.value FROM verification v JOIN {JUDGED} {OF_VERDICT}
UNION ALL SELECT a.commitment, a.id, 'carried', 0 FROM meeting_review m JOIN follow_up_action a ON a.id = m.action
  WHERE a.original_due IS NOT NULL
"""


def _all_of(promise: str, zone: str) -> str:
    """All facts of one promise, as it stands in a row of a statement."""
    return f"""SELECT 'promise' AS kind, 0 AS value
UNION ALL SELECT 'unratified', 0 WHERE {WAITS.format(c=promise)}
UNION ALL SELECT f.kind, f.value FROM follow_up_action a {_acting(f"{promise}.agreed_at", zone)} AND a.commitment = {promise}.id
UNION ALL SELECT f.kind, f.value FROM verification v JOIN {JUDGED} {OF_VERDICT} AND a.commitment = {promise}.id
UNION ALL SELECT 'carried', 0 FROM meeting_review m JOIN follow_up_action a ON a.id = m.action
  WHERE a.original_due IS NOT NULL AND a.commitment = {promise}.id"""


ADD = """
INSERT INTO promise_tally (id, organisation, created_at, confidential, public, timezone, kind, value, n)
SELECT gen_random_uuid(), c.organisation, now(), {secret}, c.visibility = 'public', {zone}, f.kind, f.value, sum(f.n)
FROM {source} WHERE c.agreed_at IS NOT NULL GROUP BY 2, 4, 5, 6, 7, 8 HAVING sum(f.n) <> 0;
"""
TOUCH = """
INSERT INTO promise_touch (id, organisation, created_at, institution)
SELECT gen_random_uuid(), c.organisation, now(), c.institution FROM {promises} GROUP BY 2, 4;
"""


def _add(source: str, promises: str, secret: str = "e.confidential", zone: str = "e.timezone") -> str:
    return ADD.format(source=source, secret=secret, zone=zone) + TOUCH.format(promises=promises)


def _of(facts: str, promises: str) -> str:
    source = f"({facts}) f JOIN commitment c ON c.id = f.commitment JOIN event e ON e.id = c.event"
    return _add(source, f"commitment c WHERE c.id IN ({promises})")


# A plan is made by the first statement of a connection and kept: made for many rows it would read whole tables for one.
def _function(name: str, body: str) -> str:
    return (
        f"CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off"
        f" AS $$ DECLARE which uuid[]; BEGIN {body} RETURN NULL; END $$"
    )


def _if_any(which: str, body: str) -> str:
    return f"which := ARRAY({which}); IF cardinality(which) > 0 THEN {body} END IF;"


# Who hides an event, or moves a promise elsewhere, moves what was counted there. That must not happen between reading
# where something counts and counting it. So the event is held by whoever counts; and whoever moves a promise waits for
# those who change its actions, who therefore need not hold it: they hold their action.
STILL = "PERFORM FROM event e WHERE e.id IN ({events}) ORDER BY e.id FOR SHARE;"
STILL_OF = STILL.format(events="SELECT c.event FROM commitment c WHERE c.id IN ({which})")
HOLD = STILL_OF + "PERFORM FROM commitment c WHERE c.id IN ({which}) ORDER BY c.id FOR SHARE;"
HELD = STILL_OF + "PERFORM FROM follow_up_action a WHERE a.id IN ({actions}) ORDER BY a.id FOR NO KEY UPDATE;"
WAIT = "PERFORM FROM follow_up_action a WHERE a.commitment IN ({which}) ORDER BY a.id FOR SHARE;"

# By EXCEPT: a join of what went with what came would be planned for one row, and compare each with each.
MATTERS = f"""id, commitment, state, due, original_due, done_on,
  CASE WHEN state NOT IN {FINAL} THEN state_since END, CASE WHEN state IN {OWED} THEN reported_at END"""
STOOD_OUT = f"SELECT {MATTERS} FROM {{0}} WHERE original_due IS NOT NULL EXCEPT SELECT {MATTERS} FROM {{1}}"
CHANGED = f"""SELECT DISTINCT x.commitment FROM (({STOOD_OUT.format("come", "gone")})
  UNION ALL ({STOOD_OUT.format("gone", "come")})) x"""
STAND = f"SELECT a.commitment, f.kind, f.value, 1 AS n FROM come a {PLACE} {_acting()}"
STOOD = f"SELECT a.commitment, f.kind, f.value, -1 AS n FROM gone a {PLACE} {_acting()}"
AMONG = "AND a.commitment = ANY(which)"
PROMISED = "SELECT a.commitment FROM come a WHERE a.original_due IS NOT NULL"
JUDGING = f"SELECT a.commitment, f.kind, f.value, 1 AS n FROM come v JOIN {JUDGED} {OF_VERDICT}"
UNJUDGED = f"SELECT a.commitment, f.kind, f.value, -1 AS n FROM gone v JOIN {JUDGED} {OF_VERDICT}"
REVIEWED = """SELECT a.commitment, 'carried' AS kind, 0 AS value, 1 AS n FROM come m
  JOIN follow_up_action a ON a.id = m.action WHERE a.original_due IS NOT NULL"""
UNREVIEWED = REVIEWED.replace("1 AS n FROM come m", "-1 AS n FROM gone m")
OF_SUBMISSIONS = f"SELECT a.commitment FROM {{rows}} v JOIN {JUDGED}"
OF_ACTIONS = "SELECT a.commitment FROM {rows} m JOIN follow_up_action a ON a.id = m.action"
SUBMITTED = "SELECT s.action FROM come v JOIN submission s ON s.id = v.submission"

# Of a promise all facts move; of one that is new there is only itself.
WHERE = f"id, institution, event, visibility = 'public', agreed_at, {WAITS.format(c='{0}')}"
ELSEWHERE = f"""SELECT x.id FROM (SELECT {WHERE.format("gone")} FROM gone EXCEPT SELECT {WHERE.format("come")} FROM come) x"""
MOVED = f"""(SELECT c.*, -1 AS sign FROM gone c UNION ALL SELECT c.*, 1 FROM come c) c
  JOIN event e ON e.id = c.event CROSS JOIN LATERAL (SELECT p.kind, p.value, c.sign AS n FROM
  ({_all_of("c", "e.timezone")}) p WHERE c.id = ANY(which)) f"""
NEW = f"""(SELECT c.id AS commitment, f.kind, 0 AS value, 1 AS n FROM come c CROSS JOIN LATERAL (VALUES ('promise'),
  (CASE WHEN {WAITS.format(c="c")} THEN 'unratified' END)) f(kind) WHERE f.kind IS NOT NULL)"""
HIDES = """SELECT x.id FROM (SELECT id, confidential, timezone FROM gone
  EXCEPT SELECT id, confidential, timezone FROM come) x"""
HIDDEN = f"""(SELECT id, confidential AS secret, timezone AS zone, -1 AS sign FROM gone UNION ALL
    SELECT id, confidential, timezone, 1 FROM come) x JOIN commitment c ON c.event = x.id AND x.id = ANY(which)
  CROSS JOIN LATERAL (SELECT p.kind, p.value, x.sign AS n FROM ({_all_of("c", "x.zone")}) p) f"""

# Before a row goes with all that hangs on it: afterwards nobody could say where it counted.
LOST = "CREATE FUNCTION tally_{name}_lost() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN {add} RETURN OLD; END $$"


def _counting(facts: str, promises: str, actions: str) -> str:
    which = promises.format(rows="come")
    return HELD.format(which=which, actions=actions) + _of(facts, which)


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
    promise = "OLD.id" if column == "commitment" else "OLD.commitment"
    return (
        LOST.format(name=table, add=_of(gone, promise)),
        f"CREATE TRIGGER tally_lost BEFORE DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION tally_{table}_lost()",
    )


OLD = (
    "tally_new_promises", "tally_moved_promises", "tally_new_actions", "tally_actions", "tally_verdicts",
    "tally_lost_verdicts", "tally_reviews", "tally_lost_reviews", "tally_events", "tally_commitment_lost",
    "tally_follow_up_action_lost",
)  # fmt: skip
STATEMENTS = (
    *(f"DROP FUNCTION {name} CASCADE" for name in OLD),
    "DROP VIEW promise_fact",
    "DELETE FROM promise_tally",
    FACTS,
    _function(
        "tally_new_promises",
        f"{STILL.format(events='SELECT event FROM come')} {_of(NEW, 'SELECT id FROM come')}",
    ),
    _function(
        "tally_moved_promises",
        _if_any(
            ELSEWHERE,
            STILL.format(events="SELECT event FROM gone UNION SELECT event FROM come")
            + WAIT.format(which=WHICH)
            + _add(MOVED, f"(TABLE gone UNION ALL TABLE come) c WHERE c.id IN ({WHICH})"),
        ),
    ),
    _function("tally_new_actions", HOLD.format(which=PROMISED) + _of(STAND, PROMISED)),
    _function(
        "tally_actions",
        _if_any(
            CHANGED, STILL_OF.format(which=WHICH) + _of(f"{STOOD} {AMONG} UNION ALL {STAND} {AMONG}", WHICH)
        ),
    ),
    _function("tally_verdicts", _counting(JUDGING, OF_SUBMISSIONS, SUBMITTED)),
    _function("tally_lost_verdicts", _of(UNJUDGED, OF_SUBMISSIONS.format(rows="gone"))),
    _function("tally_reviews", _counting(REVIEWED, OF_ACTIONS, "SELECT m.action FROM come m")),
    _function("tally_lost_reviews", _of(UNREVIEWED, OF_ACTIONS.format(rows="gone"))),
    _function(
        "tally_events",
        _if_any(HIDES, _add(HIDDEN, f"commitment c WHERE c.event IN ({WHICH})", "x.secret", "x.zone")),
    ),
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
    "CREATE INDEX promise_tally_counts ON promise_tally (organisation, kind, value)"
    " INCLUDE (confidential, public, timezone, n)",
    "CREATE INDEX promise_touch_whose ON promise_touch (organisation, institution)",
    "CREATE UNIQUE INDEX promise_summary_once ON promise_summary (organisation, audience, institution)",
    "DROP INDEX follow_up_action_ahead",
    "INSERT INTO promise_tally (id, organisation, created_at, confidential, public, timezone, kind, value, n)"
    " SELECT gen_random_uuid(), c.organisation, now(), e.confidential, c.visibility = 'public', e.timezone, f.kind, f.value,"
    " count(*) FROM promise_fact f JOIN commitment c ON c.id = f.commitment JOIN event e ON e.id = c.event"
    " WHERE c.agreed_at IS NOT NULL GROUP BY 2, 4, 5, 6, 7, 8",
    "INSERT INTO promise_touch (id, organisation, created_at, institution)"
    " SELECT gen_random_uuid(), organisation, now(), institution FROM commitment GROUP BY 2, 4",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
