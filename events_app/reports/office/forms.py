"""What an office's paper is asked for."""

from datetime import date
from typing import Annotated, Literal
from uuid import UUID

from pydantic import ConfigDict, Field

from events_app.commitments.reporting.columns import USUAL
from events_app.commitments.reporting.forms import Column
from events_app.reports.forms import ReportFilter

File = Literal["pdf", "docx", "xlsx"]
Language = Literal["id", "en"]
Paper = Literal["matrix", "overdue", "scorecard", "quarter"]


class OfficePaperIn(ReportFilter):
    """Which paper, of which promises, in which form; `columns` in their order, of the matrix and the overdue list.

    Without a `signatory_id` the place to sign is filled in by hand.
    """

    paper: Paper = "matrix"
    form: File = "pdf"
    language: Language | None = None
    columns: list[Column] = Field(default_factory=list, max_length=13)
    year: Annotated[int, Field(ge=2000, le=2100)] | None = None
    quarter: Annotated[int, Field(ge=1, le=4)] | None = None
    signatory_id: UUID | None = None

    def shown(self) -> list[Column]:
        """The columns of the paper, each once; the usual ones where none was named."""
        return list(dict.fromkeys(self.columns)) or list(
            USUAL["overdue" if self.paper == "overdue" else "matrix"]
        )

    def span(self, today: date) -> tuple[int, int]:
        """Year and quarter; without one that of today."""
        return self.year or today.year, self.quarter or (today.month + 2) // 3


class OfficePaperRunIn(OfficePaperIn):
    """The same as a program asks for it to be made meanwhile: what it does not know is refused."""

    model_config = ConfigDict(
        extra="forbid",
        str_strip_whitespace=True,
        populate_by_name=True,
        json_schema_extra={"examples": [{"paper": "quarter", "form": "docx", "year": 2026, "quarter": 3}]},
    )


def days_of(year: int, quarter: int) -> tuple[date, date]:
    """The first day of a quarter and the first of the one that follows."""
    after = (year + 1, 1) if quarter == 4 else (year, quarter * 3 + 1)
    return date(year, quarter * 3 - 2, 1), date(*after, 1)
