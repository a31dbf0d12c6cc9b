"""A duty is passed on while something is owed, for a reason, and never to whoever has the other duty; none is rewritten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:03:41:000000"
VERSION = "1.38.0"
DESCRIPTION = "assigning rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name = 'duty_change'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# The action's row is locked by whoever passes the duty on, so what is read here stays so until they are done.
GUARD = """
CREATE FUNCTION refuse_wrong_duty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a follow_up_action;
BEGIN
  SELECT * INTO a FROM follow_up_action WHERE id = NEW.action AND organisation = NEW.organisation;
  IF a.id IS NULL THEN
    RAISE EXCEPTION 'a duty of another organisation' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT (a.state IN ('open', 'in_progress', 'returned') OR NEW.duty = 'verifier' AND a.state = 'draft') THEN
    RAISE EXCEPTION 'a duty is not passed on while an action is %', a.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.duty = 'responsible' AND standing_office(NEW.after_institution) = standing_office(a.verifier_institution)
    OR NEW.duty = 'verifier' AND standing_office(NEW.after_institution) = standing_office(a.responsible_institution) THEN
    RAISE EXCEPTION 'nobody verifies their own work' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    GUARD,
    "ALTER TABLE duty_change ADD CONSTRAINT duty_change_said CHECK (duty IN ('responsible', 'verifier') AND reason <> '')",
    "ALTER TABLE duty_change ADD CONSTRAINT duty_change_named CHECK (duty = 'verifier' OR after_institution IS NOT NULL)",
    "ALTER TABLE duty_change ADD CONSTRAINT duty_change_changes CHECK ((before_institution, before_position, before_person)"
    " IS DISTINCT FROM (after_institution, after_position, after_person))",
    "CREATE INDEX duty_change_story ON duty_change (action, id)",
    "CREATE TRIGGER duty BEFORE INSERT ON duty_change FOR EACH ROW EXECUTE FUNCTION refuse_wrong_duty()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON duty_change"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
