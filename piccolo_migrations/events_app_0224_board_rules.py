"""What the ORM cannot say of the board: the counts that triggers keep, its order by index, what is once."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:24:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "board rules"

NEW_TABLES = "'board_tally', 'board_view', 'board_default', 'board_change', 'board_change_item'"
DROP_DEFAULTS = f"""
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name IN ({NEW_TABLES})
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""  # noqa: S608

# Both grains at once: rows without an institution for the whole organisation, and those of each institution.
ADD = """
  INSERT INTO board_tally (id, organisation, created_at, institution, confidential, timezone, state, due, n)
  SELECT gen_random_uuid(), a.organisation, now(),
         CASE WHEN g.whole THEN NULL ELSE a.responsible_institution END, e.confidential, e.timezone, a.state, a.due, sum(a.n)
  FROM {changed} a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
  CROSS JOIN (VALUES (true), (false)) g (whole)
  GROUP BY 2, 4, 5, 6, 7, 8 HAVING sum(a.n) <> 0;
"""
COLUMNS = "organisation, responsible_institution, commitment, state, due"
GONE = f"SELECT {COLUMNS}, -1 AS n FROM gone"
CAME = f"SELECT {COLUMNS}, 1 AS n FROM came"


# What an event says of confidence and zone may not change between our look at it and our commit: hence FOR SHARE,
# in one order, and a second statement that sees what was committed while we waited.
def _counting(name: str, changed: str, rows: str) -> str:
    return f"""
CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM 1 FROM event WHERE id IN (SELECT c.event FROM commitment c WHERE c.id IN (SELECT r.commitment FROM {rows} r))
    ORDER BY id FOR SHARE;
  {ADD.format(changed=changed)}
  RETURN NULL;
END $$
"""  # noqa: S608


COUNT_NEW = _counting("count_new_actions", f"({CAME})", "came")
COUNT_GONE = _counting("count_gone_actions", f"({GONE})", "gone")
COUNT_CHANGED = f"""
CREATE FUNCTION count_changed_actions() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS ((SELECT {COLUMNS} FROM gone) EXCEPT ALL (SELECT {COLUMNS} FROM came)) THEN RETURN NULL; END IF;
  PERFORM 1 FROM event WHERE id IN (SELECT c.event FROM commitment c WHERE c.id IN (SELECT r.commitment FROM came r))
    ORDER BY id FOR SHARE;
  {ADD.format(changed=f"({GONE} UNION ALL {CAME})")}
  RETURN NULL;
END $$
"""  # noqa: S608

# An event that becomes confidential, or moves to another zone, takes its actions along.
COUNT_OF_EVENT = """
CREATE FUNCTION count_actions_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO board_tally (id, organisation, created_at, institution, confidential, timezone, state, due, n)
  SELECT gen_random_uuid(), a.organisation, now(), CASE WHEN g.whole THEN NULL ELSE a.responsible_institution END,
         v.confidential, v.timezone, a.state, a.due, sum(v.n)
  FROM follow_up_action a JOIN commitment c ON c.id = a.commitment
  CROSS JOIN (VALUES (true), (false)) g (whole)
  CROSS JOIN (VALUES (OLD.confidential, OLD.timezone, -1), (NEW.confidential, NEW.timezone, 1)) v (confidential, timezone, n)
  WHERE c.event = NEW.id GROUP BY 2, 4, 5, 6, 7, 8;
  RETURN NULL;
END $$
"""

# The actions of a promise go while it still stands, so that they are counted out of the event it was made at.
TAKE_ACTIONS = """
CREATE FUNCTION take_actions_first() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  DELETE FROM follow_up_action WHERE commitment = OLD.id;
  RETURN OLD;
END $$
"""

BACKFILL = f"""
INSERT INTO board_tally (id, organisation, created_at, institution, confidential, timezone, state, due, n)
SELECT gen_random_uuid(), a.organisation, now(), CASE WHEN g.whole THEN NULL ELSE a.responsible_institution END,
       e.confidential, e.timezone, a.state, a.due, count(*)
FROM (SELECT {COLUMNS} FROM follow_up_action) a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
CROSS JOIN (VALUES (true), (false)) g (whole) GROUP BY 2, 4, 5, 6, 7, 8
"""  # noqa: S608

