"""What the ORM cannot say of papers: one role a guest, one signature that stands, and lines that are numbers only."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:40:000000"
VERSION = "1.38.0"
DESCRIPTION = "papers rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

ROLES = "'vip', 'speaker', 'moderator', 'facilitator', 'committee', 'press', 'participant'"
FORMATS = "'a4-8', 'a4-10', 'a6', 'a7', 'label-62'"

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX badge_role_once ON badge_role (guest)",
    f"ALTER TABLE badge_role ADD CONSTRAINT badge_role_known CHECK (role IN ({ROLES}))",
    "CREATE UNIQUE INDEX badge_choice_once ON badge_choice (organisation)",
    f"ALTER TABLE badge_choice ADD CONSTRAINT badge_choice_known CHECK (format IN ({FORMATS}))",
    f"ALTER TABLE badge_print ADD CONSTRAINT badge_print_known CHECK (format IN ({FORMATS}))",
    "CREATE TRIGGER append_only BEFORE UPDATE ON badge_print FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE UNIQUE INDEX event_signing_once ON event_signing (event)",
    "CREATE UNIQUE INDEX signature_stands ON checkin_signature (event, session, guest) NULLS NOT DISTINCT"
    " WHERE ended_at IS NULL",
    "ALTER TABLE checkin_signature ADD CONSTRAINT signature_numbers CHECK (strokes ~ '^[][0-9,]*$'"
    " AND octet_length(strokes) <= 20480)",
    "ALTER TABLE checkin_signature ADD CONSTRAINT signature_drawn CHECK ((strokes <> '') = (NOT on_paper AND ended_at IS NULL))",
    "ALTER TABLE checkin_signature ADD CONSTRAINT signature_ended CHECK ((ended_at IS NULL) = (ended_how IS NULL)"
    " AND (ended_how IS NULL OR ended_how IN ('replaced', 'removed')))",
    """
    CREATE FUNCTION only_end_signatures() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF OLD.ended_at IS NULL AND NEW.ended_at IS NOT NULL
         AND to_jsonb(NEW) - '{strokes,ended_at,ended_by,ended_how}'::text[]
           = to_jsonb(OLD) - '{strokes,ended_at,ended_by,ended_how}'::text[] THEN RETURN NEW; END IF;
      RAISE EXCEPTION 'a signature can only end' USING ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    "CREATE TRIGGER only_ends BEFORE UPDATE ON checkin_signature FOR EACH ROW EXECUTE FUNCTION only_end_signatures()",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_state"
    " CHECK (state IN ('waiting', 'working', 'done', 'failed', 'forgotten'))",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_file CHECK ((state = 'done') = (sealed IS NOT NULL))",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_order CHECK (done >= 0 AND total >= 0 AND size >= 0)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
