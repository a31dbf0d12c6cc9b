"""The report of the past event: what the secretariat wrote into it."""

from events_app.commitments.reporting import actions
from events_app.commitments.reporting.forms import ReportTexts
from events_app.demo.cast import City
from events_app.events.tables import Event

TEXTS = ReportTexts(
    number="400.2.3/118/SETDA/2026",
    background=(
        "Kota Lembayung dilalui jalur keberangkatan pekerja migran. Sepanjang tahun lalu pengaduan tentang tawaran kerja "
        "palsu bertambah, dan korban sering baru dikenali setelah berangkat.\n\n"
        "Karena itu Gugus Tugas mengundang perangkat daerah, instansi vertikal, dan masyarakat untuk membahas langkah "
        "pencegahan bersama dan mencatat komitmen setiap instansi."
    ),
    basis=(
        "Undang-Undang Nomor 21 Tahun 2007 tentang Pemberantasan Tindak Pidana Perdagangan Orang.\n\n"
        "Peraturan Wali Kota Lembayung tentang Gugus Tugas Pencegahan dan Penanganan TPPO.\n\n"
        "Dokumen Pelaksanaan Anggaran Sekretariat Daerah tahun berjalan."
    ),
    purpose="Menyamakan pemahaman tentang modus perdagangan orang dan menyepakati komitmen yang dapat ditagih.",
    course="Kegiatan berlangsung tertib sesuai susunan acara dan dihadiri unsur pimpinan maupun wakilnya.",
    evaluation=(
        "Sebagian undangan diwakilkan sehingga beberapa komitmen menunggu pengesahan pimpinan instansi. "
        "Waktu diskusi kelompok terasa singkat."
    ),
    suggestions="Undangan dikirim paling lambat dua minggu sebelumnya, dan pimpinan instansi hadir sendiri.",
)


async def tell(city: City, event: Event) -> None:
    """Written once, by who organised it."""
    await actions.write(city.organiser, event, TEXTS)
