"""Filters that are open: said in words, each taken away by itself, on every page that has some."""

import re
from typing import Any

import pytest

from events_app import i18n
from events_app.accounts.tables import Organisation
from events_app.database import execute
from events_app.web.filters import open_filters
from tests import make_commitments, make_stakeholders
from tests.people import Somebody

NAMED: Any = {
    "q": ("Search", []),
    "from": ("From", []),
    "state": ("State", [("open", "Not started", "hint")]),
}
KNOWN = "01930000-0000-7000-8000-000000000007"
OPEN = re.compile(r'<nav class="open-filters".*?</nav>', re.DOTALL)
LINK = re.compile(r'href="([^"]*)"><span>([^<]*)</span>')


def test_each_filter_is_said_in_words_and_left_out_of_its_own_address() -> None:
    with i18n.using("en"):
        asked = {"q": "posko & co", "from": "2026-08-17", "state": "open", "skip": "20"}
        found = open_filters("/here", asked, NAMED, days=("from",), by="month")
    assert [(one.label, one.value) for one in found] == [
        ("Search", "posko & co"),
        ("From", "17 Aug 2026"),
        ("State", "Not started"),
    ]
    assert [one.url for one in found] == [
        "/here?by=month&from=2026-08-17&state=open",
        "/here?by=month&q=posko+%26+co&state=open",
        "/here?by=month&q=posko+%26+co&from=2026-08-17",
    ]


def test_fault_is_shown_as_it_was_typed_and_the_last_one_leaves_the_bare_address() -> None:
    [one] = open_filters("/here", {"from": "kemarin", "other": "x"}, NAMED)
    assert (one.value, one.url) == ("kemarin", "/here")
    assert open_filters("/here", {"q": ""}, NAMED) == []


def test_only_days_are_written_as_days_and_an_id_never_bare() -> None:
    named: Any = {"q": ("Search", []), "office_id": ("Office", [(KNOWN, "Dinas Sosial")])}
    with i18n.using("en"):
        said = [
            one.value
            for office in (KNOWN, KNOWN.replace("7", "8"), "salah")
            for one in open_filters("/here", {"q": "20260817", "office_id": office}, named, days=("from",))
        ]
    assert said == ["20260817", "Dinas Sosial", "20260817", "not in this list", "20260817", "salah"]


async def test_board_names_who_is_not_offered_any_more_and_reads_yes_however_it_is_said(
    city: Organisation, dewi: Somebody, charlie: Somebody
) -> None:
    closed = await make_stakeholders.institution(dewi.actor, "Dinas Lama")
    await execute("UPDATE institution SET active = false WHERE id = $1", closed.id)
    query = f"institution_id={closed.id}&late=true&q=20260817"
    shown = (await dewi.web.get(f"/commitments/board?{query}")).text
    words = {word for _url, word in LINK.findall(shown)}
    assert {"Responsible institution: Dinas Lama", "Only overdue: Yes", "Search: 20260817"} <= words
    assert re.search(rf'<option value="{closed.id}"[^>]* selected[^>]*>Dinas Lama<', shown)
    elsewhere = (await charlie.web.get(f"/commitments/board?institution_id={closed.id}&late=false")).text
    assert [word for _url, word in LINK.findall(elsewhere)] == ["Responsible institution: not in this list"]


PAGES = [
    ("/commitments/board", "q=tiada&late=1", ["Search: tiada", "Only overdue: Yes"]),
    ("/reports/plots", "from=2026-01-01&theme=Tiada", ["Promised from: 1 Jan 2026", "Theme: Tiada"]),
    ("/reports", "to=2026-01-01&theme=Tiada", ["Promised to: 1 Jan 2026", "Theme: Tiada"]),
    (
        "/o/{slug}/commitments",
        "theme=Tiada&standing=done",
        ["Theme: Tiada", "How it stands: Everything done"],
    ),
]


@pytest.mark.parametrize(("path", "query", "said"), PAGES)
async def test_page_that_matches_nothing_says_by_what_and_has_every_way_back(
    city: Organisation, dewi: Somebody, path: str, query: str, said: list[str]
) -> None:
    await Organisation.update({Organisation.public_commitments: True}).where(Organisation.id == city.id)
    await make_commitments.agreed(city, await make_commitments.scene(city), visibility="public")
    here = path.format(slug=city.slug)
    nothing = (await dewi.web.get(f"{here}?{query}")).text
    assert re.search("Nothing found|No commitment matches", nothing)
    [shown] = OPEN.findall(nothing)
    links = LINK.findall(shown)
    assert [word for _url, word in links] == said
    for url, word in links:
        [left] = OPEN.findall((await dewi.web.get(url.replace("&amp;", "&"))).text)
        assert [one for _url, one in LINK.findall(left)] == [one for one in said if one != word]
    assert OPEN.findall((await dewi.web.get(here)).text) == []
