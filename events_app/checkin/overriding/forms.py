"""What comes in to admit somebody anyway."""

from typing import Annotated

from pydantic import AfterValidator, ConfigDict, Field

from events_app.events.forms.fields import legible
from events_app.shapes import Body


class OverrideIn(Body):
    """Why somebody is let in whom the door refused."""

    model_config = ConfigDict(json_schema_extra={"examples": [{"reason": "Diizinkan ketua panitia"}]})

    reason: Annotated[str, Field(min_length=3, max_length=300), AfterValidator(legible)] = Field(
        examples=["Diizinkan ketua panitia"]
    )
