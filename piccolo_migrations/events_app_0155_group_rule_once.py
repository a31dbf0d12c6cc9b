"""The rule of a group stands once: the directory's pages, the quotas and the quorum all ask group_offices."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:55:000000"
VERSION = "1.38.0"
DESCRIPTION = "the rule of a group once"

# What an office has become counts for what it was; a rule sees only what stands today. `among` are those that are
# asked about, null for all: so a set is judged by one call, and a single office without reading the directory.
GROUP_OFFICES = """
CREATE FUNCTION group_offices(of_group uuid, among uuid[]) RETURNS SETOF uuid LANGUAGE sql STABLE AS $$
  WITH RECURSIVE g AS (
    SELECT * FROM stakeholder_group WHERE id = of_group
  ), below(id) AS (
    SELECT i.id FROM institution i JOIN g ON g.by_rule AND i.parent = g.within
    UNION SELECT i.id FROM institution i JOIN below b ON i.parent = b.id
  ), named(id) AS (
    SELECT m.institution FROM stakeholder_group_member m JOIN g ON m."group" = g.id AND NOT g.by_rule
    WHERE m.institution IS NOT NULL
    UNION SELECT i.successor FROM institution i JOIN named n ON n.id = i.id WHERE i.successor IS NOT NULL
  )
  SELECT i.id FROM g JOIN institution i ON i.organisation = g.organisation
  WHERE (among IS NULL OR i.id = ANY (among)) AND i.active AND i.successor IS NULL
    AND CASE WHEN NOT g.by_rule THEN i.id IN (SELECT id FROM named)
      ELSE (cardinality(g.kinds) = 0 OR i.kind = ANY (g.kinds))
        AND (g.within IS NULL OR i.id IN (SELECT id FROM below))
        AND (g.region_code = '' OR i.region_code = g.region_code OR starts_with(i.region_code, g.region_code || '.'))
      END
$$
"""

QUOTA_OFFICES = """
CREATE FUNCTION quota_offices(of_event uuid, among uuid[]) RETURNS TABLE (quota uuid, office uuid)
LANGUAGE sql STABLE AS $$
  SELECT q.id, n.id FROM invitation_quota q JOIN institution n ON n.id = ANY (among)
    AND (n.kind = q.kind OR n.id IN (q.institution, standing_office(q.institution)))
  WHERE q.event = of_event
  UNION ALL
  SELECT q.id, o FROM invitation_quota q CROSS JOIN LATERAL group_offices(q.stakeholder_group, among) o
  WHERE q.event = of_event AND q.stakeholder_group IS NOT NULL
$$
"""

USED = """
CREATE FUNCTION quota_seats_used(of_event uuid) RETURNS TABLE (quota uuid, used integer) LANGUAGE sql STABLE AS $$
  WITH holder AS MATERIALIZED (SELECT h.seats, h.office FROM seat_holders(of_event) h)
  SELECT c.quota, sum(h.seats)::int
  FROM quota_offices(of_event, ARRAY (SELECT DISTINCT office FROM holder WHERE office IS NOT NULL)) c
  JOIN holder h ON h.office = c.office GROUP BY c.quota
$$
"""

WITHIN = """
CREATE OR REPLACE FUNCTION seats_within_limits(of_event uuid, of_office uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer; overfull text;
BEGIN
  SELECT e.capacity INTO most FROM event e WHERE e.id = of_event FOR NO KEY UPDATE;
  IF most < (SELECT sum(h.seats) FROM seat_holders(of_event) h) THEN
    RAISE EXCEPTION 'more seats are taken than there are'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_within_capacity';
  END IF;
  IF NOT EXISTS (SELECT FROM invitation_quota q WHERE q.event = of_event) THEN RETURN; END IF;
  SELECT q.label INTO overfull FROM invitation_quota q
  JOIN quota_offices(of_event, ARRAY[of_office]) mine ON mine.quota = q.id
  JOIN quota_seats_used(of_event) u ON u.quota = q.id
  WHERE q.seats < u.used LIMIT 1;
  IF overfull IS NOT NULL THEN
    RAISE EXCEPTION 'more seats of a quota are taken than there are'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_within_quota';
  END IF;
END $$
"""

STATEMENTS = (
    GROUP_OFFICES,
    QUOTA_OFFICES,
    USED,
    WITHIN,
    "DROP FUNCTION quota_covers(text, uuid, uuid, uuid, text)",
    "DROP FUNCTION group_holds(uuid, uuid)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
