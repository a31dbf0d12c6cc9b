"""What the ORM cannot say of promising: who may judge whose work, how a promise ends, what the head answered."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:66:000000"
VERSION = "1.38.0"
DESCRIPTION = "promising rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('commitment', 'follow_up_action', 'evidence', 'access_token', 'commitment_party',
               'ratification', 'infeasible_request', 'withdrawal_request', 'verification_waiver')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# Whose work an action is: who submitted it, who is named for it, who holds the post that owes it on the day.
# Somebody who was written down twice is one person, and an institution is the one it went into.
OWNS_WORK = """
CREATE FUNCTION owns_work(of_submission uuid, mail text, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM submission s JOIN follow_up_action a ON a.id = s.action
    JOIN person p ON p.id IN (s.person, a.responsible_person)
      OR p.id IN (SELECT h.person FROM holders_on(a.responsible_position, on_day) h)
    LEFT JOIN person now_one ON now_one.id = p.successor
    WHERE s.id = of_submission AND mail <> '' AND lower(mail) IN (lower(p.email), lower(now_one.email)))
$$
"""

# The rule of persons is absolute; that of institutions can be waived for one action, in a row of its own.
OWN_WORK = """
CREATE OR REPLACE FUNCTION refuse_own_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE theirs boolean; ours boolean;
BEGIN
  SELECT s."user" IS NOT DISTINCT FROM NEW.verifier
      OR owns_work(s.id, u.email, (NEW.created_at AT TIME ZONE o.timezone)::date),
      standing_office(a.responsible_institution)
        IN (standing_office(NEW.verifier_institution), standing_office(u.institution))
      AND NOT EXISTS (SELECT FROM verification_waiver w WHERE w.action = a.id)
    INTO theirs, ours
    FROM submission s JOIN follow_up_action a ON a.id = s.action JOIN organisation o ON o.id = a.organisation
    LEFT JOIN app_user u ON u.id = NEW.verifier
   WHERE s.id = NEW.submission;
  IF theirs OR ours THEN
    RAISE EXCEPTION 'nobody verifies their own work' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# How a promise may end; the same as in commitments/actions/promises.py. One that is closed says how far it came,
# and is closed by nobody of the institution that promised it.
PROMISE_MOVES = """
CREATE FUNCTION refuse_wrong_promise_move() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state = NEW.state THEN RETURN NEW; END IF;
  IF (OLD.state, NEW.state) NOT IN (('draft', 'agreed'), ('agreed', 'closed'), ('draft', 'withdrawn'),
                                    ('agreed', 'withdrawn')) THEN
    RAISE EXCEPTION 'a commitment cannot go from % to %', OLD.state, NEW.state
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state = 'closed' AND (NEW.closing_rating IS NULL OR NEW.rated_at IS NULL) THEN
    RAISE EXCEPTION 'a closed commitment says how far it came' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state = 'closed' AND EXISTS (SELECT FROM follow_up_action a WHERE a.commitment = NEW.id
      AND a.state NOT IN ('verified', 'infeasible', 'cancelled')) THEN
    RAISE EXCEPTION 'some actions have not come to their end' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.state = 'closed' AND EXISTS (SELECT FROM app_user u WHERE u.id = NEW.rated_by
      AND standing_office(u.institution) = standing_office(NEW.institution)) THEN
    RAISE EXCEPTION 'nobody closes their own promise' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A closed or withdrawn promise has no work going on: an action of it is not reopened.
ENDED_PROMISE = """
CREATE FUNCTION refuse_work_on_ended_promise() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF OLD.state IN ('verified', 'infeasible', 'cancelled') AND NEW.state IS DISTINCT FROM OLD.state
     AND EXISTS (SELECT FROM commitment c WHERE c.id = NEW.commitment AND c.state IN ('closed', 'withdrawn')) THEN
    RAISE EXCEPTION 'the commitment has come to its end' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""


