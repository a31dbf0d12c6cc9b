"""The files of `static/`, under an address that changes with them, so that browsers keep them for good."""

from typing import Any

from litestar import Router
from litestar.datastructures import CacheControlHeader
from litestar.file_system import BaseLocalFileSystem
from litestar.static_files import create_static_files_router
from litestar.types import PathType
from litestar.types.file_types import FileInfo

from events_app.assets import tree_hash
from events_app.paths import STATIC

FOR_EVER = CacheControlHeader(public=True, max_age=31_536_000, immutable=True)


class OurFiles(BaseLocalFileSystem):
    """A name that no file can have (too long, with a NUL, below a file) is one that is not found."""

    async def info(self, path: PathType, **kwargs: Any) -> FileInfo:
        try:
            return await super().info(path, **kwargs)
        except (OSError, ValueError):
            raise FileNotFoundError from None


def static_files() -> Router:
    """For everybody, signed in or not."""
    return create_static_files_router(
        path=f"/static/{tree_hash()}",
        directories=[STATIC],
        cache_control=FOR_EVER,
        file_system=OurFiles(),
        opt={"public": True},
    )
