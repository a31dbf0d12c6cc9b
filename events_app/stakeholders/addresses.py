"""Mail addresses: what one can be, and how it is kept. Pure functions."""

import re

from events_app.errors import Refusal
from events_app.i18n import N_
from events_app.stakeholders.names import fold_spaces

_LOCAL = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
_LABEL = r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_ADDRESS = re.compile(rf"({_LOCAL})@((?:{_LABEL}\.)+{_LABEL})")
_NONE = re.compile(r"[\s\-–—_.]*|n/?a|null|none|nihil|tidak ada", re.IGNORECASE)
LONGEST = 254


class InvalidEmail(Refusal):
    status_code = 422
    message = N_("This cannot be a mail address. Example: name@office.example.")
    field = "email"


def mail_address(text: str) -> str:
    """The address with its domain in lower case, empty for a placeholder; raises InvalidEmail otherwise."""
    plain = fold_spaces(text)
    if _NONE.fullmatch(plain):
        return ""
    found = _ADDRESS.fullmatch(re.sub(r"^mailto:", "", plain, flags=re.IGNORECASE).strip("<>"))
    if (
        found is None
        or len(found[0]) > LONGEST
        or len(found[1]) > 64
        or found[2].rsplit(".", 1)[-1].isdigit()
    ):
        raise InvalidEmail()
    return f"{found[1]}@{found[2].lower()}"
