"""What programs get of the directory."""

from typing import Annotated, Any
from uuid import UUID

from pydantic import BeforeValidator, Field

from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.shapes import Moment, Out
from events_app.stakeholders.imports import ImportReport
from events_app.stakeholders.matching import Outcome
from events_app.stakeholders.queries import PersonView
from events_app.stakeholders.rows import Severity
from events_app.stakeholders.tables import Channel, InstitutionKind, Sex


def _null(given: Any) -> Any:
    """Nothing is null for programs, never an empty text."""
    return None if given == "" else given


Maybe = Annotated[str | None, BeforeValidator(_null)]


class InstitutionOut(Out):
    """An institution."""

    id: UUID
    name: str = Field(examples=["Dinas Sosial Kota Lembayung"])
    short_name: Maybe = None
    kind: InstitutionKind = Field(examples=["regional_agency"])
    region_code: Maybe = None
    parent_id: UUID | None = None
    parent: Maybe = None
    email: Maybe = None
    phone: Maybe = Field(default=None, examples=["+62285421234"])
    address: Maybe = None
    active: bool
    people: int = Field(description="How many people of the directory are in it.")
    created_at: Moment


class PersonOut(Out):
    """A person. In the report of an import, what is only proposed has no id yet."""

    id: UUID | None
    display_name: str = Field(examples=["Dra. Hj. Kartini, M.Si"])
    full_name: str = Field(examples=["Kartini"])
    title_prefix: Maybe = Field(default=None, examples=["Dra. Hj."])
    title_suffix: Maybe = Field(default=None, examples=["M.Si"])
    sex: Sex | None = None
    nip: Maybe = None
    email: Maybe = None
    phone: Maybe = Field(default=None, examples=["+6281234567890"])
    institution_id: UUID | None = None
    institution: Maybe = Field(default=None, examples=["Dinas Sosial Kota Lembayung"])
    position: Maybe = Field(default=None, examples=["Kepala Dinas"])
    is_head: bool = False
    channel: Channel = Channel.email
    language: str | None = None
    needs: Maybe = None
    is_minor: bool = False
    guardian_name: Maybe = None
    guardian_consent: bool = False
    guardian_allows_phone: bool = False
    created_at: Moment | None = None

    @classmethod
    def seen_by(cls, actor: Actor, row: PersonView) -> "PersonOut":
        """What somebody needs, and who answers for a minor, is for those who keep the directory."""
        whole = cls.model_validate(row)
        if actor.may(Right.keep_directory):
            return whole
        return whole.model_copy(update={"needs": None, "guardian_name": None})


class ProblemOut(Out):
    """What is wrong with a cell: an error keeps the line out, a warning empties the cell."""

    field: str = Field(examples=["phone"])
    code: str = Field(examples=["invalid_phone"])
    message: str
    severity: Severity


class ImportRowOut(Out):
    """One line of a list; `line` is its number in the file."""

    line: int = Field(examples=[2])
    outcome: Outcome
    person: PersonOut | None
    problems: list[ProblemOut]


class ImportOut(Out):
    """What an import does, or did, line by line."""

    rows: list[ImportRowOut]
    counts: dict[str, int] = Field(
        examples=[{"create": 93, "update": 0, "unchanged": 2, "error": 0, "warnings": 0, "rows": 95}]
    )

    @classmethod
    def of(cls, report: ImportReport) -> "ImportOut":
        return cls.model_validate(report)