def _asked(table: str, of: str) -> tuple[str, ...]:
    """One request is pending at a time, and a decided one says when."""
    return (
        f"CREATE UNIQUE INDEX {table}_pending ON {table} ({of}) WHERE decision = 'pending'",
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_decision"
        " CHECK (decision IN ('pending', 'approved', 'rejected') AND reason <> '')",
        f"ALTER TABLE {table} ADD CONSTRAINT {table}_decided CHECK ((decision = 'pending') = (decided_at IS NULL))",
    )


STATEMENTS = (
    DROP_DEFAULTS,
    OWNS_WORK,
    OWN_WORK,
    PROMISE_MOVES,
    ENDED_PROMISE,
    # Promises.
    "ALTER TABLE commitment ADD CONSTRAINT commitment_ratification"
    " CHECK (ratification IN ('not_needed', 'pending', 'ratified', 'declined'))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_ratified"
    " CHECK ((ratification IN ('ratified', 'declined')) = (ratified_at IS NOT NULL))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_rating CHECK (closing_rating IN"
    " ('complete', 'substantial', 'limited', 'not_started', 'no_evidence'))",
    "ALTER TABLE commitment ADD CONSTRAINT commitment_rated CHECK ((closing_rating IS NULL) = (rated_at IS NULL))",
    "CREATE TRIGGER moves BEFORE UPDATE OF state ON commitment FOR EACH ROW EXECUTE FUNCTION refuse_wrong_promise_move()",
    "CREATE INDEX commitment_unratified ON commitment (organisation, id) WHERE ratification = 'pending'",
    "ALTER TABLE commitment_party ADD CONSTRAINT commitment_party_role CHECK (role IN ('support', 'co_lead'))",
    "CREATE UNIQUE INDEX commitment_party_once ON commitment_party (commitment, institution)",
    "ALTER TABLE ratification ADD CONSTRAINT ratification_outcome CHECK (outcome IN ('ratified', 'declined'))",
    "ALTER TABLE ratification ADD CONSTRAINT ratification_declined CHECK (outcome <> 'declined' OR note <> '')",
    "CREATE UNIQUE INDEX ratification_once ON ratification (commitment)",
    # Follow-up actions.
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_budget_source"
    " CHECK (budget_source IN ('apbd', 'apbn', 'village', 'grant', 'none', 'other'))",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_budget CHECK (budget_amount >= 0)",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_start CHECK (start_date <= due)",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_superseded_by FOREIGN KEY (superseded_by)"
    " REFERENCES follow_up_action ON DELETE SET NULL",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_superseded_by_another CHECK (superseded_by <> id)",
    "CREATE TRIGGER ended BEFORE UPDATE OF state ON follow_up_action"
    " FOR EACH ROW EXECUTE FUNCTION refuse_work_on_ended_promise()",
    # What was asked of the chair, and what the chair waived.
    *_asked("infeasible_request", "action"),
    *_asked("withdrawal_request", "commitment"),
    "ALTER TABLE infeasible_request ADD CONSTRAINT infeasible_request_reason CHECK (reason_class IN"
    " ('force_majeure', 'legal_process', 'org_change', 'regulation_change'))",
    "CREATE UNIQUE INDEX verification_waiver_once ON verification_waiver (action)",
    "ALTER TABLE verification_waiver ADD CONSTRAINT verification_waiver_reason CHECK (reason <> '')",
    # Links.
    "ALTER TABLE access_token ADD CONSTRAINT access_token_scope CHECK (CASE scope"
    " WHEN 'action' THEN action IS NOT NULL"
    " WHEN 'ratification' THEN commitment IS NOT NULL AND position IS NOT NULL AND person IS NOT NULL"
    " WHEN 'digest' THEN person IS NOT NULL AND num_nonnulls(action, commitment) = 0 ELSE false END)",
    "CREATE UNIQUE INDEX access_token_digest ON access_token (person) WHERE scope = 'digest' AND revoked_at IS NULL",
    "CREATE UNIQUE INDEX access_token_ratification ON access_token (commitment)"
    " WHERE scope = 'ratification' AND revoked_at IS NULL",
    *(
        f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_change()"
        for table in ("ratification", "verification_waiver")
    ),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
