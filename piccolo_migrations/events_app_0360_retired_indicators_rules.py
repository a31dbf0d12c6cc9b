"""What is offered no more is not chosen anew; whoever chose it before keeps it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T03:60:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "retired indicators rules"

# The lock lets an indicator be retired before or after it is chosen, never between the look and the row.
OFFERED = """
CREATE FUNCTION refuse_retired_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE retired timestamptz;
BEGIN
  SELECT retired_at INTO retired FROM indicator_ref WHERE id = NEW.indicator FOR SHARE;
  IF retired IS NOT NULL THEN
    RAISE EXCEPTION 'an indicator that is not offered any more' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

STATEMENTS = (
    OFFERED,
    "CREATE TRIGGER offered BEFORE INSERT ON commitment_indicator"
    " FOR EACH ROW EXECUTE FUNCTION refuse_retired_indicator()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
