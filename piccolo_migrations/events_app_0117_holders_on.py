"""Who holds a position on a day, and who of several counts: one rule for every mail, list, group and reminder."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:17:000000"
VERSION = "1.38.0"
DESCRIPTION = "holders of a position on a day"

# For good before acting, whoever acts from day to day last; of two of a kind who took over later. Somebody
# who is only said to hold it comes after all who hold it by dates, unless their own time is known to be over.
HOLDERS = """
CREATE FUNCTION holders_on(of_position uuid, on_day date)
RETURNS TABLE (person uuid, dated boolean, starts_on date, rank integer) LANGUAGE sql STABLE AS $$
  SELECT h.person, true, h.starts_on,
    CASE h.kind WHEN 'permanent' THEN 0 WHEN 'plt' THEN 1 WHEN 'pj' THEN 2 WHEN 'pjs' THEN 3 ELSE 4 END
  FROM position_holding h
  WHERE h.position = of_position AND coalesce(h.starts_on, on_day) <= on_day AND coalesce(h.ends_on, on_day) >= on_day
  UNION ALL
  SELECT p.id, false, NULL, 5 FROM person p
  WHERE p.position = of_position AND p.successor IS NULL
    AND NOT EXISTS (SELECT FROM position_holding h WHERE h.position = of_position AND h.person = p.id)
$$
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(HOLDERS)
