"""What comes in about webhooks."""

import re
from datetime import datetime
from typing import Annotated
from urllib.parse import urlsplit
from uuid import UUID

import httpx
from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from events_app import settings
from events_app.i18n import N_
from events_app.notifications.webhooks.addresses import inward
from events_app.notifications.webhooks.kinds import KINDS
from events_app.notifications.webhooks.tables import DeliveryState
from events_app.shapes import Body, Moment

EARLIEST, LATEST = 1990, 9000
"""Years: nothing happened before, and beyond them a moment has no place in another zone."""


def _address(text: str) -> str:
    """A whole address with a host, and neither a password nor a fragment."""
    allowed = settings.current().webhooks_inward
    try:
        parts = urlsplit(text)
        good = bool(httpx.URL(text).host) and parts.port != 0 and not re.search(r"[\s\x00-\x1f\x7f]", text)
    except (ValueError, httpx.InvalidURL):
        good, parts = False, urlsplit("")
    if not good or parts.username is not None or parts.fragment:
        raise PydanticCustomError(
            "webhook_url",
            N_("This must be a whole address without a password, such as https://api.example/hooks."),
        )
    if parts.scheme != "https" and not (allowed and parts.scheme == "http"):
        raise PydanticCustomError("not_https", N_("The address must begin with https://."))
    if not allowed and inward(text):
        raise PydanticCustomError(
            "private_address", N_("This address leads into a private network, which is not allowed here.")
        )
    return text


def _known(kinds: list[str]) -> list[str]:
    if not set(kinds) <= KINDS.keys():
        raise PydanticCustomError("unknown_kind", N_("Choose kinds from the list."))
    return sorted(set(kinds))


def _in_reach(since: datetime | None) -> datetime | None:
    if since is not None and not EARLIEST <= since.year <= LATEST:
        raise PydanticCustomError("out_of_reach", N_("This date is too far away to be meant."))
    return since


class WebhookIn(Body):
    """An endpoint; without kinds it is told of every change."""

    url: Annotated[
        str,
        Field(min_length=1, max_length=500, examples=["https://api.example/hooks"]),
        AfterValidator(_address),
    ]
    description: str = Field(default="", max_length=200, examples=["Dashboard of the city"])
    kinds: Annotated[list[str], AfterValidator(_known)] = Field(
        default_factory=list, max_length=50, examples=[["action.verified"]]
    )
    confidential: bool = Field(default=False, description="Whether it is told of confidential events, too.")


class ReplayIn(Body):
    """Which deliveries to send again: those of a state, of messages since then; a thousand at most."""

    state: DeliveryState | None = Field(default=DeliveryState.failed, examples=["failed"])
    since: Annotated[Moment | None, AfterValidator(_in_reach)] = Field(
        default=None, examples=["2026-08-17T09:00:00+07:00"]
    )


class ReplayForm(Body):
    """The deliveries whose boxes were ticked."""

    chosen: list[UUID] = Field(min_length=1, max_length=100)
