"""Every change of state is written down for those who want to be told, in its own transaction, whoever made it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:61:000000"
VERSION = "1.38.0"
DESCRIPTION = "webhooks rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name LIKE 'webhook\\_%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# A UUID of version 7, like those that are made outside.
NEW_ID = """
CREATE FUNCTION webhook_new_id() RETURNS uuid LANGUAGE sql VOLATILE AS $$
  SELECT encode(set_bit(set_bit(overlay(uuid_send(gen_random_uuid()) PLACING
    substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
    52, 1), 53, 1), 'hex')::uuid
$$
"""

# The message, its deliveries, and the job that sends them: all of it or nothing, with the change. One job for each
# transaction: a key for all of them could find a job that looked before this one commits.
TELL = """
CREATE FUNCTION webhook_tell(org uuid, what text, hushed boolean, told jsonb, key text DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE message uuid;
BEGIN
  IF NOT EXISTS (SELECT FROM webhook_endpoint e WHERE e.organisation = org AND e.active
      AND (e.kinds = '{}' OR what = ANY (e.kinds)) AND (e.confidential OR NOT hushed)) THEN
    RETURN;
  END IF;
  INSERT INTO webhook_message (id, organisation, created_at, kind, occurred_at, facts, once)
    VALUES (webhook_new_id(), org, clock_timestamp(), what, now(), told, key)
    ON CONFLICT (organisation, once) DO NOTHING RETURNING id INTO message;
  IF message IS NULL THEN RETURN; END IF;
  INSERT INTO webhook_delivery (id, organisation, created_at, message, endpoint, state, attempts, next_try_at)
    SELECT webhook_new_id(), org, clock_timestamp(), message, e.id, 'waiting', 0, now() FROM webhook_endpoint e
    WHERE e.organisation = org AND e.active AND (e.kinds = '{}' OR what = ANY (e.kinds))
      AND (e.confidential OR NOT hushed);
  INSERT INTO pgqueuer (priority, entrypoint, payload, execute_after, dedupe_key, headers, status)
    SELECT -1, 'send_webhooks', convert_to('{}', 'UTF8'), now(), 'webhooks:' || pg_current_xact_id(), '{}', 'queued'
    FROM organisation o WHERE o.id = org AND NOT o.demo
    ON CONFLICT DO NOTHING;
END $$
"""

HEARD = """
CREATE FUNCTION webhook_heard(org uuid) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
BEGIN
  RETURN EXISTS (SELECT FROM webhook_endpoint e WHERE e.organisation = org AND e.active);
END $$
"""

EVENT = """
CREATE FUNCTION webhook_of_event() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NEW.state IN ('published', 'postponed', 'cancelled') AND webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'event.' || NEW.state, NEW.confidential, jsonb_build_object(
      'event', NEW.id, 'ref', NEW.ref, 'state', NEW.state, 'from', OLD.state,
      'starts_at', NEW.starts_at, 'ends_at', NEW.ends_at));
  END IF;
  RETURN NULL;
END $$
"""

CLOSED = """
CREATE FUNCTION webhook_tell_closed(moment timestamptz) RETURNS void LANGUAGE sql AS $$
  SELECT webhook_tell(e.organisation, 'event.closed', e.confidential,
    jsonb_build_object('event', e.id, 'ref', e.ref, 'state', 'closed', 'starts_at', e.starts_at, 'ends_at', e.ends_at),
    'event.closed:' || e.id || ':' || extract(epoch FROM e.ends_at)::bigint)
  FROM event e WHERE e.state = 'published' AND e.ends_at <= moment AND e.ends_at > moment - interval '1 day'
    AND EXISTS (SELECT FROM webhook_endpoint w WHERE w.organisation = e.organisation AND w.active
      AND w.created_at < e.ends_at)
$$
"""

ANSWER = """
CREATE FUNCTION webhook_of_answer() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'invitation.answered', e.confidential, jsonb_build_object(
      'invitation', i.id, 'event', e.id, 'institution', i.institution, 'answer', NEW.answer, 'state', NEW.outcome,
      'by', NEW."by")) FROM invitation i JOIN event e ON e.id = i.event WHERE i.id = NEW.invitation;
  END IF;
  RETURN NULL;
END $$
"""

ATTENDANCE = """
CREATE FUNCTION webhook_of_attendance() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'attendance.recorded', e.confidential, jsonb_build_object(
      'event', e.id, 'session', NEW.session, 'guest', NEW.guest, 'first_in_at', NEW.first_in_at))
      FROM event e WHERE e.id = NEW.event;
  END IF;
  RETURN NULL;
END $$
"""

COMMITMENT = """
CREATE FUNCTION webhook_of_commitment() RETURNS trigger LANGUAGE plpgsql AS $$
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
  RETURN NULL;
END $$
"""

ACTION = """
CREATE FUNCTION webhook_of_action() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE before text := CASE WHEN TG_OP = 'UPDATE' THEN OLD.state END;
BEGIN
  IF NEW.state <> 'draft' AND webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'action.' || NEW.state, e.confidential, jsonb_build_object(
      'action', NEW.id, 'ref', NEW.ref, 'commitment', c.id, 'event', e.id, 'institution',
      NEW.responsible_institution, 'state', NEW.state, 'from', before, 'due', NEW.due))
      FROM commitment c JOIN event e ON e.id = c.event WHERE c.id = NEW.commitment;
  END IF;
  RETURN NULL;
