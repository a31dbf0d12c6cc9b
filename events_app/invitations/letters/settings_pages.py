"""Doors for owners: the letterhead, its picture, how letters are numbered, and who signs."""

from typing import Any

from litestar import Response, get, post
from litestar.di import NamedDependency

from events_app import clock
from events_app.accounts.access import requires
from events_app.accounts.rights import Right
from events_app.documents import serve, store
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.events.access import Asker
from events_app.i18n import _
from events_app.invitations.letters import letterheads, numbers, words
from events_app.invitations.letters.content import letterhead_of
from events_app.invitations.letters.files import logo
from events_app.invitations.letters.forms import LetterheadIn, LogoForm, SignatoryIn
from events_app.invitations.letters.tables import Signatory
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

MANAGE = [requires(Right.manage)]
Answer = Response[Any]
HERE = "/settings/letters"


@get(HERE, guards=MANAGE)
async def letterhead(request: Asker) -> Answer:
    """The letterhead as it is, and those who sign."""
    return await _page(request)


@post(HERE, guards=MANAGE)
async def save_letterhead(request: Asker) -> Answer:
    """Keeps another letterhead, or says what is wrong with it."""
    form = await read_form(request, LetterheadIn)
    with form.refusing():
        await letterheads.keep_letterhead(request.user, form.value, clock.now())
    if not form.ok:
        return await _page(request, form=form)
    say(request, _("Saved."))
    return redirect(HERE)


@post(f"{HERE}/logo", guards=MANAGE)
async def save_logo(request: Asker) -> Answer:
    """Keeps a picture, or says why not."""
    form = await read_form(request, LogoForm)
    if form.ok:
        try:
            await letterheads.keep_logo(request.user, *await logo(form.value.logo))
        except Refusal as refusal:
            refusal.field = "logo"
            form.refuse(refusal)
    if not form.ok:
        return await _page(request, logo_form=form)
    say(request, _("The logo is on the letterhead."))
    return redirect(HERE)


@get(f"{HERE}/logo.png", guards=MANAGE)
async def show_logo(request: Asker) -> Answer:
    """The picture as it is printed; we drew it, so the browser may show it."""
    row = await letterhead_of(request.user.organisation)
    document = await Document.objects().get(Document.id == row.logo) if row.logo else None
    if document is None:
        raise NotFound()
    return serve.shown("logo.png", document.media_type, await store.get(document.sha256))


@post(f"{HERE}/logo/remove", guards=MANAGE)
async def remove_logo(request: Asker) -> Answer:
    """Takes the picture off."""
    await letterheads.drop_logo(request.user)
    say(request, _("The logo is gone from the letterhead."))
    return redirect(HERE)


@post(f"{HERE}/signatories", guards=MANAGE)
async def add_signatory(request: Asker) -> Answer:
    """Keeps somebody who signs."""
    form = await read_form(request, SignatoryIn)
    if not form.ok:
        return await _page(request, adding=form)
    await letterheads.add_signatory(request.user, form.value)
    say(request, _("Saved."))
    return redirect(HERE)


@get(f"{HERE}/signatories/{{signatory_id:uuid}}", guards=MANAGE)
async def signatory_form(signatory: NamedDependency[Signatory]) -> Answer:
    """One who signs."""
    values = {name: getattr(signatory, name) for name in SignatoryIn.model_fields}
    return _signatory(signatory, Form.blank(SignatoryIn, **values))


@post(f"{HERE}/signatories/{{signatory_id:uuid}}", guards=MANAGE)
async def save_signatory(request: Asker, signatory: NamedDependency[Signatory]) -> Answer:
    """Keeps what changed about one who signs."""
    form = await read_form(request, SignatoryIn)
    if not form.ok:
        return _signatory(signatory, form)
    await letterheads.change_signatory(request.user, signatory, form.value)
    say(request, _("Saved."))
    return redirect(HERE)


@post(f"{HERE}/signatories/{{signatory_id:uuid}}/retire", guards=MANAGE)
async def retire_signatory(request: Asker, signatory: NamedDependency[Signatory]) -> Answer:
    """Offers somebody no more."""
    await letterheads.retire_signatory(request.user, signatory, clock.now())
    say(request, _("They are offered no more. Letters that they signed stay as they are."))
    return redirect(HERE)


async def _page(
    request: Asker,
    form: Form[LetterheadIn] | None = None,
    logo_form: Form[LogoForm] | None = None,
    adding: Form[SignatoryIn] | None = None,
) -> Answer:
    row = await letterhead_of(request.user.organisation)
    year = await letterheads.this_year(request.user.organisation, clock.now())
    names = [name for name in LetterheadIn.model_fields if name != "next_number"]
    values = {name: getattr(row, name) for name in names}
    values["number_pattern"] = row.number_pattern or numbers.PATTERN
    forms = [one for one in (form, logo_form, adding) if one]
    return page(
        "invitations/letters/settings.html",
        status=max([200, *(one.status for one in forms)]),
        nav_current="settings",
        form=form or Form.blank(LetterheadIn, **values),
        logo_form=logo_form or Form.blank(LogoForm),
        adding=adding or Form.blank(SignatoryIn, signed_as="own"),
        logo=row.logo,
        year=year,
        next_number=await numbers.next_of(request.user.organisation, year),
        signers=await letterheads.signatories(request.user.organisation),
        words=words,
    )


def _signatory(signatory: Signatory, form: Form[SignatoryIn]) -> Answer:
    return page(
        "invitations/letters/signatory.html",
        status=form.status,
        nav_current="settings",
        signatory=signatory,
        form=form,
        words=words,
    )


doors: list[Any] = [
    letterhead,
    save_letterhead,
    save_logo,
    show_logo,
    remove_logo,
    add_signatory,
    signatory_form,
    save_signatory,
    retire_signatory,
]
