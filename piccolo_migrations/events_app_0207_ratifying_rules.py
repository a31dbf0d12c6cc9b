"""What the ORM cannot say of ratifying: who answers for a post, that an answer stays, and that the promise says the same."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:07:000000"
VERSION = "1.38.0"
DESCRIPTION = "ratifying rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name IN ('ratification', 'ratification_notice')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# Somebody who was written down twice is one person.
SAME_PERSON = """
CREATE FUNCTION same_person(one uuid, other uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce((SELECT coalesce(p.successor, p.id) FROM person p WHERE p.id = one)
    = (SELECT coalesce(p.successor, p.id) FROM person p WHERE p.id = other), false)
$$
"""

# Who stands for a post on a day: whoever holds it, for good or acting; never who spoke in its place.
MAY_RATIFY = """
CREATE FUNCTION may_ratify(of_commitment uuid, who uuid, on_day date) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM commitment c CROSS JOIN LATERAL holders_on(c.position, on_day) h LEFT JOIN guest g ON g.id = c.guest
    WHERE c.id = of_commitment AND same_person(h.person, who) AND NOT same_person(who, g.person))
$$
"""

ANSWER = """
CREATE FUNCTION refuse_wrong_ratification() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE promise record;
BEGIN
  SELECT c.organisation, c.state, c.ratification, c.position, o.timezone INTO promise
    FROM commitment c JOIN organisation o ON o.id = c.organisation WHERE c.id = NEW.commitment;
  IF (promise.organisation, promise.state, promise.ratification) IS DISTINCT FROM
     (NEW.organisation, 'agreed'::varchar, 'pending'::varchar) THEN
    RAISE EXCEPTION 'no ratification is waited for' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NEW.position IS DISTINCT FROM promise.position OR NOT may_ratify(NEW.commitment, NEW.person,
      coalesce(NEW.letter_date, (NEW.created_at AT TIME ZONE promise.timezone)::date)) THEN
    RAISE EXCEPTION 'only who holds the post ratifies' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

# A promise is ratified or declined by an answer, and by nothing else; whether it waits is settled while it is a draft.
STANDS = """
CREATE FUNCTION refuse_wrong_ratified() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.ratification = NEW.ratification THEN RETURN NEW; END IF;
  IF NEW.ratification IN ('not_needed', 'pending') THEN
    IF TG_OP = 'INSERT' OR (OLD.state = 'draft' AND OLD.ratification IN ('not_needed', 'pending')) THEN
      RETURN NEW;
    END IF;
  ELSIF EXISTS (SELECT FROM ratification r WHERE r.commitment = NEW.id AND r.outcome = NEW.ratification) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a ratification follows from its answer alone' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# Asked at the end of the transaction: no answer without the promise saying so.
FOLLOWS = """
CREATE FUNCTION refuse_unfollowed_ratification() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM commitment c WHERE c.id = NEW.commitment AND c.ratification = NEW.outcome) THEN
    RAISE EXCEPTION 'the promise does not say what was answered' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    SAME_PERSON,
    MAY_RATIFY,
    ANSWER,
    STANDS,
    FOLLOWS,
    "CREATE TRIGGER holders BEFORE INSERT ON ratification FOR EACH ROW EXECUTE FUNCTION refuse_wrong_ratification()",
    "CREATE CONSTRAINT TRIGGER follows AFTER INSERT ON ratification DEFERRABLE INITIALLY DEFERRED"
    " FOR EACH ROW EXECUTE FUNCTION refuse_unfollowed_ratification()",
    "CREATE TRIGGER ratified BEFORE INSERT OR UPDATE OF ratification ON commitment"
    " FOR EACH ROW EXECUTE FUNCTION refuse_wrong_ratified()",
    # By link, or by a letter that a user hands in: then the letter has its day.
    "ALTER TABLE ratification ADD CONSTRAINT ratification_way CHECK (person IS NOT NULL"
    ' AND (letter IS NULL) = ("user" IS NULL) AND (letter IS NULL) = (letter_date IS NULL)'
    " AND (letter IS NOT NULL OR letter_number = ''))",
    "ALTER TABLE ratification_notice ADD CONSTRAINT ratification_notice_kind CHECK (kind IN ('asked', 'reminded'))",
    "CREATE UNIQUE INDEX ratification_notice_once ON ratification_notice (token, kind)",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON ratification_notice"
    " FOR EACH ROW EXECUTE FUNCTION refuse_change()",
    "CREATE INDEX access_token_of_promise ON access_token (commitment, created_at, id) WHERE scope = 'ratification'",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
