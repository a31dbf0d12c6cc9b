"""Doors for people: entering, one's own account, and what owners keep."""

from litestar import Router
from litestar.di import Provide

from events_app.accounts.loaders import user_here
from events_app.accounts.pages import entering, managing, own

router = Router(
    path="/",
    dependencies={"user": Provide(user_here)},
    route_handlers=[
        entering.setup_form,
        entering.setup,
        entering.login_form,
        entering.login,
        entering.login_link,
        entering.use_login_link,
        entering.logout,
        entering.choose_language,
        own.account,
        own.change_password,
        own.end_session,
        own.end_all_sessions,
        managing.organisation_form,
        managing.change_organisation,
        managing.users,
        managing.add_user,
        managing.user_form,
        managing.change_user,
        managing.new_link,
        managing.deactivate,
        managing.tokens_page,
        managing.add_token,
        managing.revoke_token,
    ],
    include_in_schema=False,
)
