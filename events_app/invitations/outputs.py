"""The shapes in which JSON doors tell of invitations and guests."""

from datetime import datetime
from uuid import UUID

from pydantic import Field

from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.lists import GuestView, InvitationView
from events_app.shapes import Moment, Out

PASS_EXAMPLE = "https://events.example/T/4TQ0X6Z5M1K8W2R7C9D3E5F0AB"  # noqa: S105 - invented
RSVP_EXAMPLE = "https://events.example/rsvp/7C9D3E5F0AB4TQ0X6Z5M1K8W2R"


class PersonRef(Out):
    """A person by id and full name with titles."""

    id: UUID
    display_name: str = Field(examples=["Dra. Hj. Kartini Dewi, M.Si"])


class InstitutionRef(Out):
    """An institution by id and name."""

    id: UUID
    name: str = Field(examples=["Kelurahan Kenanga"])


class GuestOut(Out):
    """A guest. Pass and short code are for those who invite or scan; others read null."""

    id: UUID
    event_id: UUID
    invitation_id: UUID | None
    display_name: str = Field(examples=["Dra. Hj. Kartini Dewi, M.Si"])
    person: PersonRef
    institution: InstitutionRef | None
    position: str
    represents: str = Field(description="The position in whose place the guest comes.", examples=["Lurah"])
    state: str = Field(examples=["expected"])
    walk_in: bool
    short_code: str | None = Field(examples=["7K2M9QXD"])
    pass_url: str | None = Field(examples=[PASS_EXAMPLE])

    @classmethod
    def of(cls, row: GuestView, *, entitled: bool) -> "GuestOut":
        return cls(
            id=row.id,
            event_id=row.event,
            invitation_id=row.invitation,
            display_name=row.display_name,
            person=PersonRef(id=row.person, display_name=row.display_name),
            institution=InstitutionRef(id=row.institution, name=row.office) if row.institution else None,
            position=row.position,
            represents=row.represents,
            state=row.state,
            walk_in=row.walk_in,
            short_code=row.short_code if entitled else None,
            pass_url=links.pass_url(row.id, row.pass_version) if entitled else None,
        )


class InvitationOut(Out):
    """An invitation as it stands; organisers also get its link and the passes of its guests."""

    id: UUID
    event_id: UUID
    institution_id: UUID | None
    person_id: UUID | None
    name: str = Field(examples=["Kelurahan Kenanga"])
    seats: int
    state: str = Field(examples=["sent"])
    sent_at: Moment | None
    opened_at: Moment | None
    answered_at: Moment | None
    answered_by: str | None
    reason: str
    asked_again: bool = Field(description="The event moved after the answer, which was not given again yet.")
    rsvp_url: str | None = Field(examples=[RSVP_EXAMPLE])
    guests: list[GuestOut]

    @classmethod
    def of(cls, row: InvitationView, *, entitled: bool) -> "InvitationOut":
        return cls(
            id=row.id,
            event_id=row.event,
            institution_id=row.institution,
            person_id=row.person,
            name=row.name,
            seats=row.seats,
            state=row.state,
            sent_at=row.sent_at,
            opened_at=row.opened_at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            reason=row.decline_reason,
            asked_again=row.asked_again,
            rsvp_url=links.rsvp_url(row.id, row.link_version) if entitled else None,
            guests=[GuestOut.of(guest, entitled=entitled) for guest in row.guests],
        )


class InvitedItem(Out):
    """What became of one invitee; `problem` says why no mail went out."""

    id: UUID
    institution_id: UUID | None
    person_id: UUID | None
    state: str = Field(examples=["sent"])
    problem: str | None = Field(default=None, examples=["no_address"])


class InvitedOut(Out):
    """One item for each invitee, in the order sent."""

    created: int
    existing: int
    items: list[InvitedItem]


class PassOut(Out):
    """Somebody who comes, with the address of the pass."""

    display_name: str = Field(examples=["Dra. Hj. Kartini Dewi, M.Si"])
    pass_url: str = Field(examples=[PASS_EXAMPLE])


class AnsweredOut(Out):
    """What the answer came to: `accepted`, `waitlisted`, `tentative` or `declined`."""

    state: str = Field(examples=["accepted"])
    guests: list[PassOut]


class AskedEvent(Out):
    """The event as the invited read it."""

    title: str
    theme: str
    state: str
    timezone: str
    starts_at: Moment
    ends_at: Moment
    place: str


class AskedOut(AnsweredOut):
    """What a link's holder is asked, and what was answered so far."""

    name: str = Field(examples=["Kelurahan Kenanga"])
    seats: int
    answer_by: Moment | None
    event: AskedEvent


def passes(row: InvitationView) -> list[PassOut]:
    """Everybody who comes on an invitation, or waits."""
    return [
        PassOut(display_name=one.display_name, pass_url=links.pass_url(one.id, one.pass_version))
        for one in row.coming
    ]


def asked(row: InvitationView, event: Event, place: str, now: datetime) -> AskedOut:
    """An invitation for the one who holds its link."""
    about = AskedEvent(
        title=event.title,
        theme=event.theme,
        state=event.state_at(now),
        timezone=event.timezone,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        place=place,
    )
    return AskedOut(
        state=row.state,
        guests=passes(row),
        name=row.name,
        seats=row.seats,
        answer_by=event.answer_by,
        event=about,
    )
