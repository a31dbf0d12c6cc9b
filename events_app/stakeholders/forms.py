"""What comes in about institutions and people; pages and api share these."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, BeforeValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.ruled import Ruled, rule
from events_app.shapes import Body
from events_app.stakeholders import addresses, names, phones
from events_app.stakeholders.tables import Channel, InstitutionKind, Sex

LONGEST = LONGEST_PREFIX, LONGEST_NAME, LONGEST_SUFFIX = 60, 200, 80
_UNWRITABLE = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def folded(given: Any) -> Any:
    """Null says the same as nothing typed; blanks and control characters say nothing."""
    return names.fold_spaces(given) if isinstance(given, str) else ("" if given is None else given)


def _writable(given: Any) -> Any:
    return _UNWRITABLE.sub(" ", given).strip() if isinstance(given, str) else ("" if given is None else given)


def _by_mail(given: Any) -> Any:
    return Channel.email if given is None else given


def _mail(text: str) -> str:
    return _or_fault(addresses.mail_address, text)


def _phone(text: str) -> str:
    return _or_fault(phones.e164, text)


def _or_fault(rule: Any, text: str) -> str:
    try:
        return str(rule(text))
    except Refusal as refusal:
        raise PydanticCustomError(refusal.code, refusal.message) from None


def _nip(text: str) -> str:
    digits = re.sub(r"[\s.-]", "", text)
    if digits and not (digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18):
        raise PydanticCustomError("invalid_nip", N_("An employee number (NIP) has 18 digits."))
    return digits


def _named(text: str) -> str:
    if not names.is_name(text):
        raise PydanticCustomError("no_name", N_("A name needs at least one letter."))
    return text


Line = Annotated[str, BeforeValidator(folded), Field(max_length=200)]
Short = Annotated[str, BeforeValidator(folded), Field(max_length=40)]
Prefix = Annotated[str, BeforeValidator(folded), Field(max_length=LONGEST_PREFIX)]
Suffix = Annotated[str, BeforeValidator(folded), Field(max_length=LONGEST_SUFFIX)]
Named = Annotated[str, BeforeValidator(folded), Field(min_length=1, max_length=200), AfterValidator(_named)]
Mail = Annotated[str, BeforeValidator(folded), AfterValidator(_mail)]
Phone = Annotated[str, BeforeValidator(folded), AfterValidator(_phone)]
Nip = Annotated[str, BeforeValidator(folded), AfterValidator(_nip)]
Prose = Annotated[str, BeforeValidator(_writable), Field(max_length=2000)]
RegionCode = Annotated[str, BeforeValidator(folded), Field(max_length=13, pattern=r"^[0-9.]*$")]


class InstitutionIn(Body):
    """A new institution."""

    name: Named = Field(examples=["Dinas Sosial Kota Lembayung"])
    short_name: Short = Field(default="", examples=["Dinsos"])
    kind: InstitutionKind = Field(examples=["regional_agency"])
    region_code: RegionCode = Field(default="", examples=["33.75"])
    parent_id: UUID | None = None
    email: Mail = Field(default="", examples=["dinsos@lembayung.example"])
    phone: Phone = Field(default="", examples=["0285-421234"])
    address: Prose = Field(default="", examples=["Jl. Mawar No. 1"])


class InstitutionPatch(Body):
    """What changes of an institution; what is not sent stays."""

    name: Named = Field(default="", examples=["Dinas Sosial Kota Lembayung"])
    short_name: Short = ""
    kind: InstitutionKind = InstitutionKind.other
    region_code: RegionCode = ""
    parent_id: UUID | None = None
    email: Mail = ""
    phone: Phone = ""
    address: Prose = ""
    active: bool = True

    def changes(self) -> dict[str, Any]:
        """The fields that were sent."""
        return self.model_dump(exclude_unset=True)


class PersonIn(Ruled):
    """A new person. Titles typed into the name are split off."""

    full_name: Named = Field(examples=["Dra. Hj. Kartini, M.Si"])
    title_prefix: Prefix = Field(default="", examples=["Dra."])
    title_suffix: Suffix = Field(default="", examples=["M.Si"])
    sex: Sex | None = Field(default=None, examples=["female"])
    nip: Nip = Field(default="", examples=["198001012005012001"])
    email: Mail = Field(default="", examples=["kartini@lembayung.example"])
    phone: Phone = Field(default="", examples=["0812-3456-7890"])
    institution_id: UUID | None = None
    position: Line = Field(default="", examples=["Kepala Dinas"])
    is_head: bool = False
    channel: Annotated[Channel, BeforeValidator(_by_mail)] = Field(
        default=Channel.email, description="How to reach them: `email`, `wa`, or `none`.", examples=["email"]
    )
    language: Literal["id", "en"] | None = Field(default=None, examples=["id"])
    needs: Prose = Field(
        default="", description="What they need to take part.", examples=["Juru bahasa isyarat"]
    )
    is_minor: bool = Field(default=False, description="Needs `guardian_name` and `guardian_consent`.")
    guardian_name: Line = ""
    guardian_consent: bool = Field(
        default=False, description="The guardian has agreed that the minor is written down here."
    )
    guardian_allows_phone: bool = Field(
        default=False, description="A minor's phone is kept only when the guardian agreed to that."
    )

    @rule("full_name", "title_prefix", "title_suffix", beside="full_name")
    def _name_fits(self) -> None:
        name = self.name()
        if any(len(text) > most for text, most in zip(name, LONGEST, strict=True)):
            raise PydanticCustomError("too_long", N_("The name or its titles are too long."))

    @model_validator(mode="after")
    def _titles_apart(self) -> "PersonIn":
        if "full_name" in self.model_fields_set:
            part = self.name()
            self.full_name = part.name
            _keep_title(self, "title_prefix", part.prefix)
            _keep_title(self, "title_suffix", part.suffix)
        return self

    def name(self) -> names.Name:
        """The name in its parts, titles given apart joined to those typed into it."""
        part = names.split(self.full_name)
        return names.Name(
            prefix=_joined(" ", self.title_prefix, part.prefix),
            name=part.name,
            suffix=_joined(", ", part.suffix, self.title_suffix),
        )


class PersonPatch(PersonIn):
    """What changes of a person; what is not sent stays."""

    full_name: Named = Field(default="", examples=["Dra. Hj. Kartini, M.Si"])

    def changes(self) -> dict[str, Any]:
        """The fields that were sent, and the titles that were typed into the name."""
        return self.model_dump(exclude_unset=True)


def _keep_title(model: PersonIn, field: str, title: str) -> None:
    """Sets a title only when there is one to set, so that a patch of the name alone keeps the others."""
    if title or field in model.model_fields_set:
        setattr(model, field, title)


def _joined(mark: str, first: str, second: str) -> str:
    if names.name_key(first) == names.name_key(second):
        return first
    return mark.join(part for part in (first, second) if part)


class ImportForm(Body):
    """A list to read: a file, or cells pasted from a spreadsheet."""

    file: Any = None
    pasted: str = ""
    event: UUID | None = None
