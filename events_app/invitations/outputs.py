"""The shapes in which JSON doors tell of invitations and guests."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from pydantic import Field

from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.answering.history import Told
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
    needs: str | None = Field(
        default=None,
        description="What to prepare; for those who invite, null for others.",
        examples=["Kursi roda"],
    )
    vip: bool | None = Field(
        default=None, description="A guest of honour; for those who invite or scan, null for others."
    )
    protocol_note: str | None = Field(
        default=None, description="How protocol receives them.", examples=["Jemput di lobi, kursi depan"]
    )

    @classmethod
    def of(cls, row: GuestView, *, entitled: bool, office: bool = False) -> "GuestOut":
        """`office`: the reader invites, and so may read what somebody needs."""
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
            needs=row.needs if office else None,
            vip=row.vip if entitled else None,
            protocol_note=row.protocol_note if entitled else None,
        )


class InvitationOut(Out):
    """An invitation as it stands; organisers also get its link and the passes of its guests."""

    id: UUID
    event_id: UUID
    institution_id: UUID | None
    person_id: UUID | None
    position_id: UUID | None
    name: str = Field(examples=["Kelurahan Kenanga"])
    seats: int
    answer_by: Moment | None = Field(description="A deadline of its own; null: that of the event.")
    offered_until: Moment | None = Field(description="Until then a seat is kept for one who waits.")
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
            position_id=row.position,
            name=row.name,
            seats=row.seats,
            answer_by=row.answer_by,
            offered_until=row.offered_until,
            state=row.state,
            sent_at=row.sent_at,
            opened_at=row.opened_at,
            answered_at=row.answered_at,
            answered_by=row.answered_by,
            reason=row.decline_reason,
            asked_again=row.asked_again,
            rsvp_url=links.rsvp_url(row.id, row.link_version) if entitled else None,
            guests=[GuestOut.of(guest, entitled=entitled, office=entitled) for guest in row.guests],
        )


class InvitedItem(Out):
    """What became of one invitee; `problem` says why no mail went out."""

    id: UUID
    institution_id: UUID | None
    person_id: UUID | None
    position_id: UUID | None = None
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


class ToldAnswer(Out):
    """An answer as the holder of the link sees it: when, by which way, and the name that was given."""

    created_at: Moment
    answer: str = Field(description="Or `taken_back`.", examples=["accepted"])
    outcome: str = Field(examples=["accepted"])
    by: str = Field(examples=["link"])
    said_by: str = Field(examples=["Kartini, sekretaris"])


class AskedOut(AnsweredOut):
    """What a link's holder is asked, and what was answered so far."""

    name: str = Field(examples=["Kelurahan Kenanga"])
    seats: int
    answer_by: Moment | None
    offered_until: Moment | None = Field(description="Confirm a seat that was offered until then.")
    event: AskedEvent
    answers: list[ToldAnswer] = Field(description="Every answer so far, the newest first.")


def passes(row: InvitationView) -> list[PassOut]:
    """Everybody who comes on an invitation, or waits."""
    return [
        PassOut(display_name=one.display_name, pass_url=links.pass_url(one.id, one.pass_version))
        for one in row.coming
    ]


def asked(row: InvitationView, told: Sequence[Told], event: Event, place: str, now: datetime) -> AskedOut:
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
        answer_by=row.answer_by or event.answer_by,
        offered_until=row.offered_until,
        event=about,
        answers=[
            ToldAnswer(**{name: getattr(one, name) for name in ToldAnswer.model_fields}) for one in told
        ],
    )
