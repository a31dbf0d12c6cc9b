"""What the ORM cannot say of seats: whom a quota covers, and that no yes goes over a limit, whoever writes it."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:00:91:000000"
VERSION = "1.38.0"
DESCRIPTION = "seating rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# The same rule as stakeholders/groups/queries.py: what an office has become counts for what it was.
GROUP_HOLDS = """
CREATE FUNCTION group_holds(of_group uuid, office uuid) RETURNS boolean LANGUAGE sql STABLE AS $$
  WITH RECURSIVE was(id) AS (
    SELECT office UNION SELECT i.id FROM institution i JOIN was w ON i.successor = w.id
  ), above(id) AS (
    SELECT i.parent FROM institution i WHERE i.id = office AND i.parent IS NOT NULL
    UNION SELECT i.parent FROM institution i JOIN above a ON a.id = i.id WHERE i.parent IS NOT NULL
  )
  SELECT EXISTS (
    SELECT FROM stakeholder_group g JOIN institution i ON i.organisation = g.organisation AND i.id = office
    WHERE g.id = of_group AND CASE WHEN g.by_rule
      THEN i.active AND i.successor IS NULL
        AND (cardinality(g.kinds) = 0 OR i.kind = ANY (g.kinds))
        AND (g.within IS NULL OR g.within IN (SELECT id FROM above))
        AND (g.region_code = '' OR i.region_code = g.region_code OR starts_with(i.region_code, g.region_code || '.'))
      ELSE EXISTS (
        SELECT FROM stakeholder_group_member m JOIN was w ON w.id = m.institution WHERE m."group" = g.id)
      END)
$$
"""

COVERS = """
CREATE FUNCTION quota_covers(of_kind text, of_group uuid, of_institution uuid, office uuid, office_kind text)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN of_institution IS NOT NULL THEN of_institution = office
    WHEN of_kind IS NOT NULL THEN of_kind = office_kind ELSE group_holds(of_group, office) END
$$
"""

HOLDERS = """
CREATE FUNCTION seat_holders(of_event uuid) RETURNS TABLE (seats integer, office uuid) LANGUAGE sql STABLE AS $$
  SELECT i.seats, coalesce(i.institution, post.institution, p.institution)
  FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.event = of_event
    AND (i.state = 'accepted' OR (i.state = 'waitlisted' AND i.offered_until IS NOT NULL))
  UNION ALL
  SELECT 1, g.institution FROM guest g
  WHERE g.event = of_event AND g.invitation IS NULL AND g.state = 'expected'
$$
"""

WITHIN = """
CREATE FUNCTION seats_within_limits(of_event uuid, of_office uuid) RETURNS void LANGUAGE plpgsql AS $$
DECLARE most integer; overfull text;
BEGIN
  SELECT e.capacity INTO most FROM event e WHERE e.id = of_event FOR NO KEY UPDATE;
  IF most < (SELECT sum(h.seats) FROM seat_holders(of_event) h) THEN
    RAISE EXCEPTION 'more seats are taken than there are'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_within_capacity';
  END IF;
  SELECT q.label INTO overfull FROM invitation_quota q JOIN institution mine ON mine.id = of_office
  WHERE q.event = of_event
    AND quota_covers(q.kind, q.stakeholder_group, q.institution, mine.id, mine.kind)
    AND q.seats < (SELECT sum(h.seats) FROM seat_holders(of_event) h JOIN institution n ON n.id = h.office
      WHERE quota_covers(q.kind, q.stakeholder_group, q.institution, n.id, n.kind))
  LIMIT 1;
  IF overfull IS NOT NULL THEN
    RAISE EXCEPTION 'more seats of a quota are taken than there are'
      USING ERRCODE = 'check_violation', CONSTRAINT = 'seats_within_quota';
  END IF;
END $$
"""

GUARD_INVITATION = """
CREATE FUNCTION guard_invitation_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM seats_within_limits(NEW.event, coalesce(NEW.institution,
    (SELECT post.institution FROM position post WHERE post.id = NEW.position),
    (SELECT p.institution FROM person p WHERE p.id = NEW.person)));
  RETURN NULL;
END $$
"""

GUARD_GUEST = """
CREATE FUNCTION guard_guest_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM seats_within_limits(NEW.event, NEW.institution);
  RETURN NULL;
END $$
"""

HOLDS = "({0}.state = 'accepted' OR ({0}.state = 'waitlisted' AND {0}.offered_until IS NOT NULL))"

STATEMENTS = (
    DROP_DEFAULTS,
    "ALTER TABLE invitation DROP CONSTRAINT invitation_one_invitee",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_one_invitee"
    " CHECK (num_nonnulls(institution, person, position) = 1)",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_position_one_seat CHECK (position IS NULL OR seats = 1)",
    "ALTER TABLE invitation ADD CONSTRAINT invitation_offered CHECK (offered_until IS NULL OR state = 'waitlisted')",
    "CREATE UNIQUE INDEX invitation_position_once ON invitation (event, position)"
    " WHERE position IS NOT NULL AND state <> 'withdrawn'",
    "CREATE INDEX invitation_offers ON invitation (offered_until) WHERE offered_until IS NOT NULL",
    "CREATE INDEX invitation_in_reserve ON invitation (event, reserve_place, id) WHERE reserve_place IS NOT NULL",
    "ALTER TABLE invitation_quota ADD CONSTRAINT quota_of_one_thing"
    " CHECK (num_nonnulls(kind, stakeholder_group, institution) = 1)",
    "ALTER TABLE invitation_quota ADD CONSTRAINT quota_seats CHECK (seats BETWEEN 0 AND 100000)",
    "CREATE UNIQUE INDEX invitation_quota_label ON invitation_quota (event, lower(label))",
    "CREATE UNIQUE INDEX event_inviting_once ON event_inviting (event)",
    "ALTER TABLE event_inviting ADD CONSTRAINT inviting_offer_hours CHECK (offer_hours BETWEEN 0 AND 720)",
    "ALTER TABLE event_inviting ADD CONSTRAINT inviting_remind_days CHECK (remind_days BETWEEN 1 AND 60)",
    "CREATE UNIQUE INDEX invitation_round_rule ON invitation_round (event, rule)",
    "ALTER TABLE invitation_round ADD CONSTRAINT round_audience"
    " CHECK (audience IN ('silent', 'coming', 'undecided', 'declined'))",
    "CREATE UNIQUE INDEX invitation_round_once ON invitation_round_sent (round, invitation)",
    GROUP_HOLDS,
    COVERS,
    HOLDERS,
    WITHIN,
    GUARD_INVITATION,
    GUARD_GUEST,
    "CREATE TRIGGER seats_on_insert AFTER INSERT ON invitation FOR EACH ROW"
    f" WHEN {HOLDS.format('NEW')} EXECUTE FUNCTION guard_invitation_seats()",
    "CREATE TRIGGER seats_on_update AFTER UPDATE OF state, seats, offered_until ON invitation FOR EACH ROW"
    f" WHEN ({HOLDS.format('NEW')} AND (NOT {HOLDS.format('OLD')} OR NEW.seats > OLD.seats))"
    " EXECUTE FUNCTION guard_invitation_seats()",
    # A walk-in stands at the door and is let in over capacity, with a warning.
    "CREATE TRIGGER seat_on_insert AFTER INSERT ON guest FOR EACH ROW"
    " WHEN (NEW.invitation IS NULL AND NEW.state = 'expected' AND NOT NEW.walk_in)"
    " EXECUTE FUNCTION guard_guest_seat()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
