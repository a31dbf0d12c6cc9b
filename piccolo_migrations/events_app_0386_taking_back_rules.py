"""What the ORM cannot say of taking back: an answer stays written, counts until it is taken back, and one counts at a time."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:386:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "taking back rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('ratification', 'ratification_taken_back')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STANDING = """
CREATE FUNCTION standing_ratification(of_commitment uuid) RETURNS ratification LANGUAGE sql STABLE AS $$
  SELECT r.* FROM ratification r WHERE r.commitment = of_commitment
    AND NOT EXISTS (SELECT FROM ratification_taken_back b WHERE b.ratification = r.id) ORDER BY r.no DESC LIMIT 1
$$
"""

# Numbered one after the other, so that of two at once one finds its number taken.
ANSWER = """
CREATE OR REPLACE FUNCTION refuse_wrong_ratification() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE promise record;
BEGIN
  SELECT c.organisation, c.state, c.ratification, c.position, o.timezone INTO promise
    FROM commitment c JOIN organisation o ON o.id = c.organisation WHERE c.id = NEW.commitment;
  IF (promise.organisation, promise.state, promise.ratification) IS DISTINCT FROM
     (NEW.organisation, 'agreed'::varchar, 'pending'::varchar)
     OR NEW.no <> 1 + (SELECT count(*) FROM ratification r WHERE r.commitment = NEW.commitment) THEN
    RAISE EXCEPTION 'no ratification is waited for' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.position IS DISTINCT FROM promise.position OR NOT may_ratify(NEW.commitment, NEW.person,
      coalesce(NEW.letter_date, (NEW.created_at AT TIME ZONE promise.timezone)::date)) THEN
    RAISE EXCEPTION 'only who holds the post ratifies' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A promise follows from the answer that stands; it waits again once that was taken back, as long as it is agreed.
STANDS = """
CREATE OR REPLACE FUNCTION refuse_wrong_ratified() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE stands text;
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ratification = NEW.ratification THEN RETURN NEW; END IF;
  stands := (standing_ratification(NEW.id)).outcome;
  IF NEW.ratification IN ('not_needed', 'pending') THEN
    IF TG_OP = 'INSERT' OR (OLD.state = 'draft' AND OLD.ratification IN ('not_needed', 'pending')) THEN
      RETURN NEW;
    END IF;
    IF NEW.ratification = 'pending' AND OLD.ratification IN ('ratified', 'declined') AND stands IS NULL
       AND OLD.state = 'agreed' AND NEW.state = 'agreed' THEN
      RETURN NEW;
    END IF;
  ELSIF stands = NEW.ratification THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a ratification follows from its answer alone' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# Who gave it has ten minutes for an answer by the link; afterwards, and for a letter, a user sets it back and says why.
TAKE_BACK = """
CREATE FUNCTION refuse_wrong_taking_back() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE given record;
BEGIN
  SELECT r.organisation, r.created_at, r.letter, r.outcome, c.state, c.ratification INTO given
    FROM ratification r JOIN commitment c ON c.id = r.commitment WHERE r.id = NEW.ratification;
  IF (given.organisation, given.state, given.ratification) IS DISTINCT FROM
     (NEW.organisation, 'agreed'::varchar, given.outcome) THEN
    RAISE EXCEPTION 'no answer stands' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW."user" IS NULL AND (given.letter IS NOT NULL OR NEW.created_at < given.created_at
      OR NEW.created_at >= given.created_at + interval '10 minutes') THEN
    RAISE EXCEPTION 'it is too late to take it back' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""
# Asked at the end of the transaction, both of an answer and of its taking back.
FOLLOWS = """
CREATE OR REPLACE FUNCTION refuse_unfollowed_ratification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM commitment c WHERE c.id = NEW.commitment
      AND c.ratification = coalesce((standing_ratification(c.id)).outcome, 'pending')) THEN
    RAISE EXCEPTION 'the promise does not say what was answered' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""
WAITS_AGAIN = """
CREATE FUNCTION refuse_unfollowed_taking_back() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM ratification r JOIN commitment c ON c.id = r.commitment WHERE r.id = NEW.ratification
      AND c.ratification IS DISTINCT FROM coalesce((standing_ratification(c.id)).outcome, 'pending')) THEN
    RAISE EXCEPTION 'the promise says what was taken back' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""

# Programs that heard of the answer hear that it counts no longer.
TELL = """
CREATE OR REPLACE FUNCTION webhook_of_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  hushed boolean;
  told jsonb := jsonb_build_object('commitment', NEW.id, 'ref', NEW.ref, 'event', NEW.event, 'institution',
    NEW.institution, 'state', NEW.state, 'from', OLD.state, 'ratification', NEW.ratification);
BEGIN
  IF NOT webhook_heard(NEW.organisation) THEN RETURN NULL; END IF;
  SELECT e.confidential INTO hushed FROM event e WHERE e.id = NEW.event;
  IF NEW.state <> OLD.state AND NEW.state IN ('agreed', 'closed', 'withdrawn') THEN
    PERFORM webhook_tell(NEW.organisation, 'commitment.' || NEW.state, hushed, told);
  END IF;
  IF NEW.ratification <> OLD.ratification AND NEW.ratification IN ('ratified', 'declined') THEN
    PERFORM webhook_tell(NEW.organisation, 'commitment.' || NEW.ratification, hushed, told);
  END IF;
  IF OLD.ratification IN ('ratified', 'declined') AND NEW.ratification = 'pending' THEN
    PERFORM webhook_tell(NEW.organisation, 'commitment.ratification_taken_back', hushed, told);
  END IF;
  RETURN NULL;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    STANDING,
    ANSWER,
    STANDS,
    TAKE_BACK,
    FOLLOWS,
    WAITS_AGAIN,
    TELL,
    "DROP INDEX ratification_once",
    "CREATE UNIQUE INDEX ratification_once ON ratification (commitment, no)",
    "CREATE UNIQUE INDEX ratification_taken_back_once ON ratification_taken_back (ratification)",
    "ALTER TABLE ratification_taken_back ADD CONSTRAINT ratification_set_back_says_why"
    " CHECK (\"user\" IS NULL OR reason <> '')",
    "CREATE TRIGGER stands BEFORE INSERT ON ratification_taken_back"
    " FOR EACH ROW EXECUTE FUNCTION refuse_wrong_taking_back()",
    "CREATE CONSTRAINT TRIGGER waits_again AFTER INSERT ON ratification_taken_back DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION refuse_unfollowed_taking_back()",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ratification_taken_back"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
