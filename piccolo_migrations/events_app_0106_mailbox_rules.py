"""What the ORM cannot say of what comes back: each mail once, each bounce once, one state an address."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:06:000000"
VERSION = "1.38.0"
DESCRIPTION = "mailbox and whatsapp rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND table_name <> 'migration' AND table_name NOT LIKE 'pgqueuer%'
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    "CREATE UNIQUE INDEX inbound_mail_once ON inbound_mail (scope, identity) NULLS NOT DISTINCT",
    "CREATE INDEX inbound_mail_waiting ON inbound_mail (organisation) WHERE state = 'waiting'",
    "ALTER TABLE inbound_mail ADD CONSTRAINT inbound_mail_source CHECK (source IN ('mailbox', 'hook'))",
    "ALTER TABLE inbound_mail ADD CONSTRAINT inbound_mail_state"
    " CHECK (state IN ('done', 'ignored', 'waiting', 'dismissed'))",
    "ALTER TABLE inbound_mail ADD CONSTRAINT inbound_mail_kind CHECK (kind IN"
    " ('bounce', 'delay', 'calendar_reply', 'auto_reply', 'notice', 'letter', 'unreadable'))",
    "CREATE UNIQUE INDEX bounce_once ON bounce (message, mail)",
    "CREATE INDEX bounce_address ON bounce (organisation, address)",
    "CREATE UNIQUE INDEX bad_address_once ON bad_address (organisation, address)",
    "ALTER TABLE bad_address ADD CONSTRAINT bad_address_folded CHECK (address = lower(address))",
    "CREATE UNIQUE INDEX inbound_hook_once ON inbound_hook (organisation)",
    "CREATE UNIQUE INDEX whatsapp_message_once ON whatsapp_message (message)",
    "CREATE UNIQUE INDEX whatsapp_message_provider ON whatsapp_message (provider_id) WHERE provider_id IS NOT NULL",
    "CREATE UNIQUE INDEX whatsapp_status_once ON whatsapp_status (message, status)",
    "ALTER TABLE whatsapp_status ADD CONSTRAINT whatsapp_status_known"
    " CHECK (status IN ('sent', 'delivered', 'read', 'failed'))",
    "CREATE UNIQUE INDEX whatsapp_send_once ON whatsapp_send (invitation, words) WHERE undone_at IS NULL",
    "ALTER TABLE whatsapp_send ADD CONSTRAINT whatsapp_send_words CHECK (words IN ('invitation', 'reminder'))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
