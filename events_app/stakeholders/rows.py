"""From a list's cells to what they say of a person, with all that is wrong with them. Pure functions."""

import re
from dataclasses import dataclass
from dataclasses import field as made
from typing import Literal

from events_app import niks
from events_app.i18n import N_, gettext
from events_app.stakeholders import addresses, kinds, names, phones
from events_app.stakeholders.forms import LONGEST_NAME, LONGEST_PREFIX, LONGEST_SUFFIX
from events_app.stakeholders.sheets.reading import Record
from events_app.stakeholders.tables import Sex

Severity = Literal["error", "warning"]

MESSAGES = {
    "no_name": N_("There is no name on this line."),
    "formula": N_("This cell is a formula. Please put its result there."),
    "too_long": N_("This is too long."),
    "unknown_sex": N_("This is neither L nor P; it is left empty."),
    "invalid_nip": N_("This is not an employee number (NIP); it is left empty."),
    "invalid_phone": N_("This is not a phone number that can be called; it is left empty."),
    "invalid_email": addresses.InvalidEmail.message,
    "shared_email": N_("Line %(line)s has this mail address too: what is sent there reaches both."),
    "known_email": N_("%(name)s has this mail address too: what is sent there reaches both."),
    niks.CODE: N_("This looks like a national identity number (NIK); it is left out."),
    "repeated": N_("This person already stands on line %(line)s; what differs here is not taken."),
}
LONGEST = {"institution": 200, "position": 200}
_SEXES = {
    Sex.female: "p pr perempuan wanita w female f perempuan/female",
    Sex.male: "l lk laki laki-laki lakilaki pria male m laki2 laki-laki/male",
}
_SEX = {word: sex for sex, text in _SEXES.items() for word in text.split()}


@dataclass(frozen=True)
class Problem:
    """What is wrong with one cell; an error keeps its line out, a warning only empties the cell."""

    field: str
    code: str
    message: str
    severity: Severity
    facts: dict[str, object] = made(default_factory=dict)


@dataclass
class Row:
    """What one line says."""

    line: int
    name: names.Name
    institution: str = ""
    position: str = ""
    sex: Sex | None = None
    nip: str = ""
    phone: str = ""
    email: str = ""
    problems: list[Problem] = made(default_factory=list)

    @property
    def key(self) -> tuple[str, str]:
        """Who this is: the name without titles and the institution, both folded."""
        return names.name_key(self.name.name), names.name_key(self.institution)

    @property
    def refused(self) -> bool:
        return any(problem.severity == "error" for problem in self.problems)

    def warn(self, field: str, code: str, **facts: object) -> None:
        self.problems.append(noted(field, code, "warning", facts))

    def refuse(self, field: str, code: str) -> None:
        self.problems.append(noted(field, code, "error", {}))


def noted(field: str, code: str, severity: Severity, facts: dict[str, object]) -> Problem:
    """A problem in the words of the one who reads now."""
    return Problem(field, code, gettext(MESSAGES[code], **facts), severity, facts)


def parse(record: Record) -> Row:
    """Everything a line says and everything wrong with it, at once."""
    row = Row(record.line, _name(record))
    row.institution = _said(record.text("institution"))
    row.position = _said(record.text("position"))
    for name, cell in record.cells.items():
        if cell.formula:
            row.refuse(name, "formula")
    _check_name(row)
    _read_details(row, record)
    _leave_out_niks(row)
    _check_lengths(row)
    return row


def _name(record: Record) -> names.Name:
    """Titles in columns of their own go with those in the name."""
    part = names.split(names.unmarked(record.text("full_name")))
    prefix, suffix = (_said(record.text(f"title_{end}")) for end in ("prefix", "suffix"))
    return names.Name(
        prefix=" ".join(text for text in (prefix, part.prefix) if text),
        name=part.name,
        suffix=", ".join(text for text in (part.suffix, suffix) if text),
    )


def _said(text: str) -> str:
    """The text, unless it is only a dash or another placeholder."""
    return text if any(character.isalnum() for character in text) else ""


def _check_name(row: Row) -> None:
    if not names.is_name(row.name.name):
        row.refuse("full_name", "no_name")


def _read_details(row: Row, record: Record) -> None:
    sex, nip = (_said(record.text(name)) for name in ("sex", "nip"))
    row.sex = _SEX.get(sex.casefold().replace(" ", "").strip("."))
    if sex and row.sex is None:
        row.warn("sex", "unknown_sex")
    digits = re.sub(r"[\s.'-]", "", nip)
    row.nip = digits if digits.isascii() and digits.isdigit() and 5 <= len(digits) <= 18 else ""
    if nip and not row.nip:
        row.warn("nip", "invalid_nip")
    _read_phone(row, record.text("phone"))
    _read_email(row, record.text("email"))


def _leave_out_niks(row: Row) -> None:
    """Nobody insists line by line: whatever looks like a NIK is not kept, also where an NIP should stand."""
    for field in ("institution", "position", "nip"):
        if niks.holds(getattr(row, field)):
            setattr(row, field, "")
            row.warn(field, niks.CODE)
    if niks.holds(" ".join((row.name.prefix, row.name.name, row.name.suffix))):
        row.refuse("full_name", niks.CODE)


def _read_phone(row: Row, text: str) -> None:
    try:
        row.phone = phones.e164(text)
    except phones.InvalidPhone:
        row.warn("phone", "invalid_phone")


def _read_email(row: Row, text: str) -> None:
    try:
        row.email = addresses.mail_address(text)
    except addresses.InvalidEmail:
        row.refuse("email", "invalid_email")


def _check_lengths(row: Row) -> None:
    measured = {
        "full_name": (row.name.name, LONGEST_NAME),
        "title_prefix": (row.name.prefix, LONGEST_PREFIX),
        "title_suffix": (row.name.suffix, LONGEST_SUFFIX),
        "institution": (row.institution, LONGEST["institution"]),
        "position": (row.position, LONGEST["position"]),
    }
    for name, (text, most) in measured.items():
        if len(text) > most:
            row.refuse(name, "too_long")


def spellings(rows: list[Row]) -> dict[str, str]:
    """How each institution of a list is written: as the first line that does not shout it, else quietly."""
    found: dict[str, str] = {}
    for row in rows:
        key = row.key[1]
        if key and not row.refused and (key not in found or found[key] == found[key].upper()):
            found[key] = row.institution
    return {key: kinds.spelled(name) for key, name in found.items()}
