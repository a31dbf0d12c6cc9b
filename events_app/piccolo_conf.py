"""What Piccolo looks for by name: the engine and the one app that lists every table."""

from piccolo.conf.apps import AppRegistry

from events_app.database import DB

__all__ = ["APP_REGISTRY", "DB"]

APP_REGISTRY = AppRegistry(apps=["events_app.piccolo_app"])
