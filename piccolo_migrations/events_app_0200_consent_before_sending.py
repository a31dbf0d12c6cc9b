"""Who took back their consent to be written to: asked by whoever sends, whatever room keeps the people."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T02:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "consent before sending"

# An invitation to an institution or a position has no person, so it is never among these.
# What was said under a row that was merged counts for the one that stays.
WITHOUT_CONSENT = """
CREATE FUNCTION without_consent(office uuid, subjects uuid[]) RETURNS SETOF uuid LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM consent_withdrawal WHERE organisation = office) THEN RETURN; END IF;
  RETURN QUERY
  WITH who AS MATERIALIZED (
    SELECT i.id, i.person FROM invitation i WHERE i.id = ANY(subjects) AND i.person IS NOT NULL
    UNION ALL SELECT g.id, g.person FROM guest g WHERE g.id = ANY(subjects)
  ), said AS MATERIALIZED (
    SELECT DISTINCT w.id, c.purpose, x.id IS NOT NULL AS back FROM who w
    CROSS JOIN LATERAL (SELECT w.person AS row UNION ALL SELECT p.id FROM person p WHERE p.successor = w.person) one
    JOIN consent_record c ON c.person = one.row AND c.purpose IN ('contact', 'registration')
    LEFT JOIN consent_withdrawal x ON x.consent = c.id
  )
  SELECT DISTINCT s.id FROM said s WHERE s.back AND NOT EXISTS (
    SELECT FROM said k WHERE k.id = s.id AND NOT k.back AND k.purpose IN (s.purpose, 'contact'));
END $$
"""

PHONES_WITHOUT_CONSENT = """
CREATE FUNCTION phones_without_consent(office uuid, phones text[]) RETURNS SETOF text LANGUAGE plpgsql STABLE AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM consent_withdrawal WHERE organisation = office) THEN RETURN; END IF;
  RETURN QUERY
  SELECT told.phone FROM (
    SELECT p.phone::text AS phone, x.id IS NOT NULL AS back FROM person p
    CROSS JOIN LATERAL (SELECT p.id AS row UNION ALL SELECT q.id FROM person q WHERE q.successor = p.id) one
    JOIN consent_record c ON c.person = one.row AND c.purpose = 'wa'
    LEFT JOIN consent_withdrawal x ON x.consent = c.id
    WHERE p.organisation = office AND p.phone = ANY(phones)
  ) told GROUP BY told.phone HAVING bool_and(told.back);
END $$
"""

STATEMENTS = (
    WITHOUT_CONSENT,
    PHONES_WITHOUT_CONSENT,
    "CREATE INDEX IF NOT EXISTS person_successor ON person (successor) WHERE successor IS NOT NULL",
    "CREATE INDEX consent_withdrawal_of_office ON consent_withdrawal (organisation)",
    "ALTER TABLE message DROP CONSTRAINT message_held_because",
    "ALTER TABLE message ADD CONSTRAINT message_held_because"
    " CHECK (held_because IN ('no_server', 'demo', 'no_mail', 'no_consent', 'stopped') AND state = 'held'"
    " OR held_because IS NULL)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
