"""The titles, ranks and degrees that stand before and after Indonesian names."""

import re

_BEFORE = (
    "Dra Drs Dr dr drg drh Prof Ir H Hj KH HC Ns Apt Rr RA RM RNgt Ust Ustadz Ustadzah Kyai Nyai Tgk "
    "Teungku Bapak Ibu Sdr Sdri Pdt Rm"
)
_RANKS = (
    "AKP AKBP Kompol Kombes Ipda Iptu Aiptu Aipda Bripka Brigpol Brigadir Briptu Bripda Bharada Bharatu "
    "Bharaka Brigjen Irjen Komjen Letjen Mayjen Jenderal Letkol Letda Lettu Kapten Mayor Kolonel Sertu "
    "Serka Serma Serda Peltu Pelda Kopda Koptu Kopka Praka Pratu Prada Laksda Laksma Marsda Marsma"
)
_BRANCHES = "Pol Purn Inf Czi Cpm Arm Kav Arh Chk Cba Ckm Cke Chb Caj"
_NEEDS_DOT = {"ra", "rm", "r", "tb", "ns", "hc", "apt"}  # also ordinary syllables or initials
_AFTER = (
    "SE SH MH MM MBA MA MT ST SP MP SKM SIP SIKom SKom MKom SSi MSi SPd MPd SSos MSos MAP MPA MPP MPH SAP "
    "SAg MAg SPdI MPdI SHI MHI MHum SHum SPsi MPsi SKep MKep Ns SGz MGz SFarm MFarm Apt SKed MKes SST "
    "SSTP SSiT STrKeb STrKes STrSos AMd AMdKeb AMdKep AMdKes AMdKom AMaPd AMKeb AMK SAk MAk Ak CA CPA SPt "
    "MPt SPi MPi SHut MHut STP MTP SSn MSn SPdSD SPAUD MSc MEng MDev MPhil PhD LLM LLB BSc BA Lc MIKom "
    "MIP MSE MEc MEcDev MEI SEI SSy SpA SpOG SpPD SpKJ SpB SpM SpAn SpRad SpPK SpKK SpS SpJP MARS QIA "
    "CGCAE CHRMP SIK MIK SPsiT SStat MStat SPar"
)
_SECOND_PIECES = {"keb", "kep", "sos", "si", "pd", "kes", "kom", "ag", "hum", "psi", "farm", "ak", "kl"}
_ALSO_WORDS = "mars ba ca ak sag map sap spa sip apt ns sei mei sik"
_ORDINARY_WORDS = frozenset(_ALSO_WORDS.split())


def _key(word: str) -> str:
    return re.sub(r"[.()]", "", word).casefold()


_PREFIXES = {_key(word): word for word in (*_BEFORE.split(), *_RANKS.split())} | {"r": "R", "tb": "Tb"}
_PREFIXES["dr"] = "Dr"  # `dr.` is as right; the typed case is kept unless all of it is capitals
_RANK_KEYS = {_key(word) for word in _RANKS.split()}
_BRANCH_KEYS = {_key(word) for word in _BRANCHES.split()}
_DEGREES = {_key(word): word for word in _AFTER.split()}
_GLUED = sorted((key for key in _PREFIXES if key not in ("kh", "ra", "rm", "hc")), key=len, reverse=True)
_GLUED_PREFIX = re.compile(rf"(?:{'|'.join(_GLUED)})\.(?=[^\W\d_]{{2}}|[^\W\d_]\.)", re.IGNORECASE)


def is_prefix(word: str, *, after: str = "") -> bool:
    """Whether a word is a title before a name; `after` is the word before it, for `AKBP (Purn)`."""
    key = _key(word)
    if key in _BRANCH_KEYS:
        return _key(after) in _RANK_KEYS | _BRANCH_KEYS
    return key in _PREFIXES and (key not in _NEEDS_DOT or "." in word)


def glued_prefix(word: str) -> int:
    """Where to cut `Drs.Agus`, or 0."""
    found = _GLUED_PREFIX.match(word)
    return found.end() if found else 0


def is_degree(word: str) -> bool:
    """Whether a word at the end is a degree; without dots it must be written like one (`SE`, `MSi`)."""
    bare = word.strip(",;")
    key = _key(bare)
    if key not in _DEGREES:
        return False
    if "." in bare.rstrip("."):
        return True
    return key not in _ORDINARY_WORDS and bare != bare.lower() and not bare.rstrip(".").istitle()


def is_spaced_degree(first: str, second: str) -> bool:
    """`M. Si` and `A.Md. Keb`: one degree that somebody wrote as two words."""
    key = _key(second.strip(",;"))
    return first.endswith(".") and key in _SECOND_PIECES and _key(first) + key in _DEGREES


def recased(word: str) -> str:
    """A title in capitals as it is usually written; one in mixed case stays as it was typed."""
    key = _key(word.strip(",;"))
    usual = _PREFIXES.get(key) or _DEGREES.get(key)
    letters = [character for character in word if character.isalpha()]
    if usual is None or len(letters) != len(usual) or len(letters) < 2 or word != word.upper():
        return word
    cased = iter(usual)
    return "".join(next(cased) if character.isalpha() else character for character in word)
