"""JSON doors to what came back, and the signed door through which mail is handed in."""

from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from litestar import Request, Router, get, post
from litestar.openapi.spec import OpenAPIMediaType, OpenAPIType, Operation, RequestBody, Schema
from litestar.openapi.spec.enums import OpenAPIFormat
from litestar.params import FromPath, FromQuery, QueryParameter
from pydantic import ConfigDict, Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.notifications.mailbox import actions, hook, queries, words
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.queries import MailView
from events_app.notifications.mailbox.refusals import EmptyMail, MailTooLarge
from events_app.notifications.mailbox.tables import MailKind, MailState, Source
from events_app.web.api import Cursor, Limit, Moment, Out, Page, after, listing

Ask = Request[Any, Any, Any]
InState = Annotated[MailState | None, QueryParameter(name="state", description="Only those in this state.")]
ONE = "01930000-0000-7000-8000-000000000001"


class MailboxOut(Out):
    """The mailbox of the installation and how many mails of each kind came for this organisation."""

    configured: bool
    place: str
    polled_at: Moment | None
    reached_at: Moment | None
    fault: Annotated[str, Field(description="Why the last look failed; empty when it went well.")]
    hook_active: bool
    waiting: int
    by_kind: dict[str, int]


class MailOut(Out):
    """A mail that came in; `sentence` says in the reader's language why it waits."""

    model_config = ConfigDict(
        from_attributes=True, json_schema_extra={"examples": [{"id": ONE, "kind": "bounce"}]}
    )

    id: UUID
    source: Source
    sender: str
    subject: str
    excerpt: str
    kind: MailKind
    state: MailState
    reason: str
    sentence: str
    message_id: UUID | None
    event_id: UUID | None
    created_at: Moment
    decided_at: Moment | None


class AddressOut(Out):
    """An address that mail came back from for good, until somebody clears it."""

    id: UUID
    address: str
    since: Moment
    status: str
    said: str
    refused: bool = Field(description="At sending already; else a mail came back.", examples=[False])
    message_id: UUID
    cleared_at: Moment | None


class BounceOut(Out):
    """A message came back: for good (`permanent`) or for a while."""

    id: UUID
    message_id: UUID
    address: str
    permanent: bool
    status: str
    said: str
    refused: bool = Field(description="At sending already; else a mail came back.", examples=[False])
    created_at: Moment


class TakenOut(Out):
    """The mail was taken, or was known already."""

    outcome: Literal["taken", "known"]


@dataclass
class RawMail(Operation):
    """Says in the OpenAPI document that the body is the mail itself."""

    def __post_init__(self) -> None:
        mail = Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.BINARY)
        kind = "application/octet-stream"
        self.request_body = RequestBody(required=True, content={kind: OpenAPIMediaType(schema=mail)})


@get("/mailbox")
async def read_mailbox(request: Ask) -> MailboxOut:
    """How the mailbox stands, and what came in."""
    here, box = request.user.organisation, await queries.box()
    counts, door = await queries.counts(here), await hook.of_organisation(here)
    by_kind = {kind.value: sum(n for (one, _), n in counts.items() if one == kind) for kind in MailKind}
    return MailboxOut(
        configured=box is not None,
        place=box.name if box else "",
        polled_at=box.polled_at if box else None,
        reached_at=box.reached_at if box else None,
        fault=box.fault if box else "",
        hook_active=door is not None and door.active,
        waiting=sum(n for (_, state), n in counts.items() if state == MailState.waiting),
        by_kind=by_kind,
    )