END $$
"""

SUBMISSION = """
CREATE FUNCTION webhook_of_submission() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'submission.made', e.confidential, jsonb_build_object(
      'submission', NEW.id, 'number', NEW.no, 'action', a.id, 'ref', a.ref, 'commitment', c.id, 'event', e.id))
      FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
      WHERE a.id = NEW.action;
  END IF;
  RETURN NULL;
END $$
"""

VERDICT = """
CREATE FUNCTION webhook_of_verdict() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'verdict.given', e.confidential, jsonb_build_object(
      'verification', NEW.id, 'verdict', NEW.verdict, 'submission', s.id, 'action', a.id, 'ref', a.ref,
      'commitment', c.id, 'event', e.id))
      FROM submission s JOIN follow_up_action a ON a.id = s.action JOIN commitment c ON c.id = a.commitment
      JOIN event e ON e.id = c.event WHERE s.id = NEW.submission;
  END IF;
  RETURN NULL;
END $$
"""

DUE_CHANGE = """
CREATE FUNCTION webhook_of_due_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'due_change.' || NEW.decision, e.confidential, jsonb_build_object(
      'due_change', NEW.id, 'state', NEW.decision, 'old_due', NEW.old_due, 'new_due', NEW.new_due, 'action', a.id,
      'ref', a.ref, 'commitment', c.id, 'event', e.id))
      FROM follow_up_action a JOIN commitment c ON c.id = a.commitment JOIN event e ON e.id = c.event
      WHERE a.id = NEW.action;
  END IF;
  RETURN NULL;
END $$
"""

MINUTES = """
CREATE FUNCTION webhook_of_minutes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF webhook_heard(NEW.organisation) THEN
    PERFORM webhook_tell(NEW.organisation, 'minutes.finalised', e.confidential, jsonb_build_object(
      'minutes_version', NEW.id, 'number', NEW.number, 'event', e.id, 'ref', e.ref)) FROM event e WHERE e.id = NEW.event;
  END IF;
  RETURN NULL;
END $$
"""


def _after(what: str, table: str, function: str, when: str = "") -> str:
    return (
        f"CREATE TRIGGER tell_webhooks_{what.split()[0].lower()} AFTER {what} ON {table} FOR EACH ROW {when}"
        f" EXECUTE FUNCTION webhook_of_{function}()"
    )


MOVED = "WHEN (OLD.state IS DISTINCT FROM NEW.state)"
STATEMENTS = (
    DROP_DEFAULTS,
    NEW_ID,
    HEARD,
    "ALTER TABLE webhook_endpoint ADD CONSTRAINT webhook_endpoint_said CHECK (url ~ '^https?://'"
    " AND active = (paused_because IS NULL) AND paused_because IN ('by_hand', 'failing', 'gone')"
    " AND (previous IS NULL) = (previous_until IS NULL))",
    "CREATE INDEX webhook_endpoint_active ON webhook_endpoint (organisation) WHERE active",
    "CREATE UNIQUE INDEX webhook_message_once ON webhook_message (organisation, once)",
    "CREATE INDEX webhook_message_age ON webhook_message (created_at)",
    "ALTER TABLE webhook_delivery ADD CONSTRAINT webhook_delivery_state CHECK (attempts >= 0"
    " AND (state = 'waiting') = (next_try_at IS NOT NULL) AND (state = 'waiting') = (settled_at IS NULL)"
    " AND state IN ('waiting', 'delivered', 'failed'))",
    "CREATE UNIQUE INDEX webhook_delivery_once ON webhook_delivery (message, endpoint)",
    "CREATE INDEX webhook_delivery_due ON webhook_delivery (endpoint, next_try_at) WHERE state = 'waiting'",
    "CREATE INDEX webhook_delivery_listed ON webhook_delivery (endpoint, id DESC)",
    "CREATE INDEX webhook_try_listed ON webhook_try (delivery, id DESC)",
    "ALTER TABLE webhook_try ADD CONSTRAINT webhook_try_outcome CHECK (ms >= 0 AND outcome IN ('delivered', 'status',"
    " 'redirect', 'gone', 'timeout', 'unreachable', 'private_address'))",
    TELL,
    EVENT,
    CLOSED,
    ANSWER,
    ATTENDANCE,
    COMMITMENT,
    ACTION,
    SUBMISSION,
    VERDICT,
    DUE_CHANGE,
    MINUTES,
    _after("UPDATE", "event", "event", MOVED),
    _after("INSERT", "invitation_answer", "answer"),
    _after("INSERT", "attendance", "attendance"),
    _after(
        "UPDATE",
        "commitment",
        "commitment",
        "WHEN (OLD.state IS DISTINCT FROM NEW.state OR OLD.ratification IS DISTINCT FROM NEW.ratification)",
    ),
    _after("INSERT", "follow_up_action", "action", "WHEN (NEW.state <> 'draft')"),
    _after("UPDATE", "follow_up_action", "action", MOVED),
    _after("INSERT", "submission", "submission"),
    _after("INSERT", "verification", "verdict"),
    _after("INSERT", "due_change", "due_change"),
    _after("UPDATE", "due_change", "due_change", "WHEN (OLD.decision IS DISTINCT FROM NEW.decision)"),
    _after("INSERT", "minutes_version", "minutes"),
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
