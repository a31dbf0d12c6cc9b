"""Whatever marks an institution says which part of its promises changed."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:404:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "promise part rules"

# By the event, so that an institution that promised twice at one counts once. The last byte of an id is chance.
PART = """CREATE FUNCTION promise_part(event uuid) RETURNS int LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN get_byte(uuid_send(event), 15) & 31"""
# All that marks an institution does it by the same sentence; nothing else of those functions changes.
SAYING = """
DO $do$ DECLARE one record; BEGIN
  FOR one IN SELECT pg_get_functiondef(oid) AS said FROM pg_proc WHERE prosrc LIKE '%INSERT INTO promise_touch%' LOOP
    EXECUTE replace(replace(replace(one.said,
      '(id, organisation, created_at, institution)', '(id, organisation, created_at, institution, part)'),
      'now(), c.institution FROM', 'now(), c.institution, promise_part(c.event) FROM'), 'GROUP BY 2, 4;', 'GROUP BY 2, 4, 5;');
  END LOOP;
END $do$
"""

STATEMENTS = (
    PART,
    SAYING,
    "DROP INDEX promise_touch_whose",
    "CREATE INDEX promise_touch_whose ON promise_touch (organisation, institution, part)",
    "CREATE UNIQUE INDEX promise_part_once ON promise_part (organisation, institution, part, confidential)",
    # What was kept was not kept in parts: all is counted anew, at the next start before anybody is let in.
    "DELETE FROM promise_count",
    "DELETE FROM promise_touch",
    "INSERT INTO promise_touch (id, organisation, created_at, institution, part)"
    " SELECT gen_random_uuid(), organisation, now(), institution, promise_part(event) FROM commitment GROUP BY 2, 4, 5",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
