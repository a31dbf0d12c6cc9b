"""The minutes of the discussion that was held: written at its agenda items while people spoke."""

from datetime import datetime, timedelta

from events_app.commitments.carrying import actions as carrying
from events_app.commitments.carrying.forms import ReviewIn
from events_app.commitments.carrying.queries import carried
from events_app.commitments.carrying.tables import ReviewDecision
from events_app.commitments.minutes import deciding, finalising, keeping, writing
from events_app.commitments.minutes.forms import FinaliseIn, MinutesDecisionIn, MinutesHeadIn, MinutesTextIn
from events_app.commitments.minutes.tables import MinutesText, Part
from events_app.demo.cast import City
from events_app.events.tables import AgendaItem, Event

OPENING = "Rapat dibuka pukul 09.05 WIB oleh Wali Kota, diawali doa dan lagu Indonesia Raya."
CONCLUSIONS = (
    "Peserta sepakat bahwa pencegahan perdagangan orang dimulai dari kelurahan dan desa, dan bahwa janji yang"
    " dicatat hari ini ditagih bersama pada pertemuan berikutnya."
)
CLOSING = "Rapat ditutup pukul 12.00 WIB dengan ucapan terima kasih kepada para narasumber."
NOTES = (
    (
        "Wali Kota menekankan bahwa gugus tugas harus bekerja sepanjang tahun, bukan hanya saat ada kasus.",
        ("Gugus tugas kota dibentuk ulang dengan keanggotaan yang diperbarui.",),
    ),
    (
        "Narasumber kementerian memaparkan target 2030 dan pola perekrutan lewat media sosial."
        "\nPeserta menanyakan pendanaan; jawaban: dapat memakai APBD lewat program perlindungan perempuan dan anak.",
        (),
    ),
    (
        "Setiap instansi menyampaikan apa yang akan dikerjakan, oleh siapa, dan kapan selesai.",
        (
            "Setiap komitmen memiliki penanggung jawab dan tenggat.",
            "Pertemuan tindak lanjut diadakan tiga bulan lagi.",
        ),
    ),
    ("", ()),
)


async def write(city: City, event: Event) -> None:
    """Texts and decisions, as the secretariat took them down."""
    at = event.starts_at + timedelta(hours=1)
    items = await AgendaItem.objects().where(AgendaItem.event == event.id).order_by(AgendaItem.place)
    for item, (words, decisions) in zip(items, NOTES, strict=True):
        if words:
            form = MinutesTextIn(agenda_item_id=item.id, base_version=0, content=words)
            await writing.write(city.secretariat, event, form, at)
        for one in decisions:
            said = MinutesDecisionIn(content=one, agenda_item_id=item.id)
            await deciding.decide(city.secretariat, event, said)
    whole = ((Part.opening, OPENING), (Part.conclusions, CONCLUSIONS), (Part.closing, CLOSING))
    for part, words in whole:
        form = MinutesTextIn(part=part, base_version=0, content=words)
        await writing.write(city.secretariat, event, form, at)


async def finalise(city: City, event: Event) -> None:
    """Final the day after; a slip of the pen was corrected a week later, in a second version."""
    head = MinutesHeadIn(chair_id=city.leaders["mayor"], row_version=1)
    await keeping.name_people(city.secretariat, event, head, event.ends_at)
    await finalising.finalise(city.chair, event, FinaliseIn(), event.ends_at + timedelta(days=1))
    await finalising.begin_correction(city.chair, event, "Jam penutupan keliru: pukul 12.10, bukan 12.00.")
    text = await MinutesText.objects().get(
        (MinutesText.event == event.id) & (MinutesText.part == Part.closing)
    )
    assert text is not None, "it was written above"
    words = CLOSING.replace("12.00", "12.10")
    again = MinutesTextIn(part=Part.closing, base_version=text.version, content=words)
    await writing.write(city.secretariat, event, again, event.ends_at + timedelta(days=7))
    await finalising.finalise(city.chair, event, FinaliseIn(), event.ends_at + timedelta(days=7))


SAID = (
    (ReviewDecision.escalate, "Dibawa ke Sekretaris Daerah bila bulan ini belum ada kabar."),
    (ReviewDecision.go_on, "Draf sudah ada, menunggu tanda tangan."),
    (ReviewDecision.extend, "Perpanjangan diminta sampai akhir triwulan."),
)


async def review(city: City, event: Event, before: Event, now: datetime) -> None:
    """The next meeting goes through what the discussion left open, and has come to the third."""
    await carrying.choose_previous(city.secretariat, event, before.id, now)
    rows = await carried(city.secretariat, event, now)
    said = [
        (row["id"], ReviewIn(decision=decision, note=note))
        for row, (decision, note) in zip(rows, SAID, strict=False)
    ]
    await carrying.review(city.secretariat, event, said, now)
