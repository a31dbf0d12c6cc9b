"""An indicator stands under its scheme, version and code once; a commitment names those of its own organisation."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:64:000000"
VERSION = "1.38.0"
DESCRIPTION = "indicators rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('indicator_ref', 'commitment_indicator')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

OWN = """
CREATE FUNCTION refuse_strange_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM indicator_ref r JOIN commitment c ON c.organisation = r.organisation
      WHERE r.id = NEW.indicator AND c.id = NEW.commitment AND r.organisation = NEW.organisation) THEN
    RAISE EXCEPTION 'an indicator of another organisation' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A new meaning is a new version; what was chosen under the old one keeps it.
STANDS = """
CREATE FUNCTION refuse_moved_indicator() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF (NEW.organisation, NEW.scheme, NEW.version, NEW.code) IS DISTINCT FROM
     (OLD.organisation, OLD.scheme, OLD.version, OLD.code) THEN
    RAISE EXCEPTION 'an indicator keeps its scheme, version and code' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    OWN,
    STANDS,
    "ALTER TABLE indicator_ref ADD CONSTRAINT indicator_ref_said CHECK (scheme IN ('sdg', 'kla', 'ran', 'rad', 'rpjmd',"
    " 'custom') AND version <> '' AND code <> '' AND label <> '')",
    "CREATE UNIQUE INDEX indicator_ref_once ON indicator_ref (organisation, scheme, version, code)",
    "CREATE UNIQUE INDEX commitment_indicator_once ON commitment_indicator (commitment, indicator)",
    "CREATE TRIGGER own BEFORE INSERT OR UPDATE ON commitment_indicator"
    " FOR EACH ROW EXECUTE FUNCTION refuse_strange_indicator()",
    "CREATE TRIGGER stands BEFORE UPDATE ON indicator_ref FOR EACH ROW EXECUTE FUNCTION refuse_moved_indicator()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
