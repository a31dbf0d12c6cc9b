"""Who stands to judge a follow-up action, also by the post that verifies it; and what may replace what."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:03:16:000000"
VERSION = "1.38.0"
DESCRIPTION = "judging rules"

# Somebody of no institution may judge anywhere, one of the office that does the work only where its rule was waived. Others judge where their office is the verifier; where a post in it is,
# that is who holds the post on the day, known by mail, and the whole office only while nobody with an address holds it.
STANDS = """
CREATE FUNCTION stands_to_judge(of_action uuid, judge uuid, judging_for uuid, on_day date) RETURNS boolean
LANGUAGE sql STABLE AS $$
  SELECT CASE
    WHEN coalesce(judging_for, u.institution) IS NULL THEN true
    WHEN coalesce(standing_office(a.responsible_institution)
        IN (standing_office(judging_for), standing_office(u.institution)), false)
      THEN EXISTS (SELECT FROM verification_waiver w WHERE w.action = a.id)
    WHEN EXISTS (SELECT FROM holders_on(a.verifier_position, on_day) h JOIN person p ON p.id = h.person WHERE p.email <> '')
    THEN EXISTS (
      SELECT FROM holders_on(a.verifier_position, on_day) h JOIN person p ON p.id = h.person
      LEFT JOIN person now_one ON now_one.id = p.successor
      WHERE u.email <> '' AND lower(u.email) IN (lower(p.email), lower(now_one.email)))
    WHEN a.verifier_institution IS NULL THEN true
    ELSE coalesce(standing_office(a.verifier_institution)
      IN (standing_office(judging_for), standing_office(u.institution)), false) END
  FROM follow_up_action a LEFT JOIN app_user u ON u.id = judge WHERE a.id = of_action
$$
"""

GUARD = """
CREATE OR REPLACE FUNCTION refuse_own_work() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE of_action uuid; on_day date;
BEGIN
  IF is_own_work(NEW.submission, NEW.verifier, NEW.verifier_institution, NEW.created_at) THEN
    RAISE EXCEPTION 'nobody verifies their own work' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT s.action, (NEW.created_at AT TIME ZONE o.timezone)::date INTO of_action, on_day
    FROM submission s JOIN organisation o ON o.id = s.organisation WHERE s.id = NEW.submission;
  IF NOT stands_to_judge(of_action, NEW.verifier, NEW.verifier_institution, on_day) THEN
    RAISE EXCEPTION 'somebody else is named as the verifier' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# Replacing is decided one at a time in an organisation, so that two who decide at once close no circle.
SUCCESSOR = """
CREATE FUNCTION refuse_wrong_successor() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.superseded_by IS NULL THEN RETURN NEW; END IF;
  PERFORM pg_advisory_xact_lock(hashtextextended('superseded_by' || NEW.organisation::text, 0));
  IF NOT EXISTS (SELECT FROM follow_up_action a WHERE a.id = NEW.superseded_by AND a.organisation = NEW.organisation) THEN
    RAISE EXCEPTION 'what replaces an action is of the same organisation' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF EXISTS (WITH RECURSIVE onward AS (
      SELECT NEW.superseded_by AS id
      UNION SELECT a.superseded_by FROM onward w JOIN follow_up_action a ON a.id = w.id WHERE a.superseded_by IS NOT NULL)
    SELECT FROM onward WHERE id = NEW.id) THEN
    RAISE EXCEPTION 'actions cannot replace each other in a circle' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

STATEMENTS = (
    STANDS,
    GUARD,
    SUCCESSOR,
    # Rows of before are left alone; what is written from now on keeps to it.
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_separate_posts"
    " CHECK (verifier_position <> responsible_position) NOT VALID",
    "ALTER TABLE follow_up_action ADD CONSTRAINT action_superseded_is_cancelled"
    " CHECK (superseded_by IS NULL OR state = 'cancelled') NOT VALID",
    "CREATE INDEX follow_up_action_superseded ON follow_up_action (superseded_by) WHERE superseded_by IS NOT NULL",
    "CREATE TRIGGER successor BEFORE INSERT OR UPDATE OF superseded_by ON follow_up_action"
    " FOR EACH ROW EXECUTE FUNCTION refuse_wrong_successor()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
