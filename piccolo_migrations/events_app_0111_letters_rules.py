"""What the ORM cannot say of letters: one letterhead, one series a year, no number twice, copies counted, prints once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "letters rules"

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
    "CREATE UNIQUE INDEX letterhead_once ON letterhead (organisation)",
    "CREATE UNIQUE INDEX letter_series_once ON letter_series (organisation, year)",
    "ALTER TABLE letter_series ADD CONSTRAINT letter_series_order CHECK (first >= 1 AND last >= first - 1)",
    "CREATE UNIQUE INDEX letter_number_once ON letter (organisation, year, lower(number))",
    "CREATE UNIQUE INDEX letter_sequence_once ON letter (organisation, year, sequence)",
    "CREATE UNIQUE INDEX letter_verify_hash ON letter (verify_hash)",
    "ALTER TABLE letter ADD CONSTRAINT letter_state CHECK (state IN ('draft', 'issued', 'cancelled', 'replaced'))",
    "ALTER TABLE letter ADD CONSTRAINT letter_numbered CHECK ((state = 'draft') = (number IS NULL)"
    " AND (number IS NULL) = (year IS NULL) AND (number IS NULL) = (letter_date IS NULL)"
    " AND (number IS NULL) = (issued_at IS NULL) AND (sequence IS NULL OR number IS NOT NULL))",
    "ALTER TABLE letter ADD CONSTRAINT letter_ended CHECK ((state IN ('cancelled', 'replaced')) = (ended_at IS NOT NULL)"
    " AND (ended_at IS NULL OR ended_reason <> ''))",
    "CREATE UNIQUE INDEX letter_recipient_place ON letter_recipient (letter, position)",
    "CREATE UNIQUE INDEX letter_recipient_once ON letter_recipient (letter, invitation)",
    "CREATE UNIQUE INDEX letter_copy_version ON letter_copy (letter, recipient, version) NULLS NOT DISTINCT",
    "CREATE UNIQUE INDEX letter_print_once ON letter_print (letter, recipient, sha256) NULLS NOT DISTINCT",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
