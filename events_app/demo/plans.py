"""The promises themselves, as data: who would do what by when, in days from today."""

from dataclasses import dataclass
from typing import Literal

from events_app.commitments.tables import Obstacle

Fate = Literal[
    "open", "in_progress", "submitted", "verified", "returned", "reopened", "extending", "extended",
    "infeasible", "cancelled",
]  # fmt: skip


@dataclass(frozen=True)
class Work:
    """One follow-up action. `due` and `last` count in days from today: when it is due, when it last moved.

    `said` is the owner's last report. Judged by the inspectorate, unless `inspected` is false: then by anybody
    who may.
    """

    title: str
    deliverable: str
    due: int
    fate: Fate = "open"
    last: int = 0
    said: str = ""
    percent: int = 0
    obstacle: Obstacle = Obstacle.none
    inspected: bool = True


@dataclass(frozen=True)
class Plan:
    """One commitment of an institution with its actions, and what became of it."""

    office: str
    title: str
    result: str
    works: tuple[Work, ...]
    state: Literal["draft", "agreed", "closed", "withdrawn"] = "agreed"

    @property
    def statement(self) -> str:
        """What was said at the event."""
        return f"{self.office} berkomitmen untuk {self.title[0].lower()}{self.title[1:]}."


_O = Obstacle
PLANS = (
    Plan(
        "Sekretariat Daerah Kota Lembayung", "Membentuk gugus tugas pencegahan TPPO",
        "Gugus tugas terbentuk dan bersidang tiap triwulan",
        (
            Work("Menerbitkan SK gugus tugas", "SK yang ditandatangani Wali Kota", -60, "verified", -63,
                 "SK sudah ditandatangani.", 100),
            Work("Menyusun rencana aksi daerah", "Dokumen rencana aksi", -12, "in_progress", -15,
                 "Draf dibahas bersama bagian hukum.", 60, _O.coordination),
        ),
    ),
    Plan(
        "Kecamatan Lembayung Barat", "Membuka pos pengaduan di kelurahan", "Warga dapat melapor di dekat rumah",
        (
            Work("Menunjuk petugas pos pengaduan", "Daftar petugas dan jadwal", -45),
            Work("Melatih petugas pos pengaduan", "Daftar hadir dan foto pelatihan", 20, "in_progress", -6,
                 "Enam dari sebelas petugas sudah dilatih.", 55, _O.staff),
        ),
    ),
    Plan(
        "Dinas Pendidikan", "Menyosialisasikan pencegahan TPPO di sekolah", "Siswa mengenali modus perekrutan",
        (
            Work("Sosialisasi di sepuluh SMA dan SMK", "Laporan dan foto tiap sekolah", -30, "verified", -21,
                 "Sepuluh sekolah selesai dikunjungi.", 100),
            Work("Menyusun bahan ajar", "Modul 20 halaman", -3, "returned", -10, "Modul selesai disusun.", 90),
        ),
    ),
    Plan(
        "Dinas Perindustrian dan Tenaga Kerja", "Memeriksa penyalur tenaga kerja",
        "Penyalur yang tidak berizin ditertibkan",
        (
            Work("Mendata penyalur tenaga kerja", "Basis data penyalur", -70, "verified", -52,
                 "Tiga puluh satu penyalur terdata.", 100, inspected=False),
            Work("Inspeksi mendadak bersama", "Berita acara inspeksi", -8, "submitted", -9,
                 "Empat penyalur diperiksa bersama kepolisian.", 95),
        ),
    ),
    Plan(
        "RSUD Lembayung", "Melayani korban tanpa biaya", "Korban dirawat dan divisum tanpa biaya",
        (
            Work("Menyiapkan ruang layanan terpadu", "Ruang layanan dan foto", -50, "verified", -54,
                 "Ruang layanan terpadu sudah dipakai.", 100),
            Work("Melatih tenaga kesehatan", "Sertifikat 30 tenaga kesehatan", 35, "extended", -11,
                 "Angkatan pertama selesai; anggaran angkatan kedua menunggu perubahan APBD.", 50, _O.budget),
        ),
    ),
    Plan(
        "Rumah Aman Anggrek Kota Lembayung", "Menyediakan rumah aman bagi perempuan dan anak",
        "Korban terlindungi sejak hari pertama",
        (
            Work("Menyiapkan rumah aman", "Rumah aman berkapasitas 12 orang", -100, "extending", -40,
                 "Bangunan siap, perabot belum ada.", 70, _O.budget),
            Work("Menyusun prosedur rumah aman", "Prosedur tertulis", -20, "submitted", -16,
                 "Prosedur sudah disepakati dengan Dinas Sosial.", 100, inspected=False),
        ),
    ),
    Plan(
        "Radio Suara Lembayung", "Menyiarkan layanan masyarakat", "Pesan pencegahan sampai ke warga",
        (
            Work("Menyiarkan spot radio mingguan", "Rekaman dan jadwal siar", -40, "verified", -41,
                 "Spot disiarkan delapan minggu berturut-turut.", 100, inspected=False),
            Work("Mewawancarai penyintas yang bersedia", "Rekaman wawancara", -25, "cancelled", -33),
        ),
        "closed",
    ),
    Plan(
        "Polres Lembayung", "Mengawasi perekrutan di media sosial", "Modus daring diketahui sejak dini",
        (
            Work("Membentuk tim patroli siber", "Surat perintah tugas", -55, "reopened", -60,
                 "Tim sudah dibentuk.", 100),
            Work("Melaporkan temuan bulanan", "Laporan tiga bulan", -15, "in_progress", -34,
                 "Laporan bulan pertama selesai.", 35, _O.data),
        ),
    ),
    Plan(
        "LBH Kenanga", "Mendampingi korban secara hukum", "Setiap korban didampingi",
        (
            Work("Menandatangani kerja sama bantuan hukum", "Naskah kerja sama", -65, "infeasible", -58),
            Work("Membuka klinik hukum", "Jadwal klinik mingguan", 45, "in_progress", -4,
                 "Klinik percobaan dibuka dua kali.", 30),
        ),
    ),
    Plan(
        "Dinas Pemberdayaan Perempuan dan Perlindungan Anak",
        "Menerbitkan data terpilah kekerasan perempuan dan anak", "Data tersedia tiap triwulan",
        (
            Work("Menyelaraskan formulir pendataan", "Formulir baku", -35, "verified", -38,
                 "Formulir dipakai sebelas instansi.", 100),
            Work("Menggabungkan data antarinstansi", "Laporan triwulan", 12, "in_progress", -2,
                 "Tujuh dari sebelas instansi sudah mengirim data.", 65, _O.data),
        ),
    ),
    Plan(
        "Koperasi Batik Lembayung", "Memberdayakan ekonomi keluarga rentan", "Keluarga rentan berpenghasilan",
        (
            Work("Pelatihan membatik bagi 40 keluarga", "Daftar peserta dan hasil", 60),
            Work("Menyalurkan modal usaha", "Bukti penyaluran", 90, inspected=False),
        ),
    ),
    Plan(
        "Yayasan Melati Kota Lembayung", "Membuka layanan konseling daring", "Korban berani bercerita",
        (Work("Menyiapkan aplikasi konseling", "Aplikasi yang dapat dipakai", -28),),
        "withdrawn",
    ),
    Plan(
        "Forum Anak Kota Lembayung", "Membentuk duta anak anti-TPPO", "Anak ikut mencegah",
        (Work("Memilih duta anak tiap kecamatan", "Susunan duta anak", 30),),
        "draft",
    ),
)  # fmt: skip
