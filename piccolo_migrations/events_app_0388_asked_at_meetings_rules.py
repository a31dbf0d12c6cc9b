"""Who asks for another due date at a meeting says so: its words are told only to those who may know of the meeting."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute

ID = "2026-11-27T06:388:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "asked at meetings rules"

STATEMENTS = (
    "ALTER TABLE due_change ADD COLUMN meeting uuid",
    # Those from before: a review that asked for more time, whose note or whose meeting's name is the reason.
    """UPDATE due_change d SET meeting = r.event FROM meeting_review r JOIN event e ON e.id = r.event
       WHERE r.action = d.action AND r.decision = 'extend' AND d.created_at >= r.created_at
         AND (r.note <> '' AND d.reason = r.note OR strpos(d.reason, e.title) > 0)""",
)


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(create)
    return manager


async def create() -> None:
    for statement in STATEMENTS:
        await execute(statement)
