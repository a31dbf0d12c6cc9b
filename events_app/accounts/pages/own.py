"""One's own account: password and devices."""

from typing import Any
from uuid import UUID

from litestar import Request, get, post
from litestar.params import FromPath
from litestar.response import Response

from events_app.accounts import actions, sessions
from events_app.accounts.forms import (
    PasswordForm,
)
from events_app.accounts.pages.cookies import signed_out
from events_app.accounts.tables import LoginSession, User
from events_app.i18n import _
from events_app.web.flash import say
from events_app.web.forms import Form, read_form
from events_app.web.pages import page, redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]


@get("/account")
async def account(request: Ask) -> Answer:
    return await _account(request, Form.blank(PasswordForm))


@post("/account/password")
async def change_password(request: Ask) -> Answer:
    form = await read_form(request, PasswordForm)
    if not form.ok:
        return await _account(request, form)
    await actions.set_password(request.user, form.value.password)
    say(request, _("Your password is set. Other devices have been signed out."))
    return redirect("/account")


@post("/account/sessions/{session_id:uuid}/end")
async def end_session(request: Ask, session_id: FromPath[UUID]) -> Answer:
    await sessions.end_session(request.user, session_id)
    say(request, _("That device has been signed out."))
    return redirect("/account")


@post("/account/sessions/end")
async def end_all_sessions(request: Ask) -> Answer:
    await sessions.sign_out_everywhere(request.user)
    return signed_out()


async def _account(request: Ask, form: Form[PasswordForm]) -> Answer:
    mine = (
        await LoginSession.objects()
        .where(LoginSession.user == request.user.user)
        .order_by(LoginSession.seen_at, ascending=False)
    )
    me = await User.objects().get(User.id == request.user.user)
    return page("accounts/account.html", status=form.status, form=form, sessions=mine, me=me)
