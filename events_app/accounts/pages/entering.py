"""Setting up, signing in and out, and the language, which needs no account."""

from typing import Any

from litestar import Request, get, post
from litestar.datastructures import Cookie
from litestar.params import FromPath, FromQuery
from litestar.response import Response

from events_app import clock, i18n
from events_app.accounts import actions, sessions
from events_app.accounts.access import address_of
from events_app.accounts.forms import (
    LoginForm,
    SetupForm,
)
from events_app.accounts.pages.cookies import A_YEAR, signed_in, signed_out
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]


@get("/setup/{token:str}", public=True)
async def setup_form(token: FromPath[str]) -> Answer:
    if not await actions.setup_is_open(token, clock.now()):
        raise actions.SetupSpent()
    form = Form.blank(SetupForm, timezone="Asia/Jakarta", language=i18n.locale())
    return page("accounts/setup.html", form=form)


@post("/setup/{token:str}", public=True)
async def setup(request: Ask, token: FromPath[str]) -> Answer:
    form = await read_form(request, SetupForm)
    if not form.ok:
        return page("accounts/setup.html", status=422, form=form)
    now = clock.now()
    await actions.set_up(token, form.value, address_of(request), now)
    opened = await sessions.sign_in(
        form.value.email, form.value.password, address_of(request), device_of(request), now
    )
    return signed_in(*opened, "/")


@get("/login", public=True)
async def login_form(next: FromQuery[str] = "/") -> Answer:  # noqa: A002 - the name stands in every login link
    return page("accounts/login.html", form=Form.blank(LoginForm, next=next))


@post("/login", public=True)
async def login(request: Ask) -> Answer:
    form = await read_form(request, LoginForm)
    if not form.ok:
        return page("accounts/login.html", status=422, form=form)
    given = form.value
    try:
        opened = await sessions.sign_in(
            given.email, given.password, address_of(request), device_of(request), clock.now()
        )
    except sessions.WrongCredentials as refusal:
        return page("accounts/login.html", status=422, form=form.refuse(refusal))
    return signed_in(*opened, _inside(given.next))


@get("/login/{token:str}", public=True)
async def login_link(token: FromPath[str]) -> Answer:
    """Shows a button: mail scanners open links, and must not spend them."""
    return page("accounts/login_link.html", token=token)


@post("/login/{token:str}", public=True)
async def use_login_link(request: Ask, token: FromPath[str]) -> Answer:
    opened = await sessions.use_link(token, address_of(request), device_of(request), clock.now())
    return signed_in(*opened, "/")


@post("/logout")
async def logout(request: Ask) -> Answer:
    await sessions.sign_out(request.user)
    return signed_out()


@post("/language", public=True)
async def choose_language(request: Ask) -> Answer:
    sent = await request.form()
    answer = redirect(_inside(str(sent.get("next", "/"))))
    wanted = str(sent.get("language"))
    answer.set_cookie(Cookie(key="lang", value=wanted if wanted in i18n.LOCALES else "id", max_age=A_YEAR))
    return answer


def device_of(request: Ask) -> str:
    """What the browser calls itself, so that people can tell their devices apart."""
    return request.headers.get("user-agent", "")[:200]


def _inside(path: str) -> str:
    """A path of ours; anything that could lead to another site becomes the start page."""
    plain = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if plain else "/"
