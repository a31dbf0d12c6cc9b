"""The shapes in which JSON doors tell of answers and of an invitation's story."""

from typing import Any
from uuid import UUID

from pydantic import Field

from events_app.invitations.answering.history import Given, Happening
from events_app.invitations.outputs import InvitationOut
from events_app.shapes import Moment, Out


class AnswerOut(Out):
    """An answer as it was given, or `taken_back`. Before it came `kept` and `left`, since then `kept` and `named`."""

    id: UUID
    created_at: Moment
    answer: str = Field(examples=["accepted"])
    outcome: str = Field(description="What the invitation was then.", examples=["accepted"])
    reason: str
    by: str = Field(examples=["staff"])
    staff: str | None = Field(description="Who noted it down.", examples=["Alice"])
    said_by: str = Field(examples=["Kartini, sekretaris camat"])
    said_at: Moment | None
    note: str
    named: list[str] = Field(examples=[["Dra. Hj. Kartini Dewi, M.Si"]])
    kept: list[str]
    left: list[str]


class HappeningOut(Out):
    """One line of an invitation's story; `answer` is set where it is an answer."""

    at: Moment
    what: str = Field(examples=["mailed"])
    who: str | None = Field(examples=["Alice"])
    detail: str = Field(
        description="Which message it was, or which way.", examples=["invitations.invitation"]
    )
    answer: AnswerOut | None

    @classmethod
    def of(cls, one: Happening) -> "HappeningOut":
        answer = AnswerOut.model_validate(one.given) if one.given else None
        return cls(at=one.at, what=one.what, who=one.who, detail=one.detail, answer=answer)


class StoryOut(Out):
    """The story of an invitation, the newest first."""

    items: list[HappeningOut]


class FreshLinkOut(InvitationOut):
    """The invitation with its new link; `mailed` says whether that went to the invited's own address."""

    mailed: bool


class LinkSentOut(Out):
    """The link that was used is dead; the new one is on its way to the address of the invited, and shown nowhere."""

    sent: bool = True


def answer_out(given: Given) -> AnswerOut:
    """An answer with everything that the office knows of it."""
    return AnswerOut.model_validate(given)


def fresh(row: Any, *, mailed: bool) -> FreshLinkOut:
    """The invitation of a row of `lists`, for those who invite."""
    return FreshLinkOut(**InvitationOut.of(row, entitled=True).model_dump(), mailed=mailed)
