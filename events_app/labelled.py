"""What stands above a refused form says which field each fault is about, by that field's own label.

The summary is drawn before the fields are, so their labels are looked up in the finished page: wherever a field
comes from, the word a person reads beside it is the word the summary uses.
"""

import re

from markupsafe import Markup

FAULT = re.compile(r'(<a href="#([^"]+)" data-fault>)(.*?)(</a>)', re.DOTALL)
ROW = re.compile(r"-(\d+)-[^-]")
OF_NO_LABEL = re.compile(
    r'<span class="optional">.*?</span>|<(svg|select|textarea)\b.*?</\1>|<[^>]+>', re.DOTALL
)


def labelled(page: Markup) -> Markup:
    """The page, each fault of its summary led by the label of its field; a page without faults as it is."""
    if " data-fault>" not in page:
        return page
    text = str(page)
    return Markup(FAULT.sub(lambda fault: _led(text, fault), text))  # noqa: S704 - a finished page


def _led(page: str, fault: re.Match[str]) -> str:
    opening, field, told, closing = fault.groups()
    label = _label(page, field)
    if not label or told.casefold().startswith(label.casefold()):
        return fault.group()
    row = ROW.search(field)
    if row:
        label = f"{label} ({int(row[1]) + 1})"
    led = label + " " if label[-1] in "?!:." else f"{label}: "
    return f"{opening}{led}{told}{closing}"


def _label(page: str, field: str) -> str:
    """The words of the legend or the label that belongs to a field; empty when it has none."""
    this = re.escape(field)
    found = (
        re.search(rf'<(legend|label)\b[^>]*\bdata-names="{this}"[^>]*>(.*?)</\1>', page, re.DOTALL)
        or re.search(
            rf'<(fieldset)\b[^>]*\bid="{this}"[^>]*>\s*<legend\b[^>]*>(.*?)</legend>', page, re.DOTALL
        )
        or re.search(rf'<(label)\b[^>]*\bfor="?{this}"?(?:\s[^>]*)?>(.*?)</label>', page, re.DOTALL)
    )
    return " ".join(OF_NO_LABEL.sub("", found[2]).split()) if found else ""
