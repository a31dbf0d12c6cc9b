"""A follow-up matrix that an office kept as a sheet, brought along and looked at, with a line that nobody can be found for."""

from events_app.commitments.importing.actions import keep
from events_app.demo.cast import City
from events_app.events.tables import Event

SHEET = """RENCANA TINDAK LANJUT
No;Kegiatan Pokok;Rincian;Indikator;Target;Waktu;PIC
1;Pencegahan di sekolah;Sosialisasi di 20 sekolah;Daftar hadir dan foto;20 sekolah;Desember 2027;{first}
2;Pencegahan di sekolah;Modul untuk guru;Modul tercetak;500 buku;31/12/2027;{first}
3;Pendataan;Basis data calon pekerja migran;Berita acara;1 basis data;Triwulan II 2027;{second}
4;Pendataan;Rapat bulanan;Notula;12 kali;setiap bulan;Sekretariat Bersama
"""


async def bring(city: City, event: Event) -> None:
    """It waits to be written."""
    first, second = city.offices[0].name, city.offices[1].name
    text = SHEET.format(first=first, second=second)
    await keep(city.secretariat, event, "rtl-triwulan-lalu.csv", text.encode())
