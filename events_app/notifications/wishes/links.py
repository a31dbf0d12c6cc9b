"""The link with which somebody says that they do not want to be written to."""

from uuid import UUID

from events_app import tokens
from events_app.notifications.links import Link, link
from events_app.notifications.wording.kinds import known

PURPOSE = "unsubscribe"
PATH = "/unsubscribe/"


def wish_link(wish: UUID) -> Link:
    """One address's own page; filled in at delivery."""
    return link(PURPOSE, wish, 1, PATH)


def wish_hash(wish: UUID) -> bytes:
    """What the database keeps of it."""
    return tokens.digest(tokens.derive(PURPOSE, wish))


def headers(wish: UUID | None, kind: str) -> dict[str, str]:
    """For mail programs that show a button (RFC 2369); of a letter it asks nothing further (RFC 8058).

    From an invitation it leads to the page, since one click would leave open whether invitations are meant.
    """
    if wish is None:
        return {}
    where = {"List-Unsubscribe": f"<{wish_link(wish).address}>"}
    told = known(kind)
    one_click = {"List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return where | one_click if told and told.stops == "letters" else where
