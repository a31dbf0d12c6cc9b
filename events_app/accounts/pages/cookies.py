"""The cookies of signing in and out."""

from typing import Any

from litestar import Request
from litestar.datastructures import Cookie
from litestar.response import Response

from events_app import settings
from events_app.accounts import sessions
from events_app.accounts.access import no_session, session_cookie
from events_app.web.pages import redirect

Ask = Request[Any, Any, Any]
Answer = Response[Any]

A_YEAR = 31_536_000


def signed_in(token: str, language: str, where: str) -> Answer:
    answer = redirect(where)
    secure = settings.current().secure
    age = int(sessions.LASTS.total_seconds())
    answer.set_cookie(
        Cookie(
            key=session_cookie(),
            value=token,
            path="/",
            httponly=True,
            samesite="lax",
            secure=secure,
            max_age=age,
        )
    )
    answer.set_cookie(Cookie(key="lang", value=language, max_age=A_YEAR))
    return answer


def signed_out() -> Answer:
    answer = redirect("/login")
    answer.set_cookie(no_session())
    return answer
