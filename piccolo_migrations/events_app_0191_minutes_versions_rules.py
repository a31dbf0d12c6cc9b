"""Finalised minutes are never changed, and nothing is written behind their back until a correction begins."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:91:000000"
VERSION = "1.38.0"
DESCRIPTION = "minutes versions rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# What a gone agenda item leaves behind only changes its place, so the words alone are guarded.
GUARD = """
CREATE FUNCTION minutes_are_open() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_event uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.event ELSE NEW.event END;
BEGIN
  IF current_setting('events_app.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF EXISTS (SELECT FROM minutes_version WHERE event = of_event)
     AND NOT EXISTS (SELECT FROM minutes WHERE event = of_event AND correcting <> '') THEN
    RAISE EXCEPTION 'the minutes of this event are finalised' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$
"""
WATCH = (
    "CREATE TRIGGER minutes_open BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION minutes_are_open()"
)
APPEND = "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION refuse_change()"

STATEMENTS = (
    DROP_DEFAULTS,
    GUARD,
    WATCH.format(when="INSERT OR UPDATE OF content, version", table="minutes_text"),
    WATCH.format(when="INSERT OR UPDATE OF content, place OR DELETE", table="minutes_decision"),
    WATCH.format(when="INSERT OR UPDATE OR DELETE", table="meeting_review"),
    WATCH.format(when="INSERT OR UPDATE OR DELETE", table="previous_meeting"),
    APPEND.format(table="minutes_version"),
    APPEND.format(table="minutes_mail"),
    "CREATE UNIQUE INDEX minutes_version_once ON minutes_version (event, number)",
    "ALTER TABLE minutes_version ADD CONSTRAINT correction_says_why CHECK (number >= 1 AND (number = 1) = (reason = ''))",
    "CREATE UNIQUE INDEX minutes_mailing_once ON minutes_mailing (version)",
    "CREATE UNIQUE INDEX minutes_mail_once ON minutes_mail (version, address)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
