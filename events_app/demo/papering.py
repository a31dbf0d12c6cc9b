"""The papers of the past event: badges that were printed for it, one of them twice, who was a VIP, and who signed."""

from datetime import datetime, timedelta
from math import pi, sin, tau
from random import Random

from events_app.checkin.badges import actions as badges
from events_app.checkin.badges.forms import RolesIn
from events_app.checkin.badges.tables import BadgeFormat, BadgeRole
from events_app.checkin.listing import paper, proving
from events_app.checkin.listing.forms import ListIn
from events_app.checkin.signatures import actions as signing
from events_app.checkin.signatures.forms import SignatureIn
from events_app.demo.cast import City
from events_app.events.runs.tables import PaperRun, RunState
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.tables import Guest


async def tell(city: City, event: Event, came: list[Guest], day: datetime) -> None:
    """The day before, everybody's; on the day, the badge that somebody forgot at home."""
    before, ids = day - timedelta(days=1), [guest.id for guest in came]
    await badges.give_role(city.organiser, event, RolesIn(role=BadgeRole.vip, guest_ids=ids[:1]), before)
    await badges.note(city.organiser, event, ids, BadgeFormat.a4_10, before)
    await badges.note(city.organiser, event, ids[2:3], BadgeFormat.label_62, day)
    await badges.remember(event, BadgeFormat.a4_10, before)
    await _signed(city, event, came, day)
    await _listed(city, event, day + timedelta(hours=6))
    await PaperRun(
        organisation=event.organisation,
        created_at=before,
        created_by=city.organiser.user,
        event=event.id,
        kind=badges.KIND,
        asked='{"format": "a4-10"}',
        language=event.language,
        state=RunState.forgotten,
        done=len(ids),
        total=len(ids),
        filename=f"{event.ref}-badges.pdf",
        made_at=before,
    ).save()
    await PaperRun(
        organisation=event.organisation,
        created_at=day,
        created_by=city.owner.user,
        kind="office-paper",
        asked='{"paper": "scorecard", "form": "pdf"}',
        language=event.language,
        state=RunState.forgotten,
        done=0,
        total=0,
        filename=f"scorecard-{day:%Y-%m-%d}.pdf",
        made_at=day,
    ).save()


async def _signed(city: City, event: Event, came: list[Guest], day: datetime) -> None:
    """Most sign on the door's phone, one in nine on the list."""
    await signing.ask(city.organiser, event, True, day - timedelta(days=1))
    for number, guest in enumerate(came[:18]):
        said = SignatureIn(on_paper=True) if number % 9 == 8 else SignatureIn(strokes=flourish(number))
        await signing.sign(city.organiser, event, guest, said, day + timedelta(minutes=number))


async def _listed(city: City, event: Event, now: datetime) -> None:
    """The list that was printed in the evening; its paper is not kept, only that it was made."""
    await proving.keep(city.organiser, await paper.sheet_of(event, ListIn()), new_id(), b"", now)


def flourish(number: int) -> list[list[list[int]]]:
    """Lines that look like somebody's hand, the same for the same number."""
    dice = Random(f"hand {number}")  # noqa: S311 - the same story every time, not a secret
    loops, slant, size = dice.uniform(2.2, 4.5), dice.uniform(30, 90), dice.uniform(150, 260)
    steps = [step / 60 for step in range(61)]
    name = [
        [
            int(120 + 640 * at + slant * sin(loops * tau * at)),
            int(500 - size * (1 - 0.6 * at) * sin(loops * tau * at + dice.uniform(0, 0.2)) - 120 * at),
        ]
        for at in steps
    ]
    stroke = [[int(140 + 720 * at), int(720 - 60 * sin(pi * at) + 40 * at)] for at in steps[::4]]
    return [name, stroke]
