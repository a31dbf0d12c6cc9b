"""What the ORM cannot say of places: a booking is an event's or a block's, a day is decided about once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:61:000000"
VERSION = "1.38.0"
DESCRIPTION = "places rules"

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
    "ALTER TABLE booking ADD CONSTRAINT booking_of_event_or_block CHECK ((event IS NULL) <> (block IS NULL))",
    "ALTER TABLE booking ADD CONSTRAINT booking_block_takes_a_room"
    " CHECK (block IS NULL OR (subject_kind = 'room' AND session IS NULL AND NOT cancelled))",
    "ALTER TABLE room_block ALTER COLUMN starts_at SET NOT NULL, ALTER COLUMN ends_at SET NOT NULL,"
    " ADD CONSTRAINT room_block_ends_after_start CHECK (ends_at > starts_at)",
    "CREATE INDEX room_block_by_end ON room_block (room, ends_at)",
    "ALTER TABLE room ADD CONSTRAINT room_hours_of_a_week CHECK (cardinality(hours) IN (0, 7))",
    "ALTER TABLE holiday ALTER COLUMN day SET NOT NULL",
    "CREATE UNIQUE INDEX holiday_once ON holiday (organisation, day)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
