"""Sixteen weeks ago: the discussion that was held, and what was promised there."""

from datetime import datetime, timedelta
from random import Random
from uuid import UUID, uuid5

from events_app.checkin import actions as checkin
from events_app.checkin import walk_ins
from events_app.checkin.absences.actions import excuse
from events_app.checkin.absences.forms import ExcuseIn
from events_app.checkin.absences.tables import ExcuseKind
from events_app.checkin.forms import ScanIn
from events_app.checkin.paper.actions import Mark, mark_present
from events_app.checkin.tables import Method
from events_app.demo import (
    capturing,
    gates,
    handing_in,
    inviting,
    leaving,
    minuting,
    papering,
    picturing,
    promises,
    ratifying,
    seats,
    self_marking,
    sheets,
    watching,
    writing,
)
from events_app.demo.cast import City
from events_app.demo.plans import PLANS
from events_app.events import actions as events
from events_app.events.materials import actions as materials
from events_app.events.materials.actions import Upload
from events_app.events.materials.forms import MaterialIn
from events_app.events.materials.tables import MaterialAudience
from events_app.events.programme.actions import add_item
from events_app.events.programme.forms import AgendaItemIn
from events_app.events.tables import Event
from events_app.invitations.forms import GuestIn
from events_app.invitations.tables import Answer, Guest
from events_app.stakeholders.tables import Sex

AGO = timedelta(days=112)
TITLE = "Diskusi Tematik Antisipasi dan Pencegahan Tindak Pidana Perdagangan Orang"
AGENDA = (
    ("Pembukaan oleh Wali Kota", 15),
    ("Arah kebijakan nasional pencegahan TPPO", 60),
    ("Diskusi dan penyampaian komitmen", 75),
    ("Penutup", 15),
)

PROMISERS = {plan.office for plan in PLANS}
OTHERS = (Answer.accepted, Answer.declined, Answer.accepted, None, Answer.accepted, Answer.tentative)
WAYS = (Method.camera, Method.camera, Method.usb, Method.camera, Method.typed)
UNINVITED = (
    ("Rahayu Ningtyas", "female", "Karang Taruna Kenanga"),
    ("Tegar Mahendra, S.Sos.", "male", "Komunitas Sahabat Anak"),
    ("Dian Puspita", "female", ""),
)

HANDOUTS = (
    ("Bahan paparan", MaterialAudience.public),
    ("Lembar kerja komitmen", MaterialAudience.present),
    ("Panduan moderator", MaterialAudience.speakers),
    ("Undangan dan susunan acara", MaterialAudience.invited),
)


async def tell(city: City, now: datetime) -> None:
    """The event from its plan to its last promise."""
    day = inviting.morning(now - AGO)
    event = await _planned(city, day)
    notes = b"Bahan paparan: mengenali dan mencegah perdagangan orang.\n"
    for title, audience in HANDOUTS:
        upload = Upload(f"{title.casefold().replace(' ', '-')}.txt", notes)
        await materials.add_material(
            city.organiser, event, MaterialIn(title=title, visibility=audience), upload
        )
    await events.publish(city.organiser, event, day - timedelta(days=14))
    await _answers(city, event, day)
    await seats.were_shared(city, event, day)
    await self_marking.marked_themselves(city, event, day - timedelta(minutes=55))
    await watching.prepare(city, event)
    came = await arrive(city, event, day - timedelta(minutes=45), timedelta(minutes=75))
    await papering.tell(city, event, came, day)
    await picturing.tell(city, event, day)
    await handing_in.tell(city, event)
    for number, (name, sex, office) in enumerate(UNINVITED):
        said = GuestIn(full_name=name, sex=Sex(sex), institution_name=office, walk_in=True)
        at = day + timedelta(minutes=4 + 7 * number)
        await walk_ins.welcome(city.organiser, event, said, "Pintu utara", at)
    await gates.tell(city, event, day - timedelta(minutes=50), now)
    await gates.doubts(city, event, came, day + timedelta(minutes=35))
    await minuting.write(city, event)
    await promises.tell(city, event, came, now)
    await ratifying.tell(city, event, came)
    await _not_agreed(city, event, came, day)
    await minuting.finalise(city, event)
    await writing.follow_up(city, event, now)


async def _planned(city: City, day: datetime) -> Event:
    event = await inviting.plan(
        city,
        TITLE,
        day,
        3,
        "Ruang Jatayu",
        capacity=110,
        description="Meningkatkan komitmen dan sinergi pemangku kepentingan dalam mencegah perdagangan orang.",
    )
    await inviting.stage(city, event, "Pembukaan dan arah kebijakan", 0, 75, ("mayor", "expert", "women"))
    panel = ("police", "health", "migrants", "lawyer")
    await inviting.stage(city, event, "Diskusi dan penyampaian komitmen", 80, 90, panel)
    for title, minutes in AGENDA:
        await add_item(city.organiser, event, AgendaItemIn(title=title, minutes=minutes))
    return event


async def _not_agreed(city: City, event: Event, came: list[Guest], day: datetime) -> None:
    """What was captured, promised at the exit and brought along, and nobody has come back to."""
    await capturing.tell(city, event, came, day + timedelta(minutes=140))
    await leaving.tell(city, event, came, day + timedelta(minutes=175))
    await sheets.bring(city, event)


async def _answers(city: City, event: Event, day: datetime) -> None:
    offices = [*city.offices, *city.villages[::2][:12]]
    asked = await inviting.ask(city, event, offices, 2, day - timedelta(days=14))
    await inviting.reply_from_calendars(city, event, asked[0], day - timedelta(days=13))
    for number, (office, invitation) in enumerate(zip(offices, asked, strict=True)):
        how = Answer.accepted if office.name in PROMISERS else OTHERS[number % len(OTHERS)]
        if how is not None:
            await inviting.hear(city, invitation, number, how, day - timedelta(hours=200 - 3 * number))


async def arrive(city: City, event: Event, first: datetime, during: timedelta) -> list[Guest]:
    """All but one in seven come in through two doors, most of them early in that time."""
    came = [guest for number, guest in enumerate(await inviting.guests(event)) if number % 7 != 6]
    dice = Random(event.title)  # noqa: S311 - the same story every time, not a secret
    late = sorted(dice.triangular(0, 1, 0.4) for _guest in came)
    for number, guest in enumerate(came):
        at = first + during * late[number]
        scan = ScanIn(
            id=uuid5(event.id, str(number)), code=guest.short_code, method=WAYS[number % 5], scanned_at=at
        )
        device = "Pintu utara" if number % 3 else "Pintu selatan"
        await checkin.record_scans(city.organiser, event.id, device, [scan])
    await _besides(city, event, {guest.id for guest in came})
    return came


async def _besides(city: City, event: Event, came: set[UUID]) -> None:
    """Of those who were not scanned one signed the paper list, and two had sent word."""
    others = [guest for guest in await inviting.guests(event) if guest.id not in came]
    at = event.starts_at + timedelta(minutes=20)
    kinds = ((ExcuseKind.other_duty, "Surat dari kantor menyusul"), (ExcuseKind.leave, "Lewat telepon"))
    if others:
        paper = [Mark(others[0].id, at)]
        await mark_present(city.organiser, event, None, paper, "Daftar hadir meja 2", at + timedelta(hours=1))
    for guest, (kind, note) in zip(others[1:], kinds, strict=False):
        await excuse(city.organiser, guest, ExcuseIn(kind=kind, note=note), at - timedelta(hours=3))
