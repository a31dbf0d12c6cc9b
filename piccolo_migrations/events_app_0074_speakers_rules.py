"""What the ORM cannot say of the stage: one desk a person and event, one standing a session, times that end later."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:74:000000"
VERSION = "1.38.0"
DESCRIPTION = "speakers rules"

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
    "CREATE UNIQUE INDEX event_speaker_once ON event_speaker (event, person)",
    "CREATE UNIQUE INDEX event_speaking_once ON event_speaking (speaker, session)",
    "ALTER TABLE event_speaking ADD CONSTRAINT event_speaking_state"
    " CHECK (state IN ('not_asked', 'asked', 'confirmed', 'declined'))",
    "ALTER TABLE event_speaking ADD CONSTRAINT event_speaking_reason CHECK (state <> 'declined' OR reason <> '')",
    "ALTER TABLE event_speaker ADD CONSTRAINT event_speaker_range CHECK (free_until >= free_from)",
    "ALTER TABLE person_availability ADD CONSTRAINT person_availability_times CHECK (ends_at > starts_at)",
    "CREATE UNIQUE INDEX person_availability_once ON person_availability (person, free, starts_at, ends_at)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
