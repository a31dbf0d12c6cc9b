"""What the ORM cannot say of owning: whose links are whose, how a request is decided, what evidence may change."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "owning rules"

# Whether it holds personal data may be said later; all else about a piece of evidence stands.
ONLY_FLAGGED = """
CREATE FUNCTION refuse_all_but_flag() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF current_setting('events_app.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'UPDATE'
     AND (to_jsonb(NEW) - 'contains_personal_data') = (to_jsonb(OLD) - 'contains_personal_data') THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'rows of evidence are append-only' USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# What was asked stands as it was asked, and is decided once.
ONLY_DECIDED = """
CREATE FUNCTION refuse_all_but_decision() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE decided text[] := ARRAY['decision', 'decided_by', 'decided_at', 'note'];
BEGIN
  IF current_setting('events_app.erasing', true) = 'on' THEN RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END; END IF;
  IF TG_OP = 'UPDATE' AND (to_jsonb(NEW) - 'action' - 'commitment' - decided) = (to_jsonb(OLD) - 'action' - 'commitment' - decided)
     AND (OLD.decision = 'pending' OR (to_jsonb(NEW) - 'action' - 'commitment') = (to_jsonb(OLD) - 'action' - 'commitment'))
  THEN RETURN NEW; END IF;
  RAISE EXCEPTION 'rows of % are decided once', TG_TABLE_NAME USING ERRCODE = 'integrity_constraint_violation';
END $$
"""

# Nobody lifts the rule of institutions for their own, nor once the work has come to its end.
WAIVED_BY_OTHERS = """
CREATE FUNCTION refuse_own_waiver() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF EXISTS (SELECT FROM follow_up_action a JOIN app_user u ON u.id = NEW."user"
      WHERE a.id = NEW.action AND standing_office(u.institution) = standing_office(a.responsible_institution)) THEN
    RAISE EXCEPTION 'nobody waives the rule for their own institution' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  IF NOT EXISTS (SELECT FROM follow_up_action a WHERE a.id = NEW.action
      AND a.state IN ('open', 'in_progress', 'returned', 'submitted')) THEN
    RAISE EXCEPTION 'nothing of this action can be verified now' USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NEW;
END $$
"""

STATEMENTS = (
    ONLY_FLAGGED,
    ONLY_DECIDED,
    WAIVED_BY_OTHERS,
    "DROP TRIGGER append_only ON evidence",
    "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON evidence FOR EACH ROW EXECUTE FUNCTION refuse_all_but_flag()",
    "ALTER TABLE evidence ADD CONSTRAINT evidence_infeasible_request FOREIGN KEY (infeasible_request)"
    " REFERENCES infeasible_request ON DELETE CASCADE",
    "ALTER TABLE evidence ADD CONSTRAINT evidence_of_one CHECK (num_nonnulls(submission, infeasible_request) = 1)",
    "CREATE INDEX evidence_of_request ON evidence (infeasible_request) WHERE infeasible_request IS NOT NULL",
    *(
        f"CREATE TRIGGER decided_once BEFORE UPDATE OR DELETE ON {table}"
        " FOR EACH ROW EXECUTE FUNCTION refuse_all_but_decision()"
        for table in ("infeasible_request", "withdrawal_request")
    ),
    "CREATE INDEX withdrawal_request_of ON withdrawal_request (commitment, id)",
    "CREATE INDEX infeasible_request_of ON infeasible_request (action, id)",
    "CREATE TRIGGER by_others BEFORE INSERT ON verification_waiver FOR EACH ROW EXECUTE FUNCTION refuse_own_waiver()",
    # A link that was given to somebody who has ever held the owing post belongs to the post.
    """UPDATE access_token t SET position = a.responsible_position FROM follow_up_action a
    WHERE a.id = t.action AND t.scope = 'action' AND t.position IS NULL AND t.person IS NOT NULL
      AND t.person IS DISTINCT FROM a.responsible_person AND (
        EXISTS (SELECT FROM position_holding h WHERE h.position = a.responsible_position AND h.person = t.person)
        OR EXISTS (SELECT FROM person p WHERE p.id = t.person AND p.position = a.responsible_position))""",
    "ALTER TABLE access_token DROP CONSTRAINT access_token_scope",
    "ALTER TABLE access_token ADD CONSTRAINT access_token_scope CHECK (CASE scope"
    " WHEN 'action' THEN action IS NOT NULL"
    " WHEN 'ratification' THEN commitment IS NOT NULL AND position IS NOT NULL AND person IS NOT NULL"
    " WHEN 'digest' THEN num_nonnulls(person, institution) = 1 AND num_nonnulls(action, commitment) = 0"
    " ELSE false END)",
    "CREATE UNIQUE INDEX access_token_digest_of_office ON access_token (institution)"
    " WHERE scope = 'digest' AND person IS NULL AND revoked_at IS NULL",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
