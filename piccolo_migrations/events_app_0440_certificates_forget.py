"""A certificate may forget its holder while a transaction anonymises: name, reasons and link go; number, hours and days stay."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:440:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "certificates forget"

MAY_CHANGE = "'{name,version,person,guest,revoked_at,revoked_by,revoked_reason}'"
# The guard of 0433 came after 0421 had taught all others. The link's digest is no text, so it is named.
FORGETS = "'{name,reason,revoked_reason,link_hash}'"
GUARD = f"""
CREATE OR REPLACE FUNCTION only_correct_certificates() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF coalesce(current_setting('events_app.anonymising', true), '') = 'on'
     AND to_jsonb(NEW) - {FORGETS}::text[] = to_jsonb(OLD) - {FORGETS}::text[] THEN RETURN NEW; END IF;
  IF to_jsonb(NEW) - {MAY_CHANGE}::text[] = to_jsonb(OLD) - {MAY_CHANGE}::text[]
     AND NEW.version >= OLD.version AND (OLD.revoked_at IS NULL OR NEW.revoked_at = OLD.revoked_at) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an issued certificate can only be corrected or revoked' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(GUARD)
