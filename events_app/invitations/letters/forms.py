"""What comes in about letters; pages and api share these."""

from datetime import date
from typing import Annotated, Any
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from events_app.events.forms import Reason
from events_app.events.forms.fields import legible
from events_app.i18n import N_
from events_app.invitations.letters import numbers
from events_app.invitations.letters.tables import Classification, LetterMode, Scope, SignedAs
from events_app.shapes import Body, Day
from events_app.stakeholders.forms import Line, Mail, Nip

FIRST_YEAR, LAST_YEAR = 2000, 2100


def _pattern(text: str) -> str:
    if numbers.unknown_places(text):
        raise PydanticCustomError(
            "unknown_placeholder", N_("Only {number}, {unit}, {year} and {month} can stand in braces.")
        )
    if not numbers.has_number(text):
        raise PydanticCustomError("no_number", N_("The pattern needs {number} exactly once."))
    return text


def _near(day: date) -> date:
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise PydanticCustomError("date_out_of_reach", N_("This date is too far away."))
    return day


Lines = Annotated[str, Field(max_length=500), AfterValidator(legible)]
Words = Annotated[str, Field(max_length=3_000), AfterValidator(legible)]
Pattern = Annotated[Line, Field(min_length=1, max_length=100), AfterValidator(_pattern)]
Number = Annotated[Line, Field(max_length=60)]
NearDay = Annotated[Day, AfterValidator(_near)]
Version = Annotated[int, Field(ge=1)]


class LetterheadIn(Body):
    """The organisation's letterhead: one line of `names` a line of the kop, and the pattern of its numbers."""

    names: Annotated[Lines, Field(min_length=1)] = Field(
        examples=["Pemerintah Kota Lembayung\nSekretariat Daerah"]
    )
    address: Lines = Field(default="", examples=["Jl. Melati No. 1, Lembayung 60111"])
    phone: Annotated[Line, Field(max_length=100)] = Field(default="", examples=["(031) 555-0100"])
    email: Mail = Field(default="", examples=["setda@lembayung.example"])
    website: Line = Field(default="", examples=["lembayung.example"])
    town: Annotated[Line, Field(max_length=100)] = Field(default="", examples=["Lembayung"])
    number_pattern: Pattern = Field(default=numbers.PATTERN, examples=[numbers.PATTERN])
    unit: Annotated[Line, Field(max_length=40)] = Field(default="", examples=["SETDA"])
    next_number: Annotated[int, Field(ge=1, le=99_999)] | None = None
    row_version: Version | None = None


class SignatoryIn(Body):
    """Somebody who signs: the office as it is written, and `on_behalf_of` where it is in another's name."""

    office: Annotated[Line, Field(min_length=1)] = Field(examples=["Sekretaris Daerah"])
    signed_as: SignedAs = SignedAs.own
    on_behalf_of: Line = Field(default="", examples=["Wali Kota Lembayung"])
    name: Annotated[Line, Field(min_length=1)] = Field(examples=["Dra. Ratna Wulandari, M.Si"])
    rank: Annotated[Line, Field(max_length=100)] = Field(default="", examples=["Pembina Utama Muda"])
    nip: Nip = Field(default="", examples=["196803121993032001"])


class LetterIn(Body):
    """A letter's words; what is left empty keeps the usual ones. `row_version` is that of the draft that was read.

    Without a `classification` the letter of a confidential event is confidential.
    """

    subject: Line = Field(default="", examples=["Undangan Diskusi Tematik"])
    classification: Classification | None = None
    mode: LetterMode = LetterMode.one
    scope: Scope = Scope.everybody
    opening: Words = ""
    note: Words = ""
    closing: Words = ""
    copies_to: Words = Field(default="", examples=["Wali Kota Lembayung (sebagai laporan)"])
    signatory_id: UUID | None = None
    row_version: Version | None = None


class IssueIn(Body):
    """The letter's date (today if it is not given), and a number where the office's own agenda has given one."""

    letter_date: NearDay | None = Field(default=None, examples=["2026-03-02"])
    number: Number = Field(default="")
    row_version: Version | None = None


class CancelIn(Body):
    """Why an issued letter is not valid any more; its number stays used."""

    reason: Reason = Field(examples=["Tanggal kegiatan salah ketik"])


class CopyForm(Body):
    """The page's form for a signed copy; the door makes sure that `file` was sent."""

    file: Any = None
    recipient_id: UUID | None = None


class LogoForm(Body):
    """The page's form for a logo."""

    logo: Any = None


class CheckForm(Body):
    """The public form with which a file is compared; the file is not kept."""

    file: Any = None
