"""What the ORM cannot say of the directory: one permanent holder at a time, successors that every new link follows."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:81:000000"
VERSION = "1.38.0"
DESCRIPTION = "directory rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# Every column that names a person or an institution takes the successor of whom it is given, also when the merge
# commits at the same moment: the lock is the one the foreign key takes anyway, and waits for it.
FOLLOW = """
CREATE FUNCTION follow_successors() RETURNS void LANGUAGE plpgsql AS $outer$
DECLARE link record; called text; head text;
BEGIN
  FOR link IN
    SELECT t.relname AS relation, a.attname AS attribute, f.relname AS target
    FROM pg_constraint c JOIN pg_class t ON t.oid = c.conrelid JOIN pg_class f ON f.oid = c.confrelid
    JOIN pg_attribute a ON a.attrelid = t.oid AND a.attnum = c.conkey[1]
    WHERE c.contype = 'f' AND cardinality(c.conkey) = 1
      AND c.confrelid IN ('person'::regclass, 'institution'::regclass) AND a.attname <> 'successor'
      AND NOT EXISTS (SELECT FROM pg_trigger g WHERE g.tgrelid = t.oid AND g.tgname = 'follow_' || a.attname)
  LOOP
    called := format('follow_%s_%s', link.relation, link.attribute);
    EXECUTE format($make$
      CREATE OR REPLACE FUNCTION %1$I() RETURNS trigger LANGUAGE plpgsql AS $inner$
      DECLARE next uuid;
      BEGIN
        SELECT successor INTO next FROM %3$I WHERE id = NEW.%2$I FOR KEY SHARE;
        IF next IS NOT NULL THEN NEW.%2$I := next; END IF;
        RETURN NEW;
      END $inner$ $make$, called, link.attribute, link.target);
    head := format('BEFORE INSERT ON %I FOR EACH ROW WHEN (NEW.%I IS NOT NULL)', link.relation, link.attribute);
    EXECUTE format('CREATE TRIGGER %I %s EXECUTE FUNCTION %I()', 'follow_' || link.attribute, head, called);
    head := format('BEFORE UPDATE OF %2$I ON %1$I FOR EACH ROW WHEN (NEW.%2$I IS DISTINCT FROM OLD.%2$I'
                   ' AND NEW.%2$I IS NOT NULL)', link.relation, link.attribute);
    EXECUTE format('CREATE TRIGGER %I %s EXECUTE FUNCTION %I()', 'follow_new_' || link.attribute, head, called);
  END LOOP;
END $outer$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    # Holders of positions.
    "ALTER TABLE position_holding ADD CONSTRAINT position_holding_kind"
    " CHECK (kind IN ('permanent', 'plt', 'plh', 'pj', 'pjs'))",
    "ALTER TABLE position_holding ADD CONSTRAINT position_holding_times CHECK (ends_on >= starts_on)",
    "ALTER TABLE position_holding ADD CONSTRAINT one_permanent_holder EXCLUDE USING gist"
    " (uuidrange(position, position, '[]') WITH &&, daterange(starts_on, ends_on, '[]') WITH &&)"
    " WHERE (kind = 'permanent')",
    "CREATE INDEX position_holding_of_position ON position_holding (position, starts_on)",
    # People.
    "ALTER TABLE person ADD CONSTRAINT person_channel CHECK (channel IN ('email', 'wa', 'none'))",
    "ALTER TABLE person ADD CONSTRAINT person_minor_has_guardian"
    " CHECK (NOT is_minor OR guardian_name <> '' AND guardian_agreed_at IS NOT NULL)",
    "ALTER TABLE person ADD CONSTRAINT person_minor_phone"
    " CHECK (NOT is_minor OR phone = '' OR guardian_allows_phone)",
    "ALTER TABLE person ADD CONSTRAINT person_not_its_own_successor CHECK (successor <> id)",
    "ALTER TABLE institution ADD CONSTRAINT institution_not_its_own_successor CHECK (successor <> id)",
    "CREATE INDEX person_phone ON person (organisation, phone) WHERE phone <> ''",
    "CREATE INDEX person_email ON person (organisation, lower(email)) WHERE email <> ''",
    # Consents.
    "ALTER TABLE consent_withdrawal ALTER COLUMN withdrawn_at SET NOT NULL",
    "CREATE UNIQUE INDEX consent_withdrawal_once ON consent_withdrawal (consent)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON consent_withdrawal"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    # Merges: one that stands for each loser; pairs once, the smaller id first.
    "ALTER TABLE directory_merge ALTER COLUMN loser SET NOT NULL, ALTER COLUMN survivor SET NOT NULL",
    "ALTER TABLE directory_merge ADD CONSTRAINT directory_merge_two CHECK (loser <> survivor)",
    "CREATE UNIQUE INDEX directory_merge_standing ON directory_merge (loser) WHERE undone_at IS NULL",
    "CREATE INDEX directory_merge_survivor ON directory_merge (survivor)",
    "CREATE INDEX directory_merge_newest ON directory_merge (organisation, id)",
    "ALTER TABLE directory_merge_move ALTER COLUMN before SET NOT NULL",
    "ALTER TABLE directory_distinct ADD CONSTRAINT directory_distinct_order CHECK (first < second)",
    "CREATE UNIQUE INDEX directory_distinct_once ON directory_distinct (first, second)",
    FOLLOW,
    "SELECT follow_successors()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
