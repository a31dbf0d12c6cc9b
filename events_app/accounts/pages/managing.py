"""What owners keep: the organisation, the colleagues, the tokens."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.di import NamedDependency
from litestar.params import FromPath
from litestar.response import Response

from events_app import clock, settings
from events_app.accounts import actions, sessions
from events_app.accounts.access import requires
from events_app.accounts.forms import (
    OrganisationForm,
    TokenForm,
    UserForm,
)
from events_app.accounts.rights import Right, Role
from events_app.accounts.tables import ApiToken, Organisation, User
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]

MANAGE = [requires(Right.manage)]


@get("/settings/organisation", guards=MANAGE)
async def organisation_form(request: Ask) -> Answer:
    return await _organisation_page(request)


@post("/settings/organisation", guards=MANAGE)
async def change_organisation(request: Ask) -> Answer:
    form = await read_form(request, OrganisationForm)
    if not form.ok:
        return await _organisation_page(request, form)
    await actions.update_organisation(request.user, form.value)
    say(request, _("Saved."))
    return redirect("/settings/organisation")


async def _organisation_page(request: Ask, form: Form[OrganisationForm] | None = None) -> Answer:
    row = await Organisation.objects().get(Organisation.id == request.user.organisation)
    assert row is not None, "whoever is signed in belongs to an organisation"
    if form is None:
        form = Form.blank(
            OrganisationForm, **{name: getattr(row, name) for name in OrganisationForm.model_fields}
        )
    frame = {
        "row": row,
        "home_url": f"{settings.current().public_url}/o/{row.slug}",
        "nav_current": "settings",
    }
    return page("accounts/organisation.html", status=form.status, form=form, **frame)


@get("/settings/users", guards=MANAGE)
async def users(request: Ask) -> Answer:
    return await _users(request, Form.blank(UserForm, language="id"))


@post("/settings/users", guards=MANAGE)
async def add_user(request: Ask) -> Answer:
    form = await read_form(request, UserForm)
    with form.refusing():
        user = await actions.add_user(request.user, form.value)
    if not form.ok:
        return await _users(request, form)
    return await _link_for(user)


@get("/settings/users/{user_id:uuid}", guards=MANAGE)
async def user_form(user: NamedDependency[User]) -> Answer:
    names = UserForm.model_fields
    form = Form.blank(UserForm, **{name: getattr(user, name) for name in names})
    return page("accounts/user.html", form=form, user=user, roles=list(Role), nav_current="settings")


@post("/settings/users/{user_id:uuid}", guards=MANAGE)
async def change_user(request: Ask, user: NamedDependency[User]) -> Answer:
    form = await read_form(request, UserForm)
    with form.refusing():
        await actions.update_user(request.user, user, form.value)
    if not form.ok:
        return page(
            "accounts/user.html", status=422, form=form, user=user, roles=list(Role), nav_current="settings"
        )
    say(request, _("Saved."))
    return redirect("/settings/users")


@post("/settings/users/{user_id:uuid}/link", guards=MANAGE)
async def new_link(user: NamedDependency[User]) -> Answer:
    return await _link_for(user)


@post("/settings/users/{user_id:uuid}/deactivate", guards=MANAGE)
async def deactivate(request: Ask, user: NamedDependency[User]) -> Answer:
    await actions.deactivate_user(request.user, user)
    say(request, _("This account is shut; its devices are signed out."))
    return redirect("/settings/users")


@get("/settings/tokens", guards=MANAGE)
async def tokens_page(request: Ask) -> Answer:
    return await _tokens(request, Form.blank(TokenForm))


@post("/settings/tokens", guards=MANAGE)
async def add_token(request: Ask) -> Answer:
    form = await read_form(request, TokenForm)
    if not form.ok:
        return await _tokens(request, form)
    token = await actions.add_token(request.user, request.user.user, form.value.name)
    return await _tokens(request, Form.blank(TokenForm), token)


@post("/settings/tokens/{token_id:uuid}/revoke", guards=MANAGE)
async def revoke_token(request: Ask, token_id: FromPath[UUID]) -> Answer:
    await actions.revoke_token(request.user, token_id)
    say(request, _("The token no longer works."))
    return redirect("/settings/tokens")


async def _users(request: Ask, form: Form[UserForm]) -> Answer:
    rows = await User.objects().where(User.organisation == request.user.organisation).order_by(User.name)
    return page(
        "accounts/users.html",
        status=form.status,
        form=form,
        users=rows,
        roles=list(Role),
        nav_current="settings",
    )


async def _tokens(request: Ask, form: Form[TokenForm], fresh: str | None = None) -> Answer:
    owner = request.user
    rows = (
        await ApiToken.objects(ApiToken.user)
        .where(ApiToken.organisation == owner.organisation)
        .order_by(ApiToken.id)
    )
    return page(
        "accounts/tokens.html",
        status=form.status,
        form=form,
        tokens=rows,
        fresh=fresh,
        nav_current="settings",
    )


async def _link_for(user: User) -> Answer:
    token = await sessions.make_link(user, clock.now())
    url = f"{settings.current().public_url}/login/{token}"
    return page("accounts/link.html", user=user, url=url, nav_current="settings")
