"""What comes in with a sheet: a file or pasted cells, and what its columns mean."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from events_app.commitments.capturing.forms import Version
from events_app.commitments.importing.columns import FIELDS
from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body

UNUSED = "-"
"""An empty choice would not be sent, and the columns after it would move."""


def _known(field: str) -> str:
    if field not in (*FIELDS, UNUSED):
        raise PydanticCustomError("unknown_field", N_("This is none of the fields of a list."))
    return "" if field == UNUSED else field


class SheetForm(Ruled):
    """A file, or what was copied out of one."""

    file: Any = None
    pasted: str = Field(default="", max_length=2_000_000)

    @rule("file", "pasted", beside="file")
    def _something(self) -> None:
        if not self.file and not self.pasted:
            raise PydanticCustomError("missing", N_("Choose a file, or paste the cells."))


class ColumnsForm(Body):
    """For each column in its order what it means."""

    row_version: Version
    fields: list[Annotated[str, AfterValidator(_known)]] = Field(default_factory=list, max_length=200)