# What was done stays as it was done; that it was taken back is added once. Only a draft's removal takes its lines along.
ONLY_TAKEN_BACK = """
CREATE FUNCTION refuse_all_but_taking_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE later text[] := ARRAY['undone_at', 'undone_by', 'undone_by_name', 'undo_refusal'];
BEGIN
  IF current_setting('events_app.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'DELETE' AND to_jsonb(OLD) ? 'action'
     AND NOT EXISTS (SELECT FROM follow_up_action WHERE id = (to_jsonb(OLD) ->> 'action')::uuid) THEN RETURN OLD; END IF;
  IF TG_OP = 'UPDATE' AND OLD.undone_at IS NULL AND (to_jsonb(NEW) - later) = (to_jsonb(OLD) - later) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'rows of % are added to, not changed', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

DUE = "coalesce(due, 'infinity'::date)"
STATEMENTS = (
    DROP_DEFAULTS,
    COUNT_NEW,
    COUNT_GONE,
    COUNT_CHANGED,
    COUNT_OF_EVENT,
    TAKE_ACTIONS,
    ONLY_TAKEN_BACK,
    BACKFILL,
    "CREATE INDEX board_tally_sums ON board_tally (organisation, institution, state, due)"
    " INCLUDE (confidential, timezone, n)",
    "ALTER TABLE board_tally ADD CONSTRAINT board_tally_counts CHECK (n <> 0)",
    "CREATE TRIGGER counted_new AFTER INSERT ON follow_up_action REFERENCING NEW TABLE AS came"
    " FOR EACH STATEMENT EXECUTE FUNCTION count_new_actions()",
    "CREATE TRIGGER counted_gone AFTER DELETE ON follow_up_action REFERENCING OLD TABLE AS gone"
    " FOR EACH STATEMENT EXECUTE FUNCTION count_gone_actions()",
    "CREATE TRIGGER counted_changed AFTER UPDATE ON follow_up_action REFERENCING OLD TABLE AS gone NEW TABLE AS came"
    " FOR EACH STATEMENT EXECUTE FUNCTION count_changed_actions()",
    "CREATE TRIGGER counted_actions AFTER UPDATE OF confidential, timezone ON event FOR EACH ROW"
    " WHEN (OLD.confidential <> NEW.confidential OR OLD.timezone <> NEW.timezone)"
    " EXECUTE FUNCTION count_actions_of_event()",
    "CREATE TRIGGER actions_first BEFORE DELETE ON commitment FOR EACH ROW EXECUTE FUNCTION take_actions_first()",
    f"CREATE INDEX follow_up_action_board_state ON follow_up_action (organisation, state, ({DUE}), id)",
    f"CREATE INDEX follow_up_action_board_office ON follow_up_action (organisation, responsible_institution, ({DUE}), id)",
    f"CREATE INDEX follow_up_action_board_due ON follow_up_action (organisation, ({DUE}), id)",
    "CREATE INDEX commitment_theme ON commitment (organisation, theme) WHERE theme <> ''",
    'CREATE UNIQUE INDEX board_view_name ON board_view (organisation, "user", name_key) WHERE deleted_at IS NULL',
    "CREATE INDEX board_view_shared ON board_view (organisation, name_key, id) WHERE shared AND deleted_at IS NULL",
    "ALTER TABLE board_view ADD CONSTRAINT board_view_named CHECK (length(name_key) BETWEEN 1 AND 80)",
    "ALTER TABLE board_view ADD CONSTRAINT board_view_grouping CHECK (grouping IN ('state', 'institution', 'month'))",
    'CREATE UNIQUE INDEX board_default_once ON board_default ("user")',
    "ALTER TABLE board_change ADD CONSTRAINT board_change_verb CHECK"
    " (verb IN ('remind', 'due', 'verifier', 'visibility', 'mute', 'cancel'))",
    "ALTER TABLE board_change ADD CONSTRAINT board_change_undo CHECK"
    " (undone_at IS NULL OR verb IN ('due', 'verifier', 'visibility', 'mute'))",
    "CREATE INDEX board_change_recent ON board_change (organisation, created_at DESC, id DESC)",
    "CREATE UNIQUE INDEX board_change_item_once ON board_change_item (change, action)",
    "ALTER TABLE board_change_item ADD CONSTRAINT board_change_item_undo CHECK (undone_at IS NULL OR refusal = '')",
    *(
        f"CREATE TRIGGER added_to BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_all_but_taking_back()"
        for table in ("board_change", "board_change_item")
    ),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
