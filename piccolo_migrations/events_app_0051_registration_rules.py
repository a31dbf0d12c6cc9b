"""What the ORM cannot say of open registration: one wish a person, consent that is never rewritten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:51:000000"
VERSION = "1.38.0"
DESCRIPTION = "registration rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX registration_once ON registration (event, key_hash)",
    "CREATE INDEX registration_unconfirmed ON registration (ends_at) WHERE confirmed_at IS NULL",
    "CREATE INDEX consent_record_of_person ON consent_record (person, purpose, given_at)",
    "ALTER TABLE consent_record ALTER COLUMN given_at SET NOT NULL",
    "ALTER TABLE registration ALTER COLUMN ends_at SET NOT NULL",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consent_record"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    # The pages of an organisation: what is coming, what was, and the feed of what changed last.
    "CREATE INDEX event_public ON event (organisation, starts_at)"
    " WHERE visibility = 'public' AND NOT confidential AND state <> 'draft'",
    "ALTER TABLE event ADD CONSTRAINT event_registration_is_open_to_strangers"
    " CHECK (NOT registration OR (visibility <> 'invited' AND NOT confidential))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
