"""Words that a hint looks for, in both languages; whole words, casefolded."""

import re


def _set(text: str) -> frozenset[str]:
    return frozenset(text.split())


VAGUE = _set(
    """
    meningkatkan peningkatan ditingkatkan mendukung dukungan mendorong memperkuat penguatan mengoptimalkan optimalisasi
    mengupayakan berupaya upaya koordinasi berkoordinasi mengoordinasikan mengkoordinasikan pengoordinasian sinergi
    bersinergi sinergitas berkomitmen mengembangkan pengembangan membina pembinaan memperhatikan menindaklanjuti
    memfasilitasi membantu
    improve improving support supporting encourage strengthen strengthening optimise optimize coordinate coordinating
    coordination synergy enhance enhancing promote promoting facilitate strive endeavour follow-up assist
    """
)
"""Verbs that say a direction and no outcome; harmless beside a number or something that can be looked at."""

TO_SEE = _set(
    """
    sk surat keputusan peraturan perda perwal perbup perkada perdes edaran laporan foto gambar video rekaman daftar
    berita acara notula notulen risalah dokumen naskah modul buku pedoman panduan sop juknis mou pks kesepakatan
    kesepahaman perjanjian nota aplikasi sistem situs laman posko pos gedung ruang rumah kendaraan mesin alat papan
    spanduk poster brosur leaflet anggaran dpa rka kuitansi kontrak rekapitulasi rekap data basis tabel grafik peta
    sertifikat piagam formulir jadwal rencana rad kajian hasil survei tautan tanda terima undangan absensi hadir
    nomor kanal hotline layanan loket petugas tim
    decree letter regulation report photo photograph picture video recording list minutes document manual module book
    guideline sop memorandum agreement application system website post office building room vehicle board banner poster
    leaflet budget contract receipt data table chart map certificate form schedule plan study survey link attendance
    number hotline service counter staff team
    """
)
"""Things that a verifier can look at or count."""

NUMBERS = _set(
    """
    satu dua tiga empat lima enam tujuh delapan sembilan sepuluh sebelas belas puluh ratus ribu semua seluruh setiap
    one two three four five six seven eight nine ten eleven twelve hundred thousand all every each
    """
)

COMMON = """
yang dan atau di ke dari untuk dengan pada dalam oleh ini itu akan kami kita saya mereka adalah agar bagi para serta
juga sudah telah belum tidak bukan secara sebagai antara tentang terhadap hingga sampai setiap semua seluruh satu
tahun bulan hari tanggal the and or of to in for with on by this that will we our they is are be as at from not all
each every
"""
"""Words that two promises share without being alike."""

_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")
_DIGIT = re.compile(r"\d")


def words(text: str) -> set[str]:
    """The words of a text, casefolded."""
    return {one.casefold() for one in _WORD.findall(text)}


def counts(text: str) -> bool:
    """Whether it says how many."""
    return bool(_DIGIT.search(text)) or bool(words(text) & NUMBERS)


def shows(text: str) -> bool:
    """Whether it names something to look at, or how many."""
    return bool(words(text) & TO_SEE) or counts(text)


def vague(text: str) -> str:
    """The first word that says a direction where nothing says an outcome; nothing when all is well."""
    if shows(text):
        return ""
    return next((one for one in _WORD.findall(text) if one.casefold() in VAGUE), "")
