"""What the ORM cannot say of the board: which rules make sense, and where its cheap look at the door begins."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:45:000000"
VERSION = "1.38.0"
DESCRIPTION = "live board rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('quorum_rule', 'board_screen')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "ALTER TABLE quorum_rule ADD CONSTRAINT quorum_of_one_sector CHECK (num_nonnulls(kind, stakeholder_group) <= 1)",
    "ALTER TABLE quorum_rule ADD CONSTRAINT quorum_counting CHECK (counting IN ('institutions', 'people'))",
    "ALTER TABLE quorum_rule ADD CONSTRAINT quorum_amount CHECK (CASE measure WHEN 'number' THEN"
    " amount BETWEEN 1 AND 100000 WHEN 'share' THEN amount BETWEEN 1 AND 100 ELSE amount BETWEEN 0 AND 99 END)",
    "ALTER TABLE quorum_rule ADD CONSTRAINT quorum_measure CHECK (measure IN ('number', 'share', 'more_than'))",
    "CREATE UNIQUE INDEX quorum_rule_label ON quorum_rule (event, lower(label))",
    # A scan is undone seldom, so that counting those is cheap, and scanning never touches this index.
    "CREATE INDEX scan_undone ON scan (event) WHERE undone_at IS NOT NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
