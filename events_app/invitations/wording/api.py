"""JSON doors of the words of messages."""

from typing import Any, Literal
from uuid import UUID

from litestar import delete, get, post, put
from litestar.params import FromPath, JSONBody
from pydantic import Field

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.errors import NotFound
from events_app.events.access import Asker
from events_app.i18n import LOCALES, gettext
from events_app.invitations.wording import receivers
from events_app.invitations.wording.pages import ROOM, default, kind_of
from events_app.notifications.wording import actions, checks
from events_app.notifications.wording.forms import WordingIn
from events_app.notifications.wording.kinds import Kind, Wording, kinds
from events_app.notifications.wording.queries import own_rows, own_words
from events_app.notifications.wording.tables import MessageWording
from events_app.shapes import Out
from events_app.web.api import Page

INVITE = [requires(Right.invite)]


class PlaceholderOut(Out):
    """A name that may stand in braces, and what it is filled with."""

    name: str
    meaning: str
    needed: bool


class WordsOut(Out):
    """What one kind of message says in one language; `own` words are the organisation's, else the product's."""

    kind: str
    title: str
    language: Literal["id", "en"]
    subject: str
    body: str
    own: bool
    row_version: int
    placeholders: list[PlaceholderOut]


class PreviewIn(WordingIn):
    """Words to look at, as an invitation of this id (for `pass`, a guest) would read them."""

    receiver_id: UUID = Field(examples=["01980000-0000-7000-8000-000000000001"])


class PreviewOut(Out):
    """How it reads; personal links are named and hidden."""

    language: str
    subject: str
    text: str


@get("/message-words", guards=INVITE)
async def list_words(request: Asker) -> Page[WordsOut]:
    """Every kind of message in both languages."""
    own = await own_rows(request.user.organisation)
    items = [
        _out(kind, one, own.get((kind.name, one)))
        for kind in kinds().values()
        if kind.name.startswith(ROOM)
        for one in LOCALES
    ]
    return Page[WordsOut](items=items, next=None)


@get("/message-words/{kind:str}/{language:str}", guards=INVITE)
async def read_words(request: Asker, kind: FromPath[str], language: FromPath[str]) -> WordsOut:
    """One kind in one language."""
    return await _one(request, kind_of(kind, language), language)


@put("/message-words/{kind:str}/{language:str}", guards=INVITE)
async def keep_words(
    request: Asker, kind: FromPath[str], language: FromPath[str], data: JSONBody[WordingIn]
) -> WordsOut:
    """Say it in these words from now on. 422 names each placeholder that is unknown or missing."""
    told = kind_of(kind, language)
    await actions.keep(request.user, told, language, data, clock.now())
    return await _one(request, told, language)


@delete("/message-words/{kind:str}/{language:str}", guards=INVITE)
async def reset_words(request: Asker, kind: FromPath[str], language: FromPath[str]) -> None:
    """Go back to the words that come with the product."""
    await actions.reset(request.user, kind_of(kind, language), language)


@post("/message-words/{kind:str}/{language:str}/preview", guards=INVITE, status_code=200)
async def preview_words(
    request: Asker, kind: FromPath[str], language: FromPath[str], data: JSONBody[PreviewIn]
) -> PreviewOut:
    """How a real receiver would read these words; nothing is kept or sent."""
    told = kind_of(kind, language)
    checks.must_fit(told, data.subject, data.body)
    mail = await receivers.mail_for(request.user, told, data.receiver_id)
    own = await own_words(request.user.organisation, [told.name])
    typed = own | {(told.name, language): Wording(data.subject, data.body)}
    words = receivers.read_as(mail, language, await _office(request), typed)
    return PreviewOut(language=language, subject=words.subject, text=words.text)


@post("/message-words/{kind:str}/{language:str}/test", guards=INVITE, status_code=202)
async def send_test_words(
    request: Asker, kind: FromPath[str], language: FromPath[str], data: JSONBody[PreviewIn]
) -> None:
    """Send it to one's own address; its personal links lead nowhere. 409 without a mail server."""
    told = kind_of(kind, language)
    checks.must_fit(told, data.subject, data.body)
    words = Wording(data.subject, data.body)
    await receivers.send_test(request.user, told, data.receiver_id, language, words)


async def _office(request: Asker) -> str:
    row = await Organisation.objects().get(Organisation.id == request.user.organisation)
    if row is None:
        raise NotFound()
    return row.name


async def _one(request: Asker, kind: Kind, language: str) -> WordsOut:
    return _out(kind, language, (await own_rows(request.user.organisation)).get((kind.name, language)))


def _out(kind: Kind, language: Any, row: MessageWording | None) -> WordsOut:
    words = row or default(kind, language)
    known = [
        PlaceholderOut(name=name, meaning=gettext(meaning), needed=name in kind.needed)
        for name, meaning in kind.placeholders.items()
    ]
    return WordsOut(
        kind=kind.name.removeprefix(ROOM),
        title=gettext(kind.title),
        language=language,
        subject=words.subject,
        body=words.body,
        own=row is not None,
        row_version=row.row_version if row else 0,
        placeholders=known,
    )


doors: list[Any] = [list_words, read_words, keep_words, reset_words, preview_words, send_test_words]
