"""What kind of institution a name speaks of, and which titles lead one: guesses for silent lists."""

import re

from events_app.stakeholders.names import name_key
from events_app.stakeholders.tables import InstitutionKind as Kind

# The first that fits wins, so the narrow ones stand before the wide ones.
_KINDS: tuple[tuple[Kind, str], ...] = (
    (Kind.vertical_agency, r"kantor (kementerian|imigrasi|pertanahan|pajak)|kemenag|kanwil|kantor wilayah"),
    (Kind.vertical_agency, r"polres|polsek|polresta|polda|kepolisian|kejaksaan|kejari|pengadilan|imigrasi"),
    (Kind.vertical_agency, r"kodim|koramil|lanal|lapas|rutan|bapas|bps|bnn|bpjs|kpp|bp[23]mi"),
    (Kind.vertical_agency, r"balai (besar )?pelayanan"),
    (Kind.ministry, r"kementerian|kemen|kemenko|menteri|mabes"),
    (Kind.campus, r"universitas|institut|politeknik|poltekkes|sekolah tinggi|akademi|stikes|stmik"),
    (Kind.campus, r"iain|uin|stain|kampus"),
    (Kind.media, r"radio|tv|televisi|koran|harian|media|surat kabar|majalah|pers|jurnalis|wartawan"),
    (Kind.media, r"lpp|rri|tvri"),
    (Kind.village, r"kelurahan|desa|kampung|nagari|gampong|pekon"),
    (Kind.district, r"kecamatan|distrik|kapanewon|kemantren"),
    (Kind.ngo, r"forum|yayasan|lsm|lbh|'?aisyiyah|muslimat|fatayat|muhammadiyah|nu|pcnu|tp pkk|pkk"),
    (Kind.ngo, r"dharma wanita|perkumpulan|ikatan|himpunan|organisasi|karang taruna|komunitas"),
    (Kind.ngo, r"lembaga swadaya|rumah aman|asosiasi|gerakan|persatuan|palang merah|pmi|pramuka"),
    (Kind.ngo, r"gow|iwapi|majelis"),
    (Kind.private, r"pt|cv|ud|perusahaan|koperasi|bank|hotel|toko|firma"),
    (Kind.regional_agency, r"dinas|badan|bagian|satpol|satuan polisi|sekretariat|setda|inspektorat"),
    (Kind.regional_agency, r"rsud|rumah sakit|puskesmas|upt|uptd|uppd|bappeda|bpbd|kesbangpol|dprd"),
    (Kind.regional_agency, r"bkpsdm|bkpad|p2tp2a|perumda|kantor"),
    (Kind.province, r"provinsi|pemprov|pemerintah provinsi|gubernur"),
    (Kind.regency_city, r"pemerintah (kota|kabupaten)|pemkot|pemkab|kota|kabupaten|wali ?kota|bupati"),
)
_PATTERNS = [(kind, re.compile(rf"(?:{words})\b")) for kind, words in _KINDS]

_ALONE = "lurah|camat|kepala desa|kades|keuchik|wali nagari|bupati|wali ?kota|gubernur|menteri"
_BARE = "rektor|dekan|inspektur|direktur(?: utama)?|ketua(?: umum)?|sekretaris daerah|sekda|pimpinan|pimpinan redaksi"
_UNIFORMED = "kapolres(?:ta)?|kapolsek|kapolda|dandim|danramil|kajari"
_KEPALA = "kepala(?: (?:dinas|badan|kantor|balai|instansi|satuan|kejaksaan|puskesmas)\\b.*)?"
_ENGLISH = "head|director|chair(?:man|woman|person)?|president"
_HEADS = re.compile(rf"(?:(?:plt|plh|pj|pjs)\b\.? ?)?(?:{_ALONE}|{_BARE}|{_UNIFORMED}|{_KEPALA}|{_ENGLISH})")


def kind_of(name: str) -> Kind:
    """The likely kind of an institution: what its name begins with decides before what it contains."""
    key = name_key(name)
    for kind, pattern in _PATTERNS:
        if pattern.match(key):
            return kind
    return Kind.other


def leads(title: str) -> bool:
    """Whether a position of this title is most likely the head of its institution."""
    return _HEADS.fullmatch(name_key(title)) is not None


_ABBREVIATIONS = (
    "RSUD RSU RSIA TP PKK LBH LSM KB PPPA DPRD BPS UPT UPTD RI OPD PMI NU PCNU BNN BPJS BPBD KUA SMA SMP "
    "SD MTS RRI TVRI TV PT CV UD II III IV VI DKI DIY NTB NTT IAIN UIN GOW IWAPI BKPSDM BPKAD LPPAR PPA "
    "TNI POLRI"
)
_KEPT = frozenset(_ABBREVIATIONS.split())
_SMALL = {"dan", "di", "ke", "dari", "untuk", "bagi", "serta"}


def spelled(name: str) -> str:
    """The name of an institution that somebody shouted, in ordinary capitals, its abbreviations kept."""
    if name != name.upper() or " " not in name:
        return name
    quiet = " ".join(_quiet(word, first=not place) for place, word in enumerate(name.split(" ")))
    return quiet if quiet.casefold() == name.casefold() else name


def _quiet(word: str, *, first: bool) -> str:
    bare = word.strip("(),.")
    if bare in _KEPT or "." in word.rstrip(".") or not set(bare) & set("AEIOU"):
        return word
    if word.casefold() in _SMALL and not first:
        return word.lower()
    return "".join(piece[:1].upper() + piece[1:].lower() for piece in re.split(r"([-/(])", word))
