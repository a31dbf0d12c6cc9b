"""What the ORM cannot say of lists and groups: one reading a list, each line once, each member once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:86:000000"
VERSION = "1.38.0"
DESCRIPTION = "lists rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

MEMBERS = """
INSERT INTO stakeholder_group_member (id, organisation, created_at, "group", institution)
SELECT gen_random_uuid(), g.organisation, g.created_at, g.id, i.id
FROM stakeholder_group g CROSS JOIN LATERAL (SELECT DISTINCT unnest(g.institutions) AS id) named
JOIN institution i ON i.id = named.id AND i.organisation = g.organisation
"""

NAMES = """
UPDATE stakeholder_group g SET name_key = lower(btrim(g.name)) || CASE WHEN EXISTS (
  SELECT FROM stakeholder_group o WHERE o.organisation = g.organisation AND o.id < g.id
    AND lower(btrim(o.name)) = lower(btrim(g.name))) THEN ' ' || g.id ELSE '' END
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX list_reading_once ON list_reading (draft)",
    "ALTER TABLE list_reading ADD CONSTRAINT list_reading_state CHECK (state IN"
    " ('reading', 'unmapped', 'ready', 'committing', 'committed', 'stopped', 'failed'))",
    "CREATE UNIQUE INDEX import_line_once ON import_line (draft, line)",
    "CREATE INDEX import_line_key ON import_line (draft, name_key, office_key)",
    "CREATE INDEX import_line_email ON import_line (draft, email) WHERE email <> ''",
    "CREATE UNIQUE INDEX column_mapping_once ON column_mapping (organisation, signature)",
    MEMBERS,
    "CREATE UNIQUE INDEX stakeholder_group_member_once"
    ' ON stakeholder_group_member ("group", institution, person) NULLS NOT DISTINCT',
    "ALTER TABLE stakeholder_group_member ADD CONSTRAINT stakeholder_group_member_one"
    " CHECK (num_nonnulls(institution, person) = 1)",
    NAMES,
    "CREATE UNIQUE INDEX stakeholder_group_name ON stakeholder_group (organisation, name_key)",
    "ALTER TABLE stakeholder_group ADD CONSTRAINT stakeholder_group_taking"
    " CHECK (taking IN ('institutions', 'heads', 'holders') AND (taking <> 'holders' OR title <> ''))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
