"""The language of what is written once and read by everybody."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from uuid import UUID

from events_app.database import fetch_value
from events_app.i18n import using


@asynccontextmanager
async def speaking_of(organisation: UUID) -> AsyncIterator[None]:
    """Speaks the organisation's own language inside the block, whoever clicked."""
    language = await fetch_value("SELECT language FROM organisation WHERE id = $1", organisation)
    with using(str(language)):
        yield
