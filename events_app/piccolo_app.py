"""Every room's tables, as one Piccolo app with one linear history of migrations."""

from piccolo.conf.apps import AppConfig, table_finder

from events_app.paths import MIGRATIONS
from events_app.rooms import ROOMS

WITH_TABLES = [room for room in ROOMS if room != "reports"]
"""Reports read everything and own nothing."""

APP_CONFIG = AppConfig(
    app_name="events_app",
    migrations_folder_path=str(MIGRATIONS),
    table_classes=table_finder([f"events_app.{room}.tables" for room in WITH_TABLES], exclude_imported=True),
    migration_dependencies=[],
)
