"""A group that a quota uses cannot be deleted: the quota would go with it, unseen."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-25T00:01:16:000000"
VERSION = "1.38.0"
DESCRIPTION = "groups in use stay"

# Judged at the end of the statement, so that whoever deletes an organisation deletes both.
STATEMENTS = (
    "ALTER TABLE invitation_quota DROP CONSTRAINT invitation_quota_stakeholder_group_fkey",
    "ALTER TABLE invitation_quota ADD CONSTRAINT invitation_quota_stakeholder_group_fkey"
    " FOREIGN KEY (stakeholder_group) REFERENCES stakeholder_group (id)"
    " ON DELETE NO ACTION ON UPDATE CASCADE",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
