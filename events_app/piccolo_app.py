"""Every room's tables, as one Piccolo app with one linear history of migrations."""

from pathlib import Path

from piccolo.conf.apps import AppConfig, table_finder

from events_app.paths import MIGRATIONS
from events_app.rooms import ROOMS

PACKAGE = Path(__file__).parent
NOUNS = sorted(path for room in ROOMS for path in (PACKAGE / room).rglob("tables.py"))
"""A room's own, and those of the topics inside it."""


def _module(path: Path) -> str:
    return ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts)


APP_CONFIG = AppConfig(
    app_name="events_app",
    migrations_folder_path=str(MIGRATIONS),
    table_classes=table_finder([_module(path) for path in NOUNS], exclude_imported=True),
    migration_dependencies=[],
)
