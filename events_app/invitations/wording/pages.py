"""Doors for the staff: what each kind of message says, in two languages, as a real receiver would read it."""

from enum import StrEnum
from typing import Any
from uuid import UUID

from litestar import Response, get, post
from litestar.params import FromPath

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.errors import NotFound, Refusal
from events_app.events.access import Asker
from events_app.i18n import LOCALES, N_, _, using
from events_app.invitations.wording import receivers
from events_app.notifications.render import Words
from events_app.notifications.wording import actions, checks
from events_app.notifications.wording.forms import WordingIn
from events_app.notifications.wording.kinds import Kind, Wording, kinds, known
from events_app.notifications.wording.queries import own_rows, own_words
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

INVITE = [requires(Right.invite)]
Answer = Response[Any]
ROOM = "invitations."


class Step(StrEnum):
    """What the button that was pressed means."""

    keep = "keep"
    preview = "preview"
    test = "test"


class WordingForm(WordingIn):
    """The page's form: the words, with whom to look at them, and what to do."""

    receiver: UUID | None = None
    step: Step = Step.keep


@get("/outbox/words", guards=INVITE)
async def index(request: Asker) -> Answer:
    """Every kind of message, and whose words it says."""
    own = await own_rows(request.user.organisation)
    return page(
        "invitations/wording/index.html",
        nav_current="outbox",
        kinds=kinds(),
        own=own,
        languages=LOCALES,
        room=ROOM,
    )


@get("/outbox/words/{kind:str}/{language:str}", guards=INVITE)
async def edit(request: Asker, kind: FromPath[str], language: FromPath[str]) -> Answer:
    """The words of one kind in one language, and how they read."""
    told = kind_of(kind, language)
    row = (await own_rows(request.user.organisation)).get((told.name, language))
    words = row or default(told, language)
    version = row.row_version if row else 0
    form = Form.blank(WordingForm, subject=words.subject, body=words.body, row_version=version)
    return await _page(request, told, language, form)


@post("/outbox/words/{kind:str}/{language:str}", guards=INVITE)
async def change(request: Asker, kind: FromPath[str], language: FromPath[str]) -> Answer:
    """Keeps the words, shows them as somebody reads them, or sends them to one's own address."""
    told = kind_of(kind, language)
    form = await read_form(request, WordingForm)
    with form.refusing():
        await _act(request, told, language, form.value)
    if not form.ok or form.value.step != Step.keep:
        return await _page(request, told, language, form)
    return redirect(f"/outbox/words/{kind}/{language}")


@post("/outbox/words/{kind:str}/{language:str}/reset", guards=INVITE)
async def reset(request: Asker, kind: FromPath[str], language: FromPath[str]) -> Answer:
    """Goes back to the words that come with the product."""
    await actions.reset(request.user, kind_of(kind, language), language)
    say(request, _("These are the words that come with the product again."))
    return redirect(f"/outbox/words/{kind}/{language}")


def kind_of(name: str, language: str) -> Kind:
    """The kind in an address, or not found."""
    kind = known(ROOM + name)
    if kind is None or language not in LOCALES:
        raise NotFound()
    return kind


def default(kind: Kind, language: str) -> Wording:
    """The words that come with the product."""
    with using(language):
        return kind.default()


async def _act(request: Asker, kind: Kind, language: str, given: WordingForm) -> None:
    if given.step == Step.keep:
        await actions.keep(request.user, kind, language, given, clock.now())
        say(request, _("Kept. From now on messages say it in these words."))
        return
    checks.must_fit(kind, given.subject, given.body)
    if given.step == Step.test:
        receiver = await _receiver(request, kind, given.receiver)
        if receiver is None:
            raise NobodyToShow()
        words = Wording(given.subject, given.body)
        await receivers.send_test(request.user, kind, receiver, language, words)
        say(request, _("A test message to you is on its way. Its fate is shown in the outbox."))


class NobodyToShow(Refusal):
    field = "receiver"
    message = N_("Invite somebody first: a message is tried out with a real receiver.")


async def _receiver(request: Asker, kind: Kind, chosen: UUID | None) -> UUID | None:
    some = [one.id for one in await receivers.receivers(request.user, kind)]
    return chosen if chosen in some else next(iter(some), None)


async def _page(request: Asker, kind: Kind, language: str, form: Form[WordingForm]) -> Answer:
    own = await own_rows(request.user.organisation)
    chosen = form.parsed.receiver if form.parsed else None
    return page(
        "invitations/wording/edit.html",
        status=form.status,
        nav_current="outbox",
        kind=kind,
        short=kind.name.removeprefix(ROOM),
        language=language,
        languages=LOCALES,
        own=own.get((kind.name, language)),
        form=form,
        receivers=[
            (str(one.id), f"{one.name} · {one.title}")
            for one in await receivers.receivers(request.user, kind)
        ],
        previews=await _previews(request, kind, language, form, chosen),
    )


async def _previews(
    request: Asker, kind: Kind, language: str, form: Form[WordingForm], chosen: UUID | None
) -> list[tuple[str, Words]]:
    """In both languages: what is typed in the one, what is kept in the other."""
    receiver = await _receiver(request, kind, chosen)
    if receiver is None:
        return []
    mail = await receivers.mail_for(request.user, kind, receiver)
    office = request.scope["state"]["organisation"].name
    own = await own_words(request.user.organisation, [kind.name])
    subject, body = (str(form.values.get(name, "")) for name in ("subject", "body"))
    typed = own | {(kind.name, language): Wording(subject, body)}
    return [(one, receivers.read_as(mail, one, office, typed)) for one in LOCALES]


doors: list[Any] = [index, edit, change, reset]