@get("/mailbox/mails")
async def list_mails(
    request: Ask, in_state: InState = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[MailOut]:
    """What came in, the newest first."""
    rows = await queries.mails(request.user.organisation, state=in_state, before=after(cursor), limit=limit)
    return listing(rows, limit, _mail)


@get("/mailbox/mails/{mail_id:uuid}")
async def read_mail(request: Ask, mail_id: FromPath[UUID]) -> MailOut:
    """One mail."""
    return _mail(await queries.mail(request.user.organisation, mail_id))


@post("/mailbox/mails/{mail_id:uuid}/dismissal", status_code=200)
async def dismiss_mail(request: Ask, mail_id: FromPath[UUID]) -> MailOut:
    """Put a waiting mail aside. 409 `mail_settled`."""
    await actions.dismiss(request.user, mail_id, clock.now())
    return _mail(await queries.mail(request.user.organisation, mail_id))


@post("/mailbox/mails/{mail_id:uuid}/bounce", status_code=200)
async def count_mail_as_bounce(request: Ask, mail_id: FromPath[UUID]) -> MailOut:
    """Take a waiting mail as a bounce for good. 409 `mail_settled`, `not_about_a_message`."""
    await actions.count_as_bounce(request.user, mail_id, clock.now())
    return _mail(await queries.mail(request.user.organisation, mail_id))


@get("/mailbox/addresses")
async def list_bad_addresses(request: Ask, limit: Limit = 50, cursor: Cursor = None) -> Page[AddressOut]:
    """Addresses that are left out of what goes to many."""
    rows = await queries.addresses(request.user.organisation, before=after(cursor), limit=limit)
    return listing(rows, limit, _address)


@get("/mailbox/addresses/{address_id:uuid}")
async def read_bad_address(request: Ask, address_id: FromPath[UUID]) -> AddressOut:
    """One of them, cleared or not."""
    return _address(await queries.address(request.user.organisation, address_id))


@post("/mailbox/addresses/{address_id:uuid}/clearance", status_code=200)
async def clear_address(request: Ask, address_id: FromPath[UUID]) -> AddressOut:
    """Say that an address is good again; twice is once."""
    await actions.clear(request.user, address_id, clock.now())
    return _address(await queries.address(request.user.organisation, address_id))


@get("/mailbox/bounces")
async def list_bounces(
    request: Ask, message_id: FromQuery[UUID | None] = None, limit: Limit = 50, cursor: Cursor = None
) -> Page[BounceOut]:
    """What came back, of one message or of all, the newest first."""
    rows = await queries.bounces(
        request.user.organisation, message=message_id, before=after(cursor), limit=limit
    )
    return listing(rows, limit, _bounce)


@post(
    "/inbound/mail",
    public=True,
    status_code=200,
    operation_class=RawMail,
    request_max_body_size=hook.MOST + 1,
    tags=["Inbound"],
)
async def take_mail(request: Ask) -> TakenOut:
    """Hand in a whole mail (RFC 5322) as the body; the same again is known.

    Headers: `X-Events-Organisation`, the organisation's short name; `X-Events-Timestamp`, seconds since 1970, at
    most five minutes off; `X-Events-Signature`, `sha256=` and the hex of HMAC-SHA256 over timestamp, a full stop
    and the body, keyed with the secret that the owner was shown. 401 `bad_signature`, `stale_signature`.
    """
    body = await request.body()
    if len(body) > hook.MOST:
        raise MailTooLarge()
    names = ("x-events-organisation", "x-events-timestamp", "x-events-signature")
    signed = hook.Signed(*(request.headers.get(name, "") for name in names))
    organisation = await hook.sender_of(signed, body, clock.now())
    if not body.strip():
        raise EmptyMail()
    mail = await actions.arrive(body, Origin(Source.hook, organisation), clock.now())
    return TakenOut(outcome="taken" if mail else "known")


def _mail(row: MailView) -> MailOut:
    facts = {name: getattr(row, name) for name in MailOut.model_fields if hasattr(row, name)}
    sentence = words.reason(row.reason, row.kind)
    return MailOut(**facts, sentence=sentence, message_id=row.message, event_id=row.event)


def _address(row: queries.AddressView) -> AddressOut:
    facts = {name: getattr(row, name) for name in AddressOut.model_fields if hasattr(row, name)}
    return AddressOut(**facts, message_id=row.message)


def _bounce(row: queries.BounceView) -> BounceOut:
    facts = {name: getattr(row, name) for name in BounceOut.model_fields if hasattr(row, name)}
    return BounceOut(**facts, message_id=row.message)


staff = Router(
    path="/",
    route_handlers=[
        read_mailbox,
        list_mails,
        read_mail,
        dismiss_mail,
        count_mail_as_bounce,
        list_bad_addresses,
        read_bad_address,
        clear_address,
        list_bounces,
    ],
    guards=[requires(Right.invite)],
    tags=["Mailbox"],
)
router = Router(path="/", route_handlers=[staff, take_mail])
