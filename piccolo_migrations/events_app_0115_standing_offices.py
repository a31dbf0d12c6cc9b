"""Seats of an office that has gone into another count for what it has become, whoever of the two was invited."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:15:000000"
VERSION = "1.38.0"
DESCRIPTION = "seats count for standing offices"

# A merge refuses whoever was merged before, so this comes to an end; no chain is a hundred long.
STANDING = """
CREATE FUNCTION standing_office(office uuid) RETURNS uuid LANGUAGE plpgsql STABLE AS $$
DECLARE next uuid;
BEGIN
  FOR step IN 1..100 LOOP
    SELECT i.successor INTO next FROM institution i WHERE i.id = office;
    IF next IS NULL THEN RETURN office; END IF;
    office := next;
  END LOOP;
  RETURN office;
END $$
"""

COVERS = """
CREATE OR REPLACE FUNCTION quota_covers(
  of_kind text, of_group uuid, of_institution uuid, office uuid, office_kind text)
RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT CASE WHEN of_institution IS NOT NULL THEN of_institution = office OR standing_office(of_institution) = office
    WHEN of_kind IS NOT NULL THEN of_kind = office_kind ELSE group_holds(of_group, office) END
$$
"""

HOLDERS = """
CREATE OR REPLACE FUNCTION seat_holders(of_event uuid) RETURNS TABLE (seats integer, office uuid)
LANGUAGE sql STABLE AS $$
  SELECT i.seats, standing_office(coalesce(i.institution, post.institution, p.institution))
  FROM invitation i LEFT JOIN position post ON post.id = i.position LEFT JOIN person p ON p.id = i.person
  WHERE i.event = of_event
    AND (i.state = 'accepted' OR (i.state = 'waitlisted' AND i.offered_until IS NOT NULL))
  UNION ALL
  SELECT 1, standing_office(g.institution) FROM guest g
  WHERE g.event = of_event AND g.invitation IS NULL AND g.state = 'expected'
$$
"""

# Whoever of the line stands at the door is let in over capacity, as any walk-in.
GUARD_INVITATION = """
CREATE OR REPLACE FUNCTION guard_invitation_seats() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.state = 'waitlisted' AND NEW.seats = OLD.seats AND EXISTS (
    SELECT FROM guest g WHERE g.invitation = NEW.id AND g.walk_in AND g.state = 'expected')
  THEN RETURN NULL; END IF;
  PERFORM seats_within_limits(NEW.event, standing_office(coalesce(NEW.institution,
    (SELECT post.institution FROM position post WHERE post.id = NEW.position),
    (SELECT p.institution FROM person p WHERE p.id = NEW.person))));
  RETURN NULL;
END $$
"""

GUARD_GUEST = """
CREATE OR REPLACE FUNCTION guard_guest_seat() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM seats_within_limits(NEW.event, standing_office(NEW.institution));
  RETURN NULL;
END $$
"""

STATEMENTS = (STANDING, COVERS, HOLDERS, GUARD_INVITATION, GUARD_GUEST)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
