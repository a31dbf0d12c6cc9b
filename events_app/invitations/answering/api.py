"""JSON doors of answering: answers noted on behalf, taken back by link, fresh links, and the story of it all."""

from typing import Any
from uuid import UUID

from litestar import delete, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath, JSONBody

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.events.tables import Event
from events_app.invitations import answers, lists
from events_app.invitations.access import Asked
from events_app.invitations.answering import history, noting, renewing
from events_app.invitations.answering.outputs import (
    AnswerOut,
    FreshLinkOut,
    HappeningOut,
    LinkSentOut,
    StoryOut,
    answer_out,
    fresh,
)
from events_app.invitations.forms import StaffAnswer
from events_app.invitations.outputs import AnsweredOut, passes
from events_app.invitations.tables import AnsweredBy, Invitation
from events_app.web.api import Cursor, Limit, Page, after, listing

INVITE = [requires(Right.invite)]
OF = "/events/{event_id:uuid}/invitations/{invitation_id:uuid}"


@post(f"{OF}/answers", guards=INVITE)
async def note_answer(
    request: Asker, invitation: NamedDependency[Invitation], data: JSONBody[StaffAnswer]
) -> AnswerOut:
    """Note down an answer that was given by telephone or in person, with who said so and when."""
    await noting.note_answer(request.user, invitation.id, data, clock.now())
    return answer_out((await history.answers(invitation.id, limit=1))[0])


@get(f"{OF}/answers", guards=INVITE)
async def list_answers(
    invitation: NamedDependency[Invitation], limit: Limit = 100, cursor: Cursor = None
) -> Page[AnswerOut]:
    """Every answer of an invitation, the newest first, with what each changed about who comes."""
    rows = await history.answers(invitation.id, after=after(cursor), limit=limit + 1)
    return listing(rows, limit, answer_out)


@get(f"{OF}/answers/{{answer_id:uuid}}", guards=INVITE)
async def read_answer(invitation: NamedDependency[Invitation], answer_id: FromPath[UUID]) -> AnswerOut:
    """One answer."""
    rows = await history.answers(invitation.id, only=answer_id)
    if not rows:
        raise NotFound()
    return answer_out(rows[0])


@get(f"{OF}/history", guards=INVITE)
async def read_story(invitation: NamedDependency[Invitation]) -> StoryOut:
    """The whole story of an invitation: asked, mailed, opened, answered, its links renewed."""
    return StoryOut(items=[HappeningOut.of(one) for one in await history.story(invitation.id)])


@post(f"{OF}/fresh-link", guards=INVITE, status_code=200)
async def renew_link(
    request: Asker, event: NamedDependency[Event], invitation: NamedDependency[Invitation]
) -> FreshLinkOut:
    """Kill the link of an invitation; the new one is mailed where there is an address, and returned."""
    mailed = await renewing.renew_link(request.user, invitation, clock.now())
    return fresh(await lists.invitation(event.id, invitation.id), mailed=mailed)


@delete("/rsvp/{token:str}", public=True, status_code=200)
async def take_back_answer(asked_by_link: NamedDependency[Asked]) -> AnsweredOut:
    """Take the answer back: nobody comes, as if none had been given. Twice is once."""
    given = asked_by_link
    await answers.take_back(given.actor, given.invitation.id, AnsweredBy.link, clock.now())
    view = await lists.invitation(given.event.id, given.invitation.id)
    return AnsweredOut(state=view.state, guests=passes(view))


@post("/rsvp/{token:str}/fresh-link", public=True, status_code=200)
async def ask_fresh_link(asked_by_link: NamedDependency[Asked]) -> LinkSentOut:
    """Kill this link; a new one goes to the address of the invited and to nobody else."""
    given = asked_by_link
    await renewing.ask_fresh_link(given.actor, given.invitation, clock.now())
    return LinkSentOut()


doors: list[Any] = [
    note_answer,
    list_answers,
    read_answer,
    read_story,
    renew_link,
    take_back_answer,
    ask_fresh_link,
]
