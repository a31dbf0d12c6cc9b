"""Rows that are only added to may forget whom they name, while a transaction anonymises, and nothing else about them."""

import re

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute, fetch

ID = "2026-11-27T06:421:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "privacy rules"

DROP_DEFAULTS = """
DO $$ DECLARE c record; BEGIN
  FOR c IN SELECT table_name, column_name FROM information_schema.columns
           WHERE table_schema = 'public' AND column_default IS NOT NULL
             AND (table_name LIKE 'retention\\_%' OR table_name = 'person')
  LOOP EXECUTE format('ALTER TABLE %I ALTER COLUMN %I DROP DEFAULT', c.table_name, c.column_name); END LOOP;
END $$
"""

# Words alone: ids, moments, numbers and yes or no stay, and so do short codes such as a verdict or a state.
FORGETS = """
CREATE FUNCTION forgets_only_words(relation oid, before jsonb, after jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT coalesce(current_setting('events_app.anonymising', true), '') = 'on' AND NOT EXISTS (
    SELECT FROM jsonb_each(after) n WHERE before -> n.key IS DISTINCT FROM n.value AND NOT EXISTS (
      SELECT FROM pg_attribute a WHERE a.attrelid = relation AND a.attname = n.key
        AND a.atttypid = ANY(ARRAY['text', 'varchar', 'jsonb', 'text[]', 'varchar[]']::regtype[])
        AND a.atttypmod NOT BETWEEN 5 AND 28))
$$
"""
GUARDS = """
SELECT DISTINCT p.oid, pg_get_functiondef(p.oid) AS body FROM pg_proc p JOIN pg_trigger g ON g.tgfoid = p.oid
WHERE p.prosrc LIKE '%events_app.erasing%'
"""
BEGINS = re.compile(r"^\s*BEGIN\s*$", re.MULTILINE)
FIRST = "  IF TG_OP = 'UPDATE' AND forgets_only_words(TG_RELID, to_jsonb(OLD), to_jsonb(NEW)) THEN RETURN NEW; END IF;"

# Whoever still holds an older copy of the row must not bring back who it was.
STAYS = """
CREATE FUNCTION stays_anonymised() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'who is anonymised stays so' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

STATEMENTS = (
    DROP_DEFAULTS,
    FORGETS,
    STAYS,
    "CREATE TRIGGER stays_anonymised BEFORE UPDATE ON person FOR EACH ROW WHEN (OLD.anonymised_at IS NOT NULL"
    " AND (NEW.anonymised_at IS NULL OR NEW.full_name <> OLD.full_name)) EXECUTE FUNCTION stays_anonymised()",
    "CREATE UNIQUE INDEX retention_rule_once ON retention_rule (organisation)",
    "ALTER TABLE retention_rule ADD CONSTRAINT retention_rule_months"
    " CHECK (months BETWEEN 1 AND 600 AND (NOT automatic OR months IS NOT NULL))",
    "ALTER TABLE retention_postponement ADD CONSTRAINT retention_postponement_says"
    " CHECK (length(reason) >= 3 AND until IS NOT NULL)",
    "CREATE INDEX person_anonymised ON person (organisation) WHERE anonymised_at IS NOT NULL",
    "ALTER TABLE person ADD CONSTRAINT person_anonymised_says_nothing CHECK (anonymised_at IS NULL OR"
    " (name_key, title_prefix, title_suffix, nip, phone, email, needs, search_text) = ('', '', '', '', '', '', '', ''))",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
    for guard in await fetch(GUARDS):
        body, found = BEGINS.subn(lambda begins: f"{begins[0]}\n{FIRST}", guard["body"], count=1)
        assert found, "every guard has a body"
        await execute(body)
