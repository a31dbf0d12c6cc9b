"""What the ORM cannot say of the commitments room: which histories are possible, and that none is rewritten."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-23T00:00:09:000000"
VERSION = "1.38.0"
DESCRIPTION = "commitments"

# The moves of an action, the same as in commitments/actions/moves.py; a test compares the two.
ACTION_MOVES = """
CREATE FUNCTION refuse_wrong_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) IN (
    ('draft', 'open'), ('draft', 'cancelled'),
    ('open', 'in_progress'), ('returned', 'in_progress'), ('submitted', 'in_progress'), ('verified', 'in_progress'),
    ('open', 'submitted'), ('in_progress', 'submitted'), ('returned', 'submitted'),
    ('submitted', 'verified'), ('submitted', 'returned'),
    ('open', 'infeasible'), ('in_progress', 'infeasible'), ('returned', 'infeasible'),
    ('open', 'cancelled'), ('in_progress', 'cancelled'), ('returned', 'cancelled'), ('submitted', 'cancelled')
  ) THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'an action cannot go from % to %', OLD.state, NEW.state
    USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

ORIGINAL_DUE = """
CREATE FUNCTION refuse_original_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state <> 'draft' AND NEW.original_due IS DISTINCT FROM OLD.original_due THEN
    RAISE EXCEPTION 'the original due date of an open action never changes'
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A verdict on one's own work: by the submitter, by the responsible person (known by the same mail address),
# or by anybody of the responsible institution, whatever the row claims the verifier's institution to be.
OWN_WORK = """
CREATE FUNCTION refuse_own_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE own boolean;
BEGIN
  SELECT s."user" IS NOT DISTINCT FROM NEW.verifier
      OR NEW.verifier_institution IS NOT DISTINCT FROM a.responsible_institution
      OR u.institution IS NOT DISTINCT FROM a.responsible_institution
      OR EXISTS (SELECT 1 FROM person p WHERE p.id IN (s.person, a.responsible_person)
                 AND p.email <> '' AND lower(p.email) = lower(u.email))
    INTO own
    FROM submission s JOIN follow_up_action a ON a.id = s.action LEFT JOIN app_user u ON u.id = NEW.verifier
   WHERE s.id = NEW.submission;
  IF own THEN
    RAISE EXCEPTION 'nobody verifies their own work' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A submission may be withdrawn, once; all else about it stands.
