"""What the ORM cannot say of minutes: what is once, what is never changed, and that a gone agenda item takes no word along."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:86:000000"
VERSION = "1.38.0"
DESCRIPTION = "minutes rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# What stood in the running order itself becomes a text and a decision of the minutes.
MOVE_NOTES = """
INSERT INTO minutes_text (id, organisation, created_at, event, agenda_item, part, heading, content, version)
SELECT gen_random_uuid(), organisation, now(), event, id, 'discussion', '', notes, 1 FROM agenda_item WHERE notes <> ''
"""
MOVE_WORDINGS = """
INSERT INTO minutes_wording (id, organisation, created_at, minutes_text, version, content, aside)
SELECT gen_random_uuid(), organisation, now(), id, 1, content, false FROM minutes_text
"""
MOVE_DECISIONS = """
INSERT INTO minutes_decision (id, organisation, created_at, event, agenda_item, heading, place, content, row_version)
SELECT gen_random_uuid(), organisation, now(), event, id, '', place, decision, 1 FROM agenda_item WHERE decision <> ''
"""

KEEP = """
CREATE FUNCTION keep_minutes_of_item() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  UPDATE minutes_text SET heading = OLD.title, agenda_item = NULL WHERE agenda_item = OLD.id;
  UPDATE minutes_decision SET heading = OLD.title, agenda_item = NULL WHERE agenda_item = OLD.id;
  RETURN OLD;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    MOVE_NOTES,
    MOVE_WORDINGS,
    MOVE_DECISIONS,
    KEEP,
    "CREATE TRIGGER keep_minutes BEFORE DELETE ON agenda_item FOR EACH ROW EXECUTE FUNCTION keep_minutes_of_item()",
    "CREATE UNIQUE INDEX minutes_once ON minutes (event)",
    "CREATE UNIQUE INDEX minutes_text_of_item ON minutes_text (agenda_item) WHERE agenda_item IS NOT NULL",
    "CREATE UNIQUE INDEX minutes_text_of_event ON minutes_text (event, part)"
    " WHERE agenda_item IS NULL AND heading = ''",
    "ALTER TABLE minutes_text ADD CONSTRAINT minutes_text_part CHECK"
    " (part IN ('opening', 'discussion', 'conclusions', 'closing')"
    " AND (part = 'discussion' OR (agenda_item IS NULL AND heading = '')))",
    "CREATE UNIQUE INDEX minutes_wording_once ON minutes_wording (minutes_text, version)",
    "CREATE UNIQUE INDEX minutes_save_once ON minutes_wording (minutes_text, save_id) WHERE save_id IS NOT NULL",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON minutes_wording"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "ALTER TABLE minutes_decision ADD CONSTRAINT decision_says CHECK (content <> '')",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
