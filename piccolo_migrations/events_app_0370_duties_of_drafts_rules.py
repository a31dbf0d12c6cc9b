"""Nothing is passed on in a draft: nobody owes it yet, and a draft is said anew with all its actions."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T03:70:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "duties of drafts rules"

# Rows of drafts kept the draft from being said anew: its actions are deleted, and these rows with them.
FORGET_DRAFTS = """
DO $$ BEGIN
  PERFORM set_config('events_app.erasing', 'on', true);
  DELETE FROM duty_change x USING follow_up_action a WHERE a.id = x.action AND a.state = 'draft';
  PERFORM set_config('events_app.erasing', 'off', true);
END $$
"""

GUARD = """
CREATE OR REPLACE FUNCTION refuse_wrong_duty() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE a follow_up_action;
BEGIN
  SELECT * INTO a FROM follow_up_action WHERE id = NEW.action AND organisation = NEW.organisation;
  IF a.id IS NULL THEN
    RAISE EXCEPTION 'a duty of another organisation' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF a.state NOT IN ('open', 'in_progress', 'returned') THEN
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
    await execute(FORGET_DRAFTS)
    await execute(GUARD)
