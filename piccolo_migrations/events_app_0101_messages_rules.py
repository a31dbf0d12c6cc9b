"""What the ORM cannot say of messages: words once a language, wishes once an address, letters in their order."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:01:000000"
VERSION = "1.38.0"
DESCRIPTION = "messages rules"

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
    "INSERT INTO mail_pace (id, next_at, rest_until, strain) VALUES (1, now(), NULL, 0)",
    "ALTER TABLE mail_pace ADD CONSTRAINT mail_pace_one CHECK (id = 1 AND strain >= 0)",
    "UPDATE message m SET held_because = CASE WHEN o.demo THEN 'demo' ELSE 'no_server' END"
    " FROM organisation o WHERE o.id = m.organisation AND m.state = 'held'",
    "ALTER TABLE message ADD CONSTRAINT message_held_because"
    " CHECK (held_because IN ('no_server', 'demo', 'no_mail', 'stopped') AND state = 'held'"
    " OR held_because IS NULL)",
    "CREATE INDEX message_of_event ON message (organisation, event, id DESC) WHERE event IS NOT NULL",
    "CREATE INDEX message_to ON message (organisation, lower(to_address), id DESC)",
    "CREATE INDEX message_of_crowd ON message (bulk, id) WHERE bulk IS NOT NULL",
    "CREATE INDEX message_of_crowd_waiting ON message (bulk) WHERE bulk IS NOT NULL AND state = 'queued'",
    "CREATE UNIQUE INDEX message_wording_once ON message_wording (organisation, kind, language)",
    "ALTER TABLE message_wording ADD CONSTRAINT message_wording_language CHECK (language IN ('id', 'en'))",
    "CREATE UNIQUE INDEX mail_wish_once ON mail_wish (organisation, address)",
    "ALTER TABLE mail_wish ADD CONSTRAINT mail_wish_wish CHECK (wish IN ('all', 'no_letters', 'no_mail'))",
    "ALTER TABLE mailing ADD CONSTRAINT mailing_state CHECK"
    " (state IN ('draft', 'review', 'approved', 'sending', 'stopped', 'done', 'discarded'))",
    "ALTER TABLE mailing ADD CONSTRAINT mailing_audience CHECK"
    " (audience IN ('everyone', 'coming', 'silent', 'declined', 'chosen'))",
    "ALTER TABLE mailing ADD CONSTRAINT mailing_submitted CHECK"
    " (state IN ('draft', 'discarded') OR submitted_at IS NOT NULL)",
    "ALTER TABLE mailing ADD CONSTRAINT mailing_approved CHECK"
    " (state IN ('draft', 'discarded', 'review') OR approved_at IS NOT NULL)",
    "CREATE UNIQUE INDEX mailing_recipient_once ON mailing_recipient (mailing, subject)",
    "CREATE INDEX mailing_recipient_waiting ON mailing_recipient (mailing, id)"
    " WHERE message IS NULL AND problem IS NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
