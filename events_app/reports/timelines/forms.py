"""What a story is asked for."""

from pydantic import ConfigDict, Field

from events_app.reports.timelines.words import StoryKind
from events_app.shapes import Body


class TimelineFilter(Body):
    """One kind of moments or all, and which part of them."""

    model_config = ConfigDict(extra="ignore", str_strip_whitespace=True)

    kind: StoryKind | None = None
    page: int = Field(default=1, ge=1, le=100_000)
