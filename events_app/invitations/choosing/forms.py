"""The page on which invitees are chosen, as it comes back with every step."""

from collections.abc import Mapping
from contextlib import suppress
from typing import Annotated, Any, Literal, get_args
from uuid import UUID

from pydantic import BeforeValidator, Field, ValidationError

from events_app.ids import uuid_of
from events_app.invitations.forms import MOST_INVITEES, Invitee, Seats
from events_app.shapes import Body
from events_app.stakeholders.forms import Line
from events_app.stakeholders.tables import InstitutionKind

Part = Literal["institutions", "people", "positions"]
Tab = Literal["institutions", "people", "positions", "chosen"]
PARTS: tuple[Part, ...] = get_args(Part)


def _each_once(given: object) -> object:
    """Ticks come one by one, and what was ticked on other pages in one field: ids between spaces."""
    if not isinstance(given, list):
        return given
    return list(
        dict.fromkeys(one for some in given for one in (some.split() if isinstance(some, str) else [some]))
    )


Chosen = Annotated[list[UUID], BeforeValidator(_each_once), Field(max_length=MOST_INVITEES)]


class Choice(Body):
    """Who is chosen so far, institutions with one number of seats each, what is looked at, and what is to be done."""

    institutions: Chosen = Field(default_factory=list)
    people: Chosen = Field(default_factory=list)
    positions: Chosen = Field(default_factory=list)
    seats: Seats = 1
    q: Line = ""
    kind: InstitutionKind | None = None
    within: UUID | None = None
    group: UUID | None = None
    of: Tab = "institutions"
    page: Annotated[int, Field(ge=1, le=100_000)] = 1
    step: Literal["show", "all", "none", "group", "save", "reserve", "send"] = "show"

    @classmethod
    def kept(cls, values: Mapping[str, Any]) -> "Choice":
        """The ticks of a form that was refused for something else, and what was looked at; nonsense is left out."""
        kept = cls()
        for name in ("q", "kind", "within", "group", "of", "page"):
            with suppress(ValidationError):
                one = cls.model_validate({name: values[name]} if values.get(name) else {})
                kept = kept.model_copy(update={name: getattr(one, name)})
        return kept.with_more({part: _ids(values.get(part, [])) for part in PARTS})

    @property
    def narrowed(self) -> bool:
        """Whether only some are looked for."""
        return bool(self.q or self.kind or self.within or self.group)

    @property
    def many(self) -> int:
        """How many are chosen."""
        return sum(len(getattr(self, part)) for part in PARTS)

    def invitees(self) -> list[Invitee]:
        """The chosen, institutions first."""
        offices = [Invitee(institution_id=one, seats=self.seats) for one in self.institutions]
        people = [Invitee(person_id=one) for one in self.people]
        return offices + people + [Invitee(position_id=one) for one in self.positions]

    def with_more(self, more: Mapping[Part, list[UUID]]) -> "Choice":
        """The same and these, each once."""
        both = ((part, [*getattr(self, part), *new]) for part, new in more.items())
        return self.model_copy(update={f"{part}": list(dict.fromkeys(ids)) for part, ids in both})


def _ids(typed: Any) -> list[UUID]:
    words = [word for some in typed if isinstance(some, str) for word in some.split()]
    return list(dict.fromkeys(one for word in words if (one := uuid_of(word)) is not None))[:MOST_INVITEES]
