"""The notice that a long paper is ready, to whoever asked for it and has most likely gone on to something else."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from events_app import settings
from events_app.accounts.tables import User
from events_app.events.runs.kinds import kind_of
from events_app.i18n import gettext, using
from events_app.notifications import actions
from events_app.notifications.mail import Mail, is_address

WORTH_A_MAIL = timedelta(seconds=20)
"""Whoever waits less is still looking at the page that shows how far it is."""


async def tell_asker(run: Mapping[str, Any], title: str, made_at: datetime) -> None:
    """In the transaction that hands the paper over; once for each run."""
    if run["created_by"] is None or made_at - run["created_at"] < WORTH_A_MAIL:
        return
    asker = await User.objects().get((User.id == run["created_by"]) & User.active.eq(True))
    if asker is not None and is_address(asker.email):
        await actions.enqueue_all(run["organisation"], [_ready(run, title, asker)])


def _ready(run: Mapping[str, Any], title: str, asker: User) -> Mail:
    with using(asker.language):
        paper = gettext(kind_of(run["kind"]).title)
    page = f"{settings.current().public_url}/events/{run['event']}/paper-runs/{run['id']}"
    return Mail(
        kind="events.paper_ready",
        to_address=asker.email,
        to_name=asker.name,
        language=asker.language,
        template="paper_ready",
        facts={"name": asker.name, "paper": paper, "title": title, "page": page},
        event=run["event"],
        dedup_key=f"paper_ready:{run['id']}",
    )
