"""A paper remembers whether it was given up, and whether it may hold what not everybody may read."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T03:77:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "runs remember rules"

STATEMENTS = (
    "ALTER TABLE paper_run ADD COLUMN given_up boolean NOT NULL DEFAULT false",
    # The last try is made within three hours; older ones that failed wait for nothing any more.
    "UPDATE paper_run SET given_up = true WHERE state = 'failed' AND created_at < now() - interval '1 day'",
    "ALTER TABLE paper_run ADD CONSTRAINT paper_run_given_up CHECK (NOT given_up OR state IN ('failed', 'discarded'))",
    # Large files are sealed in pieces from now on; those sealed before are made again.
    "UPDATE paper_run SET state = 'forgotten', sealed = NULL WHERE state = 'done' AND octet_length(sealed) > 1000000",
    # Nobody knows it of the files from before; they lie an hour, so all of them count as such.
    "ALTER TABLE paper_run ADD COLUMN reads_confidential boolean NOT NULL DEFAULT true",
    "ALTER TABLE paper_run ALTER COLUMN reads_confidential SET DEFAULT false",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
