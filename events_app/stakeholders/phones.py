"""Phone numbers to E.164, as people and spreadsheets write them. Pure functions."""

import re

import phonenumbers

from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.names import fold_spaces

_ORNAMENT = re.compile(r"[\s().\-/‐‑‒–—]")
_LABEL = re.compile(r"^(?:tel(?:p|epon)?|hp|wa|no|phone)\b[.:\s]*", re.IGNORECASE)
_SPREADSHEET_NUMBER = re.compile(r"(\d+)\.0+")
_NONE = re.compile(r"[\s\-–—_.0]*|n/?a|null|none|nihil|tidak ada", re.IGNORECASE)


class InvalidPhone(Refusal):
    status_code = 422
    message = N_("This is not a phone number that can be called. Example: 0812-3456-7890.")
    field = "phone"


def e164(text: str) -> str:
    """The number as `+62812…`, empty for a placeholder such as `-`; raises InvalidPhone for anything else."""
    plain = fold_spaces(text).removeprefix("'").strip()
    if _NONE.fullmatch(plain):
        return ""
    for candidate in _candidates(plain):
        if _can_be_called(candidate):
            return candidate
    raise InvalidPhone()


def _candidates(plain: str) -> list[str]:
    """What the digits may mean, likeliest first, each complete: the library is never left to guess a country.

    It would give `62812…` without a plus a second 62 (libphonenumber#1995).
    """
    if found := _SPREADSHEET_NUMBER.fullmatch(plain):
        plain = found[1]
    bare = _ORNAMENT.sub("", _LABEL.sub("", plain).removeprefix("tel:"))
    abroad, digits = bare.startswith("+"), bare.removeprefix("+")
    if not (digits.isascii() and digits.isdigit()):
        return []
    if digits.startswith("00"):
        abroad, digits = True, digits[2:]
    return _abroad(digits) if abroad else _at_home(digits)


def _abroad(digits: str) -> list[str]:
    """A country code is there; a zero or a second 62 behind Indonesia's is one too many."""
    if not digits.startswith("62"):
        return [f"+{digits}"]
    national = digits[2:].lstrip("0")
    return [f"+62{national}", f"+62{national.removeprefix('62').lstrip('0')}"]


def _at_home(digits: str) -> list[str]:
    if digits.startswith("0"):
        return [f"+62{digits[1:]}", *(_abroad(digits[1:]) if digits.startswith("062") else [])]
    if digits.startswith("62"):
        return _abroad(digits)
    return [f"+62{digits}"]


def _can_be_called(number: str) -> bool:
    try:
        return bool(phonenumbers.is_valid_number(phonenumbers.parse(number, None)))
    except phonenumbers.NumberParseException:
        return False
