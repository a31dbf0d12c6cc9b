"""The notice that a long paper is ready, or failed, to whoever asked for it and has most likely gone on to something else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from events_app import settings
from events_app.accounts.tables import User
from events_app.events.runs.kinds import kind_of, way_of
from events_app.i18n import gettext, using
from events_app.notifications import actions
from events_app.notifications.mail import Mail, is_address

WORTH_A_MAIL = timedelta(seconds=20)
"""Whoever waits less is still looking at the page that shows how far it is."""


PATIENCE = timedelta(minutes=5)
"""A fault that is gone after three tries is nobody's business but ours."""


async def tell_asker(run: Mapping[str, Any], title: str, made_at: datetime) -> None:
    """In the transaction that hands the paper over; once for each run."""
    await _tell("paper_ready", run, title, made_at, WORTH_A_MAIL)


async def tell_failed(run: Mapping[str, Any], title: str, failed_at: datetime, *, given_up: bool) -> None:
    """In the transaction that notes the fault, when it has lasted; once for each run, and once when it is given up."""
    await _tell("paper_failed", run, title, failed_at, PATIENCE, given_up=given_up)


async def _tell(
    what: str,
    run: Mapping[str, Any],
    title: str,
    now: datetime,
    after: timedelta,
    *,
    given_up: bool = False,
) -> None:
    if run["created_by"] is None or now - run["created_at"] < after:
        return
    asker = await User.objects().get((User.id == run["created_by"]) & User.active.eq(True))
    if asker is not None and is_address(asker.email):
        await actions.enqueue_all(run["organisation"], [_mail(what, run, title, asker, given_up=given_up)])


def _mail(what: str, run: Mapping[str, Any], title: str, asker: User, *, given_up: bool) -> Mail:
    with using(asker.language):
        paper = gettext(kind_of(run["kind"]).title_of(run["asked"]))
    page = f"{settings.current().public_url}{way_of(run)}"
    return Mail(
        kind=f"events.{what}",
        to_address=asker.email,
        to_name=asker.name,
        language=asker.language,
        template=what,
        facts={"name": asker.name, "paper": paper, "title": title, "page": page, "given_up": given_up},
        event=run["event"],
        dedup_key=f"{what}:{run['id']}" + (":given-up" if given_up else ""),
    )
