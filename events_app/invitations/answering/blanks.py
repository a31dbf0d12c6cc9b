"""The empty row for one more representative: made once a language, since most of an answer page is that."""

from functools import cache

from markupsafe import Markup

from events_app import i18n
from events_app.templating import environment


def blank_row() -> Markup:
    """The row in the language of the moment, with `__i__` and `__n__` where its numbers go."""
    return _row(i18n.locale())


@cache
def _row(locale: str) -> Markup:
    with i18n.using(locale):
        return Markup(environment().get_template("invitations/answering/blank_row.html").render())  # noqa: S704
