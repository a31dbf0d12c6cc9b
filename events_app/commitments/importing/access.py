"""The only way to a sheet: through the event whose commitments you keep."""

from uuid import UUID

from litestar.di import NamedDependency
from litestar.params import FromPath

from events_app.commitments.importing.tables import ImportedSheet
from events_app.errors import NotFound
from events_app.events.tables import Event


async def sheet_here(kept_event: NamedDependency[Event], sheet_id: FromPath[UUID]) -> ImportedSheet:
    """A sheet of the event that was loaded."""
    mine = (ImportedSheet.id == sheet_id) & (ImportedSheet.event == kept_event.id)
    row = await ImportedSheet.objects().get(mine)
    if row is None:
        raise NotFound()
    return row
