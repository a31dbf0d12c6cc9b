"""What the ORM cannot say of answering: one change a guest and answer for ever, and answers that were taken back."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:96:000000"
VERSION = "1.38.0"
DESCRIPTION = "answers rules"

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
    "ALTER TABLE answer_guest ADD CONSTRAINT answer_guest_change CHECK (change IN ('named', 'kept', 'left'))",
    "CREATE UNIQUE INDEX answer_guest_once ON answer_guest (answer, guest)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON answer_guest"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE invitation_answer DROP CONSTRAINT answer_known",
    "ALTER TABLE invitation_answer ADD CONSTRAINT answer_known"
    " CHECK (answer IN ('accepted', 'tentative', 'declined', 'taken_back'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
