"""What comes in about who does not come."""

from pydantic import ConfigDict, Field

from events_app.checkin.absences.tables import ExcuseKind
from events_app.events.forms.fields import Note
from events_app.shapes import Body


class ExcuseIn(Body):
    """Why a guest does not come: leave (izin), sick (sakit), other duty (tugas lain)."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"kind": "other_duty", "note": "Mendampingi kunjungan gubernur"}]}
    )

    kind: ExcuseKind = Field(examples=["other_duty"])
    note: Note = Field(default="", examples=["Mendampingi kunjungan gubernur"])
