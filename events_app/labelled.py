"""What stands above a refused form says which field each fault is about, by that field's own label.

The summary is drawn before the fields are, so their labels are looked up in the finished page: wherever a field
comes from, the word a person reads beside it is the word the summary uses. The page is read once, however many
faults it tells of: anybody may send a form in which everything is wrong.

Fields could tell their labels while they are drawn, but that would not be simpler: the summary would still have to
be put into its place afterwards, some thirty templates write labels and legends of rows by hand and would have to
tell theirs, and what is drawn once and kept (`sparing`) would tell nothing the second time.
"""

import re

from markupsafe import Markup

FAULT = re.compile(r'(<a href="#([^"]+)" data-fault>)(.*?)(</a>)', re.DOTALL)
ROW = re.compile(r"-(\d+)-[^-]")
OF_NO_LABEL = re.compile(
    r'<span class="optional">.*?</span>|<(svg|select|textarea)\b.*?</\1>|<[^>]+>', re.DOTALL
)
WORDS = re.compile(r"(?:<fieldset\b([^>]*)>\s*)?<(legend|label)\b([^>]*)>(.*?)</\2>", re.DOTALL)
NAMES = re.compile(r'(?<![\w-])data-names="([^"]*)"')
ID = re.compile(r'(?<![\w-])id="([^"]*)"')
FOR = re.compile(r'(?<![\w-])for="?([^"\s>]+)')


def labelled(page: Markup) -> Markup:
    """The page, each fault of its summary led by the label of its field; a page without faults as it is."""
    if " data-fault>" not in page:
        return page
    text = str(page)
    words = _words(text)
    return Markup(FAULT.sub(lambda fault: _led(words, fault), text))  # noqa: S704 - a finished page


def _led(words: dict[str, str], fault: re.Match[str]) -> str:
    opening, field, told, closing = fault.groups()
    label = " ".join(OF_NO_LABEL.sub("", words.get(field, "")).split())
    if not label or told.casefold().startswith(label.casefold()):
        return fault.group()
    row = ROW.search(field)
    if row:
        label = f"{label} ({int(row[1]) + 1})"
    led = label + " " if label[-1] in "?!:." else f"{label}: "
    return f"{opening}{led}{told}{closing}"


def _words(page: str) -> dict[str, str]:
    """What stands in the legend or the label of each field, by the field's id.

    What says itself which field it names goes before the legend of a fieldset, and that before a plain label.
    """
    named: dict[str, str] = {}
    sets: dict[str, str] = {}
    plain: dict[str, str] = {}
    for fieldset, kind, own, inner in WORDS.findall(page):
        ways = [(NAMES, own, named), (ID, fieldset, sets)]
        if kind == "label":
            ways.append((FOR, own, plain))
        for sign, attributes, known in ways:
            found = sign.search(attributes)
            if found:
                known.setdefault(found[1], inner)
    return plain | sets | named
