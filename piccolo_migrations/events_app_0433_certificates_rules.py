"""What the ORM cannot say of certificates: one a person and event, a number once a year, and what may change of one issued."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:433:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "certificates rules"

TABLES = "'certificate_plan', 'session_jp', 'certificate_issuance', 'certificate', 'certificate_version', 'certificate_series'"
DROP_DEFAULTS = f"""
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name IN ({TABLES})
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""
ROLES = "'speaker', 'moderator', 'facilitator', 'committee', 'participant'"
MAY_CHANGE = "'{name,version,person,guest,revoked_at,revoked_by,revoked_reason}'"

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX certificate_plan_once ON certificate_plan (event)",
    "ALTER TABLE certificate_plan ADD CONSTRAINT certificate_plan_known"
    " CHECK (earned_by IN ('attended', 'sessions', 'time') AND jp_of IN ('event', 'sessions'))",
    "ALTER TABLE certificate_plan ADD CONSTRAINT certificate_plan_measure"
    " CHECK (share BETWEEN 1 AND 100 AND jp BETWEEN 0 AND 999)",
    "CREATE UNIQUE INDEX session_jp_once ON session_jp (session)",
    "ALTER TABLE session_jp ADD CONSTRAINT session_jp_measure CHECK (jp BETWEEN 0 AND 99)",
    "CREATE UNIQUE INDEX certificate_once ON certificate (event, person)",
    "CREATE UNIQUE INDEX certificate_once_a_guest ON certificate (guest) WHERE guest IS NOT NULL",
    "CREATE UNIQUE INDEX certificate_sequence ON certificate (organisation, year, sequence)",
    "CREATE UNIQUE INDEX certificate_number ON certificate (organisation, year, lower(number))",
    f"ALTER TABLE certificate ADD CONSTRAINT certificate_known CHECK (role IN ({ROLES}) AND jp >= 0 AND name <> '')",
    "ALTER TABLE certificate ADD CONSTRAINT certificate_revoked CHECK ((revoked_at IS NULL) = (revoked_reason = ''))",
    f"""
    CREATE FUNCTION only_correct_certificates() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF to_jsonb(NEW) - {MAY_CHANGE}::text[] = to_jsonb(OLD) - {MAY_CHANGE}::text[]
         AND NEW.version >= OLD.version AND (OLD.revoked_at IS NULL OR NEW.revoked_at = OLD.revoked_at) THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'an issued certificate can only be corrected or revoked' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER only_corrected BEFORE UPDATE ON certificate FOR EACH ROW EXECUTE FUNCTION only_correct_certificates()",
    "CREATE UNIQUE INDEX certificate_version_once ON certificate_version (certificate, version)",
    "CREATE TRIGGER append_only BEFORE UPDATE ON certificate_version FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE TRIGGER append_only BEFORE UPDATE ON certificate_issuance FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE UNIQUE INDEX certificate_series_once ON certificate_series (organisation, year)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
