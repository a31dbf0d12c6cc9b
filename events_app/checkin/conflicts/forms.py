"""What comes in about a scan to look at: the decision of somebody who keeps attendance."""

from enum import StrEnum
from typing import Literal

from pydantic import ConfigDict, Field
from pydantic.config import JsonDict
from pydantic_core import PydanticCustomError

from events_app.i18n import N_
from events_app.ruled import Ruled, rule

EXAMPLE: JsonDict = {"decision": "same_person", "note": "Keluar sebentar, masuk lewat pintu lain."}


class ScanDecision(StrEnum):
    """Of two doors that let one pass in: the first three; of a walk-in with somebody's name, two of them. Of a phone that
    let in whom the server refuses: the others."""

    same_person = "same_person"
    two_persons = "two_persons"
    mistake = "mistake"
    let_in = "let_in"
    kept_out = "kept_out"


OF_TWO = (ScanDecision.same_person, ScanDecision.two_persons, ScanDecision.mistake)
FITTING = {
    "refused": (ScanDecision.let_in, ScanDecision.kept_out),
    "namesake": (ScanDecision.same_person, ScanDecision.two_persons),
}


class ScanDecisionIn(Ruled):
    """What was decided. `undo`: which of the two scans was the mistake. The name is that of the second person."""

    model_config = ConfigDict(json_schema_extra={"examples": [EXAMPLE]})

    decision: ScanDecision
    undo: Literal["scan", "other"] | None = None
    full_name: str = Field(default="", max_length=300)
    institution_name: str = Field(default="", max_length=200)
    note: str = Field(default="", max_length=500)

    @rule("decision", "undo", beside="undo")
    def _says_which(self) -> None:
        if self.decision == ScanDecision.mistake and self.undo is None:
            raise PydanticCustomError("which_scan", N_("Say which of the two scans was the mistake."))
