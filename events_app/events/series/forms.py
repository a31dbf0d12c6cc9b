"""What comes in to make things again: a new start, a name, a rule, and where a rule ends."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, field_validator
from pydantic_core import PydanticCustomError

from events_app import ruled
from events_app.events.forms import EventForm, EventPatch, SessionForm, SessionPatch, SessionPlan
from events_app.events.forms.fields import Line, Title, When, Zoned, in_zone, legible
from events_app.i18n import N_
from events_app.shapes import Body

MOST_DATES = 400

Rule = Annotated[str, Field(min_length=1, max_length=500), AfterValidator(legible)]
Dates = Annotated[list[When], Field(max_length=MOST_DATES)]
Scope = Literal["this", "following", "all"]
OF_SESSION = {"timezone", "seen", "scope", "detached_too", "preview"}
"""What the form of a session asks beyond the session."""


class Again(Body):
    """When a plan is carried out again; without a title it keeps the plan's."""

    starts_at: When = Field(examples=["2027-12-11T09:00:00+07:00"])
    title: Line = Field(default="", examples=["Diskusi Tematik Pencegahan TPPO 2027"])


class AgainForm(Zoned):
    """The page's form: the start in the plan's zone."""

    starts_at: When
    title: Title

    _in_zone = field_validator("starts_at", mode="before")(in_zone)


class TemplateIn(Body):
    """An event's plan, to be kept under a name."""

    event_id: UUID
    name: Title = Field(examples=["Rapat gugus tugas triwulanan"])


class TemplateName(Body):
    """What a template is called."""

    name: Title


class SeriesIn(ruled.Ruled):
    """A series from an event, which becomes its first occurrence unless another start is given; or a template."""

    event_id: UUID | None = Field(default=None, examples=["0198f1d2-7c1a-7b3e-9f00-2a4d6c8e0f11"])
    template_id: UUID | None = Field(default=None, examples=[None])
    starts_at: When | None = Field(default=None, examples=["2027-01-12T09:00:00+07:00"])
    rule: Rule = Field(examples=["FREQ=MONTHLY;BYDAY=2TU;COUNT=3"])
    exdates: Dates = Field(default_factory=list, examples=[[]])
    rdates: Dates = Field(default_factory=list, examples=[[]])
    without_room: bool = False
    without_holidays: bool = Field(default=False, description="Leave out the dates that meet a holiday.")

    @ruled.rule("event_id", "template_id", beside="event_id")
    def _one_source(self) -> None:
        if (self.event_id is None) == (self.template_id is None):
            raise PydanticCustomError("one_source", N_("Name an event or a template, one of the two."))

    @ruled.rule("template_id", "starts_at", beside="starts_at")
    def _start_of_a_template(self) -> None:
        if self.template_id is not None and self.starts_at is None:
            raise PydanticCustomError("start_missing", N_("A template needs a start."))


class ExtensionIn(ruled.Ruled):
    """Where a series ends instead: after a number of occurrences, or with a day."""

    count: Annotated[int, Field(ge=1, le=1_000)] | None = Field(default=None, examples=[8])
    until: When | None = Field(default=None, examples=[None])
    without_room: bool = False

    @ruled.rule("count", "until", beside="count")
    def _one_end(self) -> None:
        if (self.count is None) == (self.until is None):
            raise PydanticCustomError("one_end", N_("Say a number or a day, one of the two."))


class ExceptionIn(Body):
    """An occurrence that does not take place: a draft vanishes, a published one is cancelled with the reason."""

    event_id: UUID
    reason: Annotated[str, Field(max_length=1_000), AfterValidator(legible)] = Field(
        default="", examples=["Libur nasional"]
    )


class OccurrenceForm(EventForm):
    """The page's form of an event that may belong to a series: how far the change reaches."""

    scope: Scope = "this"
    detached_too: bool = False

    def patch(self) -> EventPatch:
        """A change of every field of the event itself."""
        return EventPatch(**self.model_dump(exclude={"scope", "detached_too", "seen"}))


class ReachForm(Body):
    """How far taking a session off the programme reaches."""

    scope: Scope = "this"
    detached_too: bool = False


class OccurrenceSessionForm(SessionForm):
    """The page's form of a session whose event may belong to a series; `preview` only shows what it would do."""

    scope: Scope = "this"
    detached_too: bool = False
    preview: bool = False

    def plan(self) -> SessionPlan:
        """A new session as typed."""
        return SessionPlan(**self.model_dump(exclude=OF_SESSION | {"row_version"}))

    def patch(self) -> SessionPatch:
        """A change of every field."""
        return SessionPatch(**self.model_dump(exclude=OF_SESSION))
