"""The city's letterhead and those who sign; letters that were issued, cancelled, filed, and one still being written."""

import io
import json
from datetime import date, datetime, timedelta
from uuid import UUID

from PIL import Image, ImageDraw

from events_app.demo import past, proofs
from events_app.demo.cast import City
from events_app.demo.staging import TRAINING
from events_app.events.runs.tables import PaperRun, RunState
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.letters import actions, filing, handing, letterheads, printing, queries
from events_app.invitations.letters.forms import IssueIn, LetterheadIn, LetterIn, SignatoryIn
from events_app.invitations.letters.tables import Letter, LetterMode, SignedAs
from events_app.invitations.tables import Invitation

HEAD = LetterheadIn(
    names="Pemerintah Kota Lembayung\nSekretariat Daerah",
    address="Jl. Mawar No. 1, Kota Lembayung 60111",
    phone="(031) 555-0100",
    email="setda@lembayung.example",
    website="lembayung.example",
    town="Lembayung",
    unit="SETDA",
)
SIGNERS = (
    SignatoryIn(
        office="Sekretaris Daerah",
        signed_as=SignedAs.on_behalf,
        on_behalf_of="Wali Kota Lembayung",
        name="Dr. Ratna Wulandari, M.Si.",
        rank="Pembina Utama Madya",
        nip="196803121993032001",
    ),
    SignatoryIn(
        office="Kepala Dinas Pemberdayaan Perempuan",
        signed_as=SignedAs.plt,
        name="Drs. Bambang Irawan",
        rank="Pembina Tingkat I",
        nip="197105201998031004",
    ),
)
SIGNED_ON = date(2026, 8, 3)
COPIES = "Wali Kota Lembayung (sebagai laporan)\nWakil Wali Kota Lembayung"


async def tell(city: City, now: datetime) -> None:
    """The past discussion has letters of every fate, the training one for each of its villages."""
    await letterheads.keep_letterhead(city.owner, HEAD, now)
    await letterheads.keep_logo(city.owner, "lambang.png", emblem())
    for plan in SIGNERS:
        await letterheads.add_signatory(city.owner, plan)
    await _discussion(city, await _called(city, past.TITLE), now - past.AGO - timedelta(days=14))
    await _training(city, await _called(city, TRAINING), now - timedelta(days=3))


async def _discussion(city: City, event: Event, then: datetime) -> None:
    wrong = await _issued(city, event, LetterMode.one, then)
    await actions.cancel(city.organiser, event, wrong, "Jam kegiatan salah ketik", then)
    letter = await _issued(city, event, LetterMode.each, then)
    [first] = await queries.recipients_of(letter.id, 1)
    for words in ("Undangan, bertanda tangan", "Undangan, bertanda tangan dan dicap"):
        scan = proofs.letter("Sekretariat Daerah", words, SIGNED_ON)
        await filing.file_copy(city.organiser, letter, "undangan-ttd.pdf", scan.data, first.recipient)
    await actions.draft(city.organiser, event, await _plan(city, LetterMode.one))
    await _run(city, event, letter.id, RunState.forgotten, then)
    await _run(city, event, new_id(), RunState.discarded, then + timedelta(minutes=5))


async def _run(city: City, event: Event, letter: UUID, state: RunState, then: datetime) -> None:
    """The letters were made in one file and fetched; another draft was thrown away before its turn came."""
    count = await Invitation.count().where(Invitation.event == event.id)
    made = state == RunState.forgotten
    await PaperRun(
        organisation=event.organisation,
        created_at=then,
        created_by=city.organiser.user,
        event=event.id,
        kind=printing.KIND,
        asked=json.dumps({"letter": str(letter), "format": "pdf"}),
        language=event.language,
        state=state,
        done=count if made else 0,
        total=count,
        filename=handing.name_of(event, "pdf") if made else "",
        made_at=then if made else None,
    ).save()


async def _training(city: City, event: Event, then: datetime) -> None:
    await _issued(city, event, LetterMode.one, then, number="400.2/7/SETDA/" + str(then.year))


async def _issued(city: City, event: Event, mode: LetterMode, then: datetime, number: str = "") -> Letter:
    letter = await actions.draft(city.organiser, event, await _plan(city, mode))
    plan = IssueIn(letter_date=then.date(), number=number)
    return await actions.issue(city.organiser, event, letter, plan, then)


async def _plan(city: City, mode: LetterMode) -> LetterIn:
    signer, *_others = await letterheads.signatories(city.organisation.id)
    return LetterIn(mode=mode, copies_to=COPIES, signatory_id=signer.id)


async def _called(city: City, title: str) -> Event:
    mine = (Event.organisation == city.organisation.id) & (Event.title == title)
    event = await Event.objects().get(mine)
    assert event is not None, "it was told before"
    return event


def emblem() -> bytes:
    """An invented coat of arms, the same bytes each time: a shield with a flower."""
    image = Image.new("RGBA", (300, 300), (255, 255, 255, 0))
    draw = ImageDraw.Draw(image)
    draw.polygon(
        [(40, 20), (260, 20), (260, 170), (150, 290), (40, 170)], fill="#4a2c6d", outline="#c9a227", width=8
    )
    for x, y in ((150, 80), (105, 115), (195, 115), (122, 170), (178, 170)):
        draw.ellipse((x - 30, y - 30, x + 30, y + 30), fill="#b79ad6")
    draw.ellipse((125, 105, 175, 155), fill="#f2c94c")
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()
