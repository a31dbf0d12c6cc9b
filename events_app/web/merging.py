"""Two people edit one thing: the later one gets both versions in one form, field by field, and decides.

The form carries what its editor saw when it was opened. A field only they changed takes their value, a field
only the editor changed keeps the editor's, and where both changed it the editor's stays with theirs beside it.
"""

import json
import re
from collections.abc import Callable, Mapping
from typing import Any

from events_app.errors import Refusal
from events_app.i18n import N_, gettext
from events_app.web.forms import Form

SEEN = "seen"
"""The hidden field with what was on the page when it was opened: JSON of the form's values."""

OWN = {SEEN, "row_version", "person_override_reason", "scope", "detached_too", "preview"}
"""Fields that belong to the editing and not to the thing."""

TAKEN = N_("Somebody else changed this meanwhile; their version stands here.")
BOTH = N_("Somebody else changed this, too, to: %(theirs)s. Yours stands here.")
TOP = N_(
    "Somebody changed this while you were working on it. Both changes are in the form now, marked below: "
    "look at them and save again."
)

TICKED, TICKS = "true", {"true", "on"}
"""A box is ticked, whether a browser says so or a form as first shown."""

MOMENT = re.compile(r"(\d{4}-\d\d-\d\d)T(\d\d:\d\d)")
Shown = Callable[[str, Any], str]


def remember(form: Form[Any]) -> Form[Any]:
    """Lets a form that is about to be shown carry what is on it."""
    form.values[SEEN] = json.dumps(
        {name: form.values[name] for name in sorted(form.values.keys() - OWN)}, ensure_ascii=False
    )
    return form


def merge(form: Form[Any], theirs: Form[Any], refusal: Refusal, shown: Shown) -> None:
    """Puts their changes into the refused form, marked field by field; without what was seen only refuses.

    `theirs` is the form as it would be opened now; `shown` says a value as people read it.
    """
    base = _base(form)
    if base is None:
        form.refuse(refusal)
        return
    form.errors[""] = gettext(TOP)
    for name in sorted((theirs.values.keys() | base.keys()) - OWN):
        _merge_field(form, name, base.get(name), theirs.values.get(name), shown)
    form.values["row_version"] = theirs.values["row_version"]
    form.values[SEEN] = remember(theirs).values[SEEN]


def _merge_field(form: Form[Any], name: str, base: Any, theirs: Any, shown: Shown) -> None:
    mine = form.values.get(name)
    if _same(theirs, base) or _same(theirs, mine):
        return
    if _same(mine, base):
        form.values[name] = [] if theirs is None and isinstance(mine, list) else theirs or ""
        form.errors[name] = gettext(TAKEN)
    else:
        form.errors[name] = gettext(BOTH, theirs=shown(name, theirs))


def _base(form: Form[Any]) -> Mapping[str, Any] | None:
    try:
        found = json.loads(form.values.get(SEEN) or "null")
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _same(one: Any, other: Any) -> bool:
    return bool(_plain(one) == _plain(other))


def _plain(value: Any) -> Any:
    """What a browser sends back for it: no order among several, lines end in one way, nothing is empty."""
    if isinstance(value, list):
        return sorted(map(str, value)) or ""
    text = str(value or "").replace("\r\n", "\n").strip()
    return TICKED if text in TICKS else text


def shown_by(**options: list[tuple[Any, ...]]) -> Shown:
    """Says ids and codes by the labels they are chosen by, times with a blank, nothing as a dash."""
    labels = {name: {str(one[0]): str(one[1]) for one in found} for name, found in options.items()}

    def shown(name: str, value: Any) -> str:
        values = value if isinstance(value, list) else [value]
        return ", ".join(labels.get(name, {}).get(str(one), _said(str(one))) for one in values if one) or "–"

    return shown


def _said(text: str) -> str:
    if text in TICKS:
        return gettext("ticked")
    moment = MOMENT.fullmatch(text)
    return f"{moment[1]} {moment[2]}" if moment else text
