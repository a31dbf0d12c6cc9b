"""What was read together with a token before such texts were masked, is masked now: a row must not open a door."""

from piccolo.apps.migrations.auto.migration_manager import MigrationManager

from events_app.database import execute, transaction

ID = "2026-11-27T03:00:00:000000"
VERSION = "1.38.0"
DESCRIPTION = "masked codes rules"

# As `tokens.masked` does it to what comes in: of twenty letters and digits or more, the first four are left.
MASK = r"""
UPDATE scan SET raw_code = regexp_replace(raw_code,
  '([[:alnum:]])[\s-]*([[:alnum:]])[\s-]*([[:alnum:]])[\s-]*([[:alnum:]])(?:[\s-]*[[:alnum:]]){16,}', '\1\2\3\4…', 'g')
WHERE raw_code ~ '[[:alnum:]](?:[\s-]*[[:alnum:]]){19,}'
"""


async def forwards() -> MigrationManager:
    manager = MigrationManager(migration_id=ID, app_name="events_app", description=DESCRIPTION)
    manager.add_raw(mask)
    return manager


async def mask() -> None:
    """Scans are append-only but for erasing, and this is erasing."""
    async with transaction():
        await execute("SET LOCAL events_app.erasing = 'on'")
        await execute(MASK)
        await execute("SET LOCAL events_app.erasing = 'off'")
