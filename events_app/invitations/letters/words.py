"""How letters, their states and those who sign them are spoken of."""

from events_app.i18n import N_, gettext
from events_app.invitations.letters.tables import Classification, LetterMode, LetterState, Scope, SignedAs

STATES = {
    LetterState.draft: (N_("Draft letter"), "calm", "edit"),
    LetterState.issued: (N_("Issued"), "ok", "check"),
    LetterState.cancelled: (N_("Cancelled letter"), "bad", "blocked"),
    LetterState.replaced: (N_("Replaced"), "warn", "warning"),
}
CLASSIFICATIONS = {
    Classification.ordinary: N_("Ordinary"),
    Classification.important: N_("Important"),
    Classification.urgent: N_("Urgent"),
    Classification.very_urgent: N_("Very urgent"),
    Classification.restricted: N_("Restricted"),
    Classification.confidential: N_("Confidential"),
}
MODES = {
    LetterMode.one: N_("One letter for all; the recipients stand in its attachment"),
    LetterMode.each: N_("One letter each, with an answer code of its own"),
}
SCOPES = {
    Scope.everybody: N_("Everybody who is invited"),
    Scope.without_letter: N_("Those who have no valid letter yet"),
}
SIGNED_AS = {
    SignedAs.own: N_("In their own office"),
    SignedAs.on_behalf: N_("On behalf of another (a.n.)"),
    SignedAs.plt: N_("Acting (Plt.)"),
    SignedAs.plh: N_("Acting for the day (Plh.)"),
    SignedAs.pj: N_("Acting head (Pj.)"),
    SignedAs.pjs: N_("Acting head for a time (Pjs.)"),
}
PREFIXES = {SignedAs.plt: "Plt.", SignedAs.plh: "Plh.", SignedAs.pj: "Pj.", SignedAs.pjs: "Pjs."}


def state_name(state: LetterState) -> str:
    """`Terbit`."""
    return gettext(STATES[state][0])


def mode_name(mode: LetterMode) -> str:
    """`Satu surat untuk semua; …`."""
    return gettext(MODES[mode])


def classification(value: Classification) -> str:
    """`Penting`."""
    return gettext(CLASSIFICATIONS[value])


def options(
    table: dict[Classification, str] | dict[LetterMode, str] | dict[Scope, str] | dict[SignedAs, str],
) -> list[tuple[str, str]]:
    """Values with their words, for a form."""
    return [(value.value, gettext(word)) for value, word in table.items()]


def office(signed_as: str, title: str, on_behalf_of: str) -> str:
    """`a.n. Wali Kota Lembayung` above `Sekretaris Daerah,`; `Plt. Kepala Dinas Sosial,`."""
    how = SignedAs(signed_as)
    own = f"{PREFIXES[how]} {title}," if how in PREFIXES else f"{title},"
    return f"a.n. {on_behalf_of}\n{own}" if on_behalf_of else own


def nip(digits: str) -> str:
    """`19680312 199303 2 001`, as it is printed; another length stays as it is."""
    cuts = ((0, 8), (8, 14), (14, 15), (15, 18))
    return " ".join(digits[a:b] for a, b in cuts) if len(digits) == 18 else digits
