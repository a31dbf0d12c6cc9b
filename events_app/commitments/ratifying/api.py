"""JSON doors of ratifying: for staff with a token, and for the head with a personal link and no account."""

from typing import Annotated, Any
from uuid import UUID

from litestar import Request, delete, get, post, put
from litestar.di import NamedDependency
from litestar.openapi.spec import OpenAPIFormat, OpenAPIType, Schema
from litestar.params import FromPath, JSONBody, QueryParameter
from litestar.response import Stream

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.commitments.access import Asker
from events_app.commitments.kinds import Ratified
from events_app.commitments.ratifying import answering, asking, queries, taking_back
from events_app.commitments.ratifying.access import Head, head_by_link
from events_app.commitments.ratifying.forms import SetBackIn, SignedLetterForm, StandIn
from events_app.commitments.ratifying.outputs import (
    RatificationOut,
    ToRatifyOut,
    ratification_out,
    to_ratify_out,
)
from events_app.commitments.shaping import part
from events_app.commitments.tables import Commitment
from events_app.documents.serve import stored
from events_app.errors import NotFound
from events_app.shapes import Page
from events_app.web.api import Cursor, Limit, after
from events_app.web.uploads import File, UploadOperation, read_upload

READ = [requires(Right.read)]
KEEP = [requires(Right.keep_commitments)]
HERE = "/commitments/{commitment_id:uuid}/ratification"
Of = Annotated[Ratified | None, QueryParameter(name="ratification", description="As it stands now.")]

OfAnswer = Annotated[
    UUID | None,
    QueryParameter(
        name="answer", description="One that was set back since; without it, the one that stands."
    ),
]


class SignedLetterUpload(SignedLetterForm):
    """A signed letter that a program sends."""

    file: File


class SignedLetterOperation(UploadOperation):
    """The body of a signed letter."""

    def texts(self) -> dict[str, Schema]:
        text = Schema(type=OpenAPIType.STRING)
        return {
            "outcome": Schema(type=OpenAPIType.STRING, enum=["ratified", "declined"]),
            "signed_by_id": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.UUID),
            "letter_date": Schema(type=OpenAPIType.STRING, format=OpenAPIFormat.DATE),
            "letter_number": text,
            "note": text,
        }

    def required(self) -> list[str]:
        return ["outcome", "signed_by_id", "letter_date"]


@get("/ratifications", guards=KEEP)
async def list_ratifications(
    request: Asker, standing: Of = None, limit: Limit = 100, cursor: Cursor = None
) -> Page[RatificationOut]:
    """Promises made in somebody's place, the newest first; `pending` are those that wait now."""
    now = clock.now()
    state = standing.value if standing else ""
    rows = await queries.listed(request.user, state, now, after(cursor), limit)
    answers = await queries.answers([row["id"] for row in rows])
    return part(rows, limit, lambda row: ratification_out(row, answers[row["id"]], now))


@get(HERE, guards=READ)
async def read_ratification(request: Asker, commitment: NamedDependency[Commitment]) -> RatificationOut:
    """Who was asked to stand by a promise made in their place, and what was answered."""
    return await _one(commitment)


@post(f"{HERE}/request", guards=KEEP, status_code=200)
async def request_ratification(request: Asker, commitment: NamedDependency[Commitment]) -> RatificationOut:
    """Send a new link to whoever holds the post; the old one ends. 409 `nothing_to_ratify`, `nobody_to_ask`."""
    await asking.ask_again(request.user, commitment, clock.now())
    return await _one(commitment)


@delete(f"{HERE}/request", guards=KEEP, status_code=204)
async def end_ratification_link(request: Asker, commitment: NamedDependency[Commitment]) -> None:
    """End the link that was given, such as one that went astray; twice is once."""
    await asking.end_link(request.user, commitment, clock.now())


@post(f"{HERE}/letter", guards=KEEP, operation_class=SignedLetterOperation)
async def hand_in_ratification(request: Asker, commitment: NamedDependency[Commitment]) -> RatificationOut:
    """Hand in a letter signed by whoever held the post that day. 409 `already_answered`, `nothing_to_ratify`."""
    sent = await read_upload(request, SignedLetterUpload)
    data = await sent.file.read()
    await answering.hand_in(request.user, commitment, sent, sent.file.filename, data, clock.now())
    return await _one(commitment)


@get(f"{HERE}/letter", guards=READ, media_type="application/octet-stream")
async def read_ratification_letter(
    commitment: NamedDependency[Commitment], of_answer: OfAnswer = None
) -> Stream:
    """The bytes of the signed letter; always a download. 404 where there is none."""
    return await stored(await answering.letter_of(commitment, of_answer))


@get("/ratify/{head_link:str}", public=True)
async def read_promise_to_ratify(request: Request[Any, Any, Any], head_link: FromPath[str]) -> ToRatifyOut:
    """What the holder of a post is asked to stand by. Reading answers nothing. 410 `ratify_link_ended`."""
    return await _asked(await head_by_link(request, head_link))


@put("/ratify/{head_link:str}", public=True)
async def answer_promise_to_ratify(
    request: Request[Any, Any, Any], head_link: FromPath[str], data: JSONBody[StandIn]
) -> ToRatifyOut:
    """Stand by it, or not and why; the same answer twice is once. 409 `already_answered` where another stands."""
    head = await head_by_link(request, head_link)
    await answering.answer(head.actor, head.commitment, data, clock.now())
    return await _asked(head)


@delete("/ratify/{head_link:str}", public=True, status_code=204)
async def take_ratification_back(request: Request[Any, Any, Any], head_link: FromPath[str]) -> None:
    """Take the answer back within ten minutes; the promise waits again. Twice is once.

    409 `too_late_to_take_back`, also for an answer by letter; `promise_ended`.
    """
    head = await head_by_link(request, head_link)
    await taking_back.take_back(head.actor, head.commitment, clock.now())


@post(f"{HERE}/set-back", guards=[requires(Right.decide)], status_code=200)
async def set_ratification_back(
    request: Asker, commitment: NamedDependency[Commitment], data: JSONBody[SetBackIn]
) -> RatificationOut:
    """The chair has a promise wait again for the head's answer, who is asked by a new link.

    409 `no_answer_stands`, `promise_ended`.
    """
    await taking_back.set_back(request.user, commitment, data.reason, clock.now())
    return await _one(commitment)


async def _one(commitment: Commitment) -> RatificationOut:
    now = clock.now()
    row = await queries.facts(commitment.organisation, commitment.id, now)
    if row is None:
        raise NotFound()
    return ratification_out(row, (await queries.answers([commitment.id]))[commitment.id], now)


async def _asked(head: Head) -> ToRatifyOut:
    now = clock.now()
    row = await queries.facts(head.actor.organisation, head.commitment, now)
    if row is None:
        raise NotFound()
    return to_ratify_out(row, await queries.actions_of(head.commitment), now)


handlers: list[Any] = [
    list_ratifications,
    read_ratification,
    request_ratification,
    end_ratification_link,
    hand_in_ratification,
    read_ratification_letter,
    read_promise_to_ratify,
    answer_promise_to_ratify,
    take_ratification_back,
    set_ratification_back,
]