ONLY_WITHDRAWN = """
CREATE FUNCTION refuse_all_but_withdrawal() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('events_app.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'UPDATE' AND OLD.withdrawn_at IS NULL
     AND (to_jsonb(NEW) - 'withdrawn_at') = (to_jsonb(OLD) - 'withdrawn_at') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'rows of submission are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

APPEND_ONLY = ("action_event", "progress_update", "evidence", "verification")

STATEMENTS = (
    ACTION_MOVES,
    ORIGINAL_DUE,
    OWN_WORK,
    ONLY_WITHDRAWN,
    # Commitments.
    "CREATE UNIQUE INDEX commitment_ref ON commitment (organisation, ref)",
    "CREATE INDEX commitment_recent ON commitment (organisation, id DESC)",
    "CREATE INDEX commitment_by_state ON commitment (organisation, state, id DESC)",
    "CREATE INDEX commitment_by_event ON commitment (event, id)",
    "CREATE INDEX commitment_by_institution ON commitment (organisation, institution, id DESC)",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_state CHECK (state IN ('draft', 'agreed', 'closed', 'withdrawn'))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_visibility"
    " CHECK (visibility IN ('internal', 'task_force', 'public'))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_agreed"
    " CHECK (state NOT IN ('agreed', 'closed') OR (agreed_at IS NOT NULL AND expected_result <> ''))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_withdrawn_reason CHECK (state <> 'withdrawn' OR state_reason <> '')",
    # Follow-up actions.
    "CREATE UNIQUE INDEX follow_up_action_ref ON follow_up_action (organisation, ref)",
    "CREATE UNIQUE INDEX follow_up_action_seq ON follow_up_action (commitment, seq)",
    "CREATE INDEX follow_up_action_by_state ON follow_up_action (organisation, state, due, id)",
    "CREATE INDEX follow_up_action_by_due ON follow_up_action (organisation, due, id)",
    "CREATE INDEX follow_up_action_by_duty ON follow_up_action (organisation, responsible_institution, due)",
    "CREATE INDEX follow_up_action_owed ON follow_up_action (due)"
    " WHERE state IN ('open', 'in_progress', 'returned', 'submitted')",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_state CHECK (state IN ('draft', 'open', 'in_progress',"
    " 'submitted', 'verified', 'returned', 'infeasible', 'cancelled'))",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_due"
    " CHECK (state IN ('draft', 'cancelled') OR (due IS NOT NULL AND original_due IS NOT NULL))",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_percent CHECK (percent BETWEEN 0 AND 100)",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_done_on CHECK ((state = 'verified') = (done_on IS NOT NULL))",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_weight CHECK (weight > 0)",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_separate_verifier"
    " CHECK (verifier_institution <> responsible_institution)",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_infeasible_reason CHECK (state <> 'infeasible' OR"
    " infeasible_reason IN ('force_majeure', 'legal_process', 'org_change', 'regulation_change'))",
    "CREATE TRIGGER moves BEFORE UPDATE OF state ON follow_up_action FOR EACH ROW EXECUTE FUNCTION refuse_wrong_move()",
    "CREATE TRIGGER original_due BEFORE UPDATE OF original_due ON follow_up_action"
    " FOR EACH ROW EXECUTE FUNCTION refuse_original_due()",
    # What was reported, submitted and judged.
    "CREATE INDEX action_event_story ON action_event (action, id)",
    "CREATE INDEX progress_update_story ON progress_update (action, id)",
    "ALTER TABLE progress_update ADD CONSTRAINT update_percent CHECK (percent BETWEEN 0 AND 100)",
    "ALTER TABLE progress_update ADD CONSTRAINT update_obstacle CHECK (obstacle IN ('none', 'budget', 'staff',"
    " 'regulation', 'coordination', 'data', 'other'))",
    "CREATE UNIQUE INDEX submission_no ON submission (action, no)",
    "CREATE UNIQUE INDEX verification_once ON verification (submission)",
    "ALTER TABLE evidence ADD CONSTRAINT evidence_is_something CHECK (document IS NOT NULL OR url <> '')",
    "ALTER TABLE evidence ADD CONSTRAINT evidence_dated CHECK (evidence_date IS NOT NULL)",
    "ALTER TABLE verification ADD CONSTRAINT verification_verdict CHECK (verdict IN ('accepted', 'returned'))",
    "ALTER TABLE verification ADD CONSTRAINT returned_with_reason CHECK (verdict <> 'returned' OR reason <> '')",
    "CREATE TRIGGER own_work BEFORE INSERT ON verification FOR EACH ROW EXECUTE FUNCTION refuse_own_work()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON submission"
    " FOR EACH ROW EXECUTE FUNCTION refuse_all_but_withdrawal()",
    # Extensions: one is pending at a time.
    "CREATE UNIQUE INDEX due_change_pending ON due_change (action) WHERE decision = 'pending'",
    "ALTER TABLE due_change ADD CONSTRAINT due_change_decision CHECK (decision IN ('pending', 'approved', 'rejected'))",
    "ALTER TABLE due_change ADD CONSTRAINT due_change_decided"
    " CHECK ((decision = 'pending') = (decided_at IS NULL))",
    # The ledger of reminders.
    "CREATE UNIQUE INDEX reminder_once ON reminder_dispatch (action, rule, due_snapshot, recipient, channel)",
    "ALTER TABLE reminder_dispatch ALTER COLUMN due_snapshot SET NOT NULL",
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in APPEND_ONLY
    ),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
