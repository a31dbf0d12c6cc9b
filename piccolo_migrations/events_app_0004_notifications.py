"""The queue's own tables, and what the ORM cannot say of the outbox."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute
from events_app.jobs import install_sql

ID = "2026-11-23T00:00:04:000000"
VERSION = "1.38.0"
DESCRIPTION = "notifications"

STATEMENTS = (
    "ALTER TABLE message ADD CONSTRAINT message_state CHECK (state IN ('held', 'queued', 'sent', 'failed'))",
    "ALTER TABLE message ADD CONSTRAINT message_sent_at CHECK (state <> 'sent' OR sent_at IS NOT NULL)",
    "CREATE UNIQUE INDEX message_once ON message (organisation, dedup_key) WHERE dedup_key IS NOT NULL",
    "CREATE INDEX message_recent ON message (organisation, id DESC)",
    "CREATE INDEX message_by_state ON message (organisation, state, id DESC)",
    "CREATE INDEX message_by_event ON message (organisation, event, id DESC) WHERE event IS NOT NULL",
    "CREATE INDEX message_by_subject ON message (organisation, subject_row) WHERE subject_row IS NOT NULL",
    "CREATE INDEX message_waiting ON message (coalesce(next_try_at, created_at)) WHERE state = 'queued'",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON delivery FOR EACH ROW EXECUTE FUNCTION refuse_change()",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    await execute(install_sql())
    for statement in STATEMENTS:
        await execute(statement)
