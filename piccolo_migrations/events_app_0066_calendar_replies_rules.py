"""What the ORM cannot say of calendar replies: each once, and each invitation with a tag of its own."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app import tokens
from events_app.database import execute, fetch

ID = "2026-11-25T00:00:66:000000"
VERSION = "1.38.0"
DESCRIPTION = "calendar replies rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

PORTION = 5_000
UNTAGGED = "SELECT id, link_version FROM invitation WHERE reply_hash = '' ORDER BY id LIMIT $1"
TAG = """
UPDATE invitation i SET reply_hash = t.hash FROM unnest($1::uuid[], $2::bytea[]) AS t (id, hash) WHERE i.id = t.id
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX invitation_reply_hash ON invitation (reply_hash)",
    "CREATE UNIQUE INDEX calendar_reply_once ON calendar_reply (event, digest)",
    "ALTER TABLE calendar_reply ADD CONSTRAINT calendar_reply_state"
    " CHECK (state IN ('taken', 'ignored', 'waiting', 'dismissed'))",
    "ALTER TABLE calendar_reply ADD CONSTRAINT calendar_reply_taken_for"
    " CHECK (state <> 'taken' OR invitation IS NOT NULL)",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await _tag_the_invited()
    for statement in STATEMENTS:
        await execute(statement)


async def _tag_the_invited() -> None:
    """Those who were invited before: the tag follows from the id, as it does for whoever is invited now."""
    while rows := await fetch(UNTAGGED, PORTION):
        hashes = [tokens.digest(tokens.derive("reply", row["id"], row["link_version"])) for row in rows]
        await execute(TAG, [row["id"] for row in rows], hashes)
