"""What comes in about a guest of honour."""

from pydantic import ConfigDict, Field
from pydantic_core import PydanticCustomError

from events_app.events.forms.fields import Line
from events_app.i18n import N_
from events_app.ruled import Ruled, rule


class ProtocolIn(Ruled):
    """Whether protocol receives this guest, and a short note how."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"vip": True, "protocol_note": "Jemput di lobi, kursi depan"}]}
    )

    vip: bool = False
    protocol_note: Line = Field(default="", examples=["Jemput di lobi, kursi depan"])

    @rule("vip", "protocol_note", beside="protocol_note")
    def _of_vips(self) -> None:
        if self.protocol_note and not self.vip:
            raise PydanticCustomError("vip_only", N_("A protocol note needs the mark of a guest of honour."))
