"""Who verifies may change while a submission waits for the verdict: the next verifier finds it waiting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:387:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "other verifier rules"

# The action's row is locked by whoever passes the duty on, so what is read here stays so until they are done.
GUARD = """
CREATE OR REPLACE FUNCTION refuse_wrong_duty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a follow_up_action;
BEGIN
  SELECT * INTO a FROM follow_up_action WHERE id = NEW.action AND organisation = NEW.organisation;
  IF a.id IS NULL THEN
    RAISE EXCEPTION 'a duty of another organisation' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT (a.state IN ('open', 'in_progress', 'returned')
      OR NEW.duty = 'verifier' AND a.state = 'submitted') THEN
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


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(GUARD)
