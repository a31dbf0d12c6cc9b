"""What the ORM cannot say of reminding: what is once, what a silence is about, when a letter has its number."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:01:96:000000"
VERSION = "1.38.0"
DESCRIPTION = "reminding rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL AND table_name IN
             ('reminder_digest', 'reminder_mute', 'reminder_letter', 'leadership_address', 'reminder_dispatch')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# What went out before digests were rows: each of its messages becomes the digest it was.
DIGESTS = """
INSERT INTO reminder_digest (id, organisation, created_at, kind, period, recipient, channel, name, language,
  message, settled_at)
SELECT DISTINCT ON (m.organisation, lower(m.to_address), (m.created_at AT TIME ZONE o.timezone)::date)
  m.id, m.organisation, m.created_at, 'daily', (m.created_at AT TIME ZONE o.timezone)::date, lower(m.to_address),
  m.channel, m.to_name, m.language, m.id, m.created_at
FROM message m JOIN organisation o ON o.id = m.organisation
WHERE EXISTS (SELECT FROM reminder_dispatch d WHERE d.message = m.id)
"""
LEDGER = """
UPDATE reminder_dispatch d SET aloud = d.message IS NOT NULL,
  digest = (SELECT g.id FROM reminder_digest g WHERE g.id = d.message)
"""

STATEMENTS = (
    DROP_DEFAULTS,
    DIGESTS,
    LEDGER,
    "CREATE UNIQUE INDEX reminder_digest_once ON reminder_digest (organisation, kind, period, recipient, channel)",
    "ALTER TABLE reminder_digest ALTER COLUMN period SET NOT NULL",
    "ALTER TABLE reminder_digest ADD CONSTRAINT digest_kind CHECK (kind IN ('daily', 'monthly', 'quarterly'))",
    "CREATE INDEX reminder_digest_waiting ON reminder_digest (created_at, id) WHERE settled_at IS NULL",
    "CREATE INDEX reminder_digest_recent ON reminder_digest (organisation, created_at DESC, id DESC)",
    "CREATE INDEX reminder_dispatch_digest ON reminder_dispatch (digest)",
    "ALTER TABLE reminder_mute ADD CONSTRAINT mute_of_one CHECK (num_nonnulls(action, person) = 1)",
    "ALTER TABLE reminder_mute ADD CONSTRAINT mute_reason CHECK (length(reason) >= 3 AND until IS NOT NULL)",
    "CREATE UNIQUE INDEX mute_action_once ON reminder_mute (action) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX mute_person_once ON reminder_mute (person) WHERE ended_at IS NULL",
    "CREATE UNIQUE INDEX reminder_letter_once ON reminder_letter (action, due_snapshot)",
    "CREATE UNIQUE INDEX reminder_letter_number ON reminder_letter (organisation, year, lower(number))",
    "CREATE INDEX reminder_letter_drafts ON reminder_letter (organisation, state, created_at)",
    "ALTER TABLE reminder_letter ALTER COLUMN due_snapshot SET NOT NULL",
    "ALTER TABLE reminder_letter ADD CONSTRAINT letter_state CHECK (state IN ('draft', 'issued', 'discarded'))",
    "ALTER TABLE reminder_letter ADD CONSTRAINT letter_issued CHECK ((state = 'issued') ="
    " (number IS NOT NULL AND year IS NOT NULL AND letter_date IS NOT NULL AND issued_at IS NOT NULL))",
    "ALTER TABLE reminder_letter ADD CONSTRAINT letter_discarded CHECK (state <> 'discarded' OR length(reason) >= 3)",
    "CREATE UNIQUE INDEX leadership_address_once ON leadership_address (organisation, lower(email))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
