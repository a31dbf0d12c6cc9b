"""What comes in about a guest of honour."""

from pydantic import ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Line
from events_app.i18n import N_
from events_app.shapes import Body


class ProtocolIn(Body):
    """Whether protocol receives this guest, and a short note how."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"vip": True, "protocol_note": "Jemput di lobi, kursi depan"}]}
    )

    vip: bool = False
    protocol_note: Line = Field(default="", examples=["Jemput di lobi, kursi depan"])

    @model_validator(mode="after")
    def _of_vips(self) -> "ProtocolIn":
        if self.protocol_note and not self.vip:
            raise PydanticCustomError("vip_only", N_("A protocol note needs the mark of a guest of honour."))
        return self
