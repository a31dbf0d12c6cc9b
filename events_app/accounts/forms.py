"""What comes in at the accounts' doors."""

from typing import Annotated
from uuid import UUID
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field, StringConstraints
from pydantic_core import PydanticCustomError

from events_app.accounts.rights import Role
from events_app.i18n import N_
from events_app.shapes import Body

MAIL = r"^[^@\s<>\"',;]+@[^@\s<>\"',;]+\.[^@\s<>\"',;.]+$"


def _known_zone(name: str) -> str:
    if name not in available_timezones():
        raise PydanticCustomError("unknown_timezone", N_("This time zone does not exist."))
    return name


def _mail(text: str) -> str:
    return text.strip().lower()


Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Mail = Annotated[
    str, StringConstraints(pattern=MAIL, max_length=254, strip_whitespace=True), AfterValidator(_mail)
]
Zone = Annotated[str, AfterValidator(_known_zone)]
Language = Annotated[str, StringConstraints(pattern="^(id|en)$")]
Password = Annotated[str, StringConstraints(min_length=12, max_length=200)]


class SetupForm(Body):
    """A new organisation and its first owner."""

    organisation: Name
    office: Annotated[str, StringConstraints(max_length=200)] = ""
    address: Annotated[str, StringConstraints(max_length=500)] = ""
    timezone: Zone = "Asia/Jakarta"
    language: Language = "id"
    name: Name
    email: Mail
    password: Password


class LoginForm(Body):
    email: Annotated[str, StringConstraints(max_length=254), AfterValidator(_mail)]
    password: Annotated[str, StringConstraints(max_length=200)]
    next: str = "/"


class PasswordForm(Body):
    password: Password


class UserForm(Body):
    """A colleague: roles decide what they may do; an institution binds them to it."""

    name: Name
    email: Mail
    roles: Annotated[list[Role], Field(min_length=1)]
    institution: UUID | None = None
    language: Language = "id"


class TokenForm(Body):
    name: Annotated[str, StringConstraints(min_length=1, max_length=100, strip_whitespace=True)]


class OrganisationForm(Body):
    name: Name
    office: Annotated[str, StringConstraints(max_length=200)] = ""
    address: Annotated[str, StringConstraints(max_length=500)] = ""
    timezone: Zone
    language: Language
    public_home: bool = False
    public_commitments: bool = False
    own_approval: bool = False
