"""What only plots and scorecards tell of a promise marks its institution, too: themes, states, ratifications, obstacles."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:399:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "promise count rules"

OWED = "('open', 'in_progress', 'returned')"
TOLD = "id, theme, state, ratification"
TOUCH = """INSERT INTO promise_touch (id, organisation, created_at, institution)
  SELECT gen_random_uuid(), c.organisation, now(), c.institution FROM {promises} GROUP BY 2, 4;"""
RETOLD = TOUCH.format(
    promises=f"""come c WHERE c.agreed_at IS NOT NULL
    AND c.id IN (SELECT x.id FROM (SELECT {TOLD} FROM gone EXCEPT SELECT {TOLD} FROM come) x)"""
)
# The news of what is owed marks it by its moment; of the rest, and where the news is older than other news, the obstacle must.
HINDERS = TOUCH.format(
    promises=f"""come r JOIN follow_up_action a ON a.id = r.action JOIN commitment c ON c.id = a.commitment
    WHERE r.obstacle <> 'none' AND NOT (a.state IN {OWED} AND r.created_at > coalesce(a.reported_at, '-infinity'))"""
)
# A report is never changed; it goes only with all that hangs on it, or when everything is erased.
UNHINDERS = TOUCH.format(
    promises="follow_up_action a JOIN commitment c ON c.id = a.commitment WHERE a.id = OLD.action"
)
# As in the other rules: a plan made for many rows and kept would read whole tables for one.
PLAIN = "LANGUAGE plpgsql SET enable_hashjoin = off SET enable_mergejoin = off"

STATEMENTS = (
    "CREATE UNIQUE INDEX promise_count_once ON promise_count (organisation, confidential, institution) NULLS NOT DISTINCT",
    "CREATE INDEX commitment_latest ON commitment (institution, agreed_at DESC, id DESC) WHERE agreed_at IS NOT NULL",
    f"CREATE FUNCTION touch_retold() RETURNS trigger {PLAIN} AS $$ BEGIN {RETOLD} RETURN NULL; END $$",
    "CREATE TRIGGER touch_retold AFTER UPDATE ON commitment REFERENCING OLD TABLE AS gone NEW TABLE AS come"
    " FOR EACH STATEMENT EXECUTE FUNCTION touch_retold()",
    f"""CREATE OR REPLACE FUNCTION note_report() RETURNS trigger {PLAIN} AS $$ BEGIN
  PERFORM FROM follow_up_action a WHERE a.id IN (SELECT action FROM come) ORDER BY a.id FOR NO KEY UPDATE;
  {HINDERS}
  UPDATE follow_up_action a SET reported_at = greatest(a.reported_at, r.at)
  FROM (SELECT action, max(created_at) AS at FROM come GROUP BY 1) r WHERE a.id = r.action;
  RETURN NULL; END $$""",
    f"CREATE FUNCTION touch_unhindered() RETURNS trigger {PLAIN} AS $$ BEGIN {UNHINDERS} RETURN NULL; END $$",
    "CREATE TRIGGER touch_unhindered AFTER DELETE ON progress_update FOR EACH ROW WHEN (OLD.obstacle <> 'none')"
    " EXECUTE FUNCTION touch_unhindered()",
    # What stands already is counted by the first job, and from the rows until then.
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
