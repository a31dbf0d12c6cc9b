"""What the ORM cannot say of owning: links belong to posts, and an office's mailbox may have a page of all it owes."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-26T00:02:11:000000"
VERSION = "1.38.0"
DESCRIPTION = "owning rules"

STATEMENTS = (
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
