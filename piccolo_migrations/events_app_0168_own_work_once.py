"""Whose work a submission is stands once: for the guard of verdicts, and for the refusal that is said before it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:68:000000"
VERSION = "1.38.0"
DESCRIPTION = "own work once"

# The rule of persons is absolute; that of institutions can be waived for one action, in a row of its own.
IS_OWN_WORK = """
CREATE FUNCTION is_own_work(of_submission uuid, judge uuid, judging_for uuid, at timestamptz) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT coalesce(s."user" = judge, false)
      OR owns_work(s.id, u.email, (at AT TIME ZONE o.timezone)::date)
      OR (coalesce(standing_office(a.responsible_institution)
            IN (standing_office(judging_for), standing_office(u.institution)), false)
        AND NOT EXISTS (SELECT FROM verification_waiver w WHERE w.action = a.id))
    FROM submission s JOIN follow_up_action a ON a.id = s.action JOIN organisation o ON o.id = a.organisation
    LEFT JOIN app_user u ON u.id = judge
   WHERE s.id = of_submission
$$
"""

GUARD = """
CREATE OR REPLACE FUNCTION refuse_own_work() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF is_own_work(NEW.submission, NEW.verifier, NEW.verifier_institution, NEW.created_at) THEN
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
    for statement in (IS_OWN_WORK, GUARD):
        await execute(statement)
