"""Static files under a name that changes with their content, so that browsers may keep them for ever."""

import hashlib
from functools import cache

from events_app.paths import STATIC


@cache
def tree_hash() -> str:
    """Sixteen hex digits over every static file's name and bytes."""
    total = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            total.update(str(path.relative_to(STATIC)).encode())
            total.update(path.read_bytes())
    return total.hexdigest()[:16]


def asset(path: str) -> str:
    """The address of a static file: `/static/<hash>/css/app.css`."""
    return f"/static/{tree_hash()}/{path}"
