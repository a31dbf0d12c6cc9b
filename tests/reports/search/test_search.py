"""One box: it finds what every word stands in, and only what the reader may see."""

import pytest

from events_app.accounts.tables import Organisation
from events_app.counting import counting_queries
from events_app.events.tables import Event
from events_app.reports.search.queries import HitKind, words_of
from tests import make_events, make_stakeholders
from tests.make_reports import Fact, promised
from tests.people import Somebody


@pytest.fixture
async def known(city: Organisation) -> dict[str, object]:
    """One thing of every kind that has the word “posko” in it, and an office."""
    office = await make_stakeholders.institution(city.id, "Posko Dinas Sosial")
    event = await make_events.published(city, title="Diskusi Posko", theme="Pelindungan")
    await make_events.session(event, "Sesi posko")
    promise = await promised(
        city, event, office, Fact("open", due=3), title="Posko siaga", search_text="posko siaga"
    )
    await make_events.person(city, "Kartini Posko")
    room = await make_events.room(city, "Ruang Posko")
    return {"event": event, "promise": promise, "office": office, "room": room}


async def found(somebody: Somebody, q: str) -> dict[str, list[str]]:
    answer = await somebody.api.get("/search", params={"q": q})
    assert answer.status_code == 200, answer.text
    return {group["kind"]: [hit["title"] for hit in group["items"]] for group in answer.json()["groups"]}


async def test_a_word_finds_every_kind(owner: Somebody, known: dict[str, object]) -> None:
    hits = await found(owner, "posko")
    assert set(hits) == set(HitKind)
    assert hits["event"] == ["Diskusi Posko"]
    assert hits["room"] == ["Ruang Posko"]


async def test_every_word_must_be_there(owner: Somebody, known: dict[str, object]) -> None:
    assert await found(owner, "KARTINI posko") == {"person": ["Kartini Posko"]}
    assert await found(owner, "kartini diskusi") == {}


async def test_an_action_is_found_by_its_institution(owner: Somebody, known: dict[str, object]) -> None:
    assert "action" in await found(owner, "dinas sosial")


async def test_a_reference_finds_its_own_first(owner: Somebody, city: Organisation) -> None:
    first = await make_events.event(city, title="Rapat satu")
    await make_events.event(city, title=f"Lanjutan {first.ref}")
    assert (await found(owner, first.ref.lower()))["event"][0] == "Rapat satu"


async def test_wildcards_and_nul_stand_for_themselves(owner: Somebody, known: dict[str, object]) -> None:
    assert await found(owner, "%%") == {}
    assert await found(owner, "__") == {}
    assert "event" in await found(owner, "pos\x00ko")


@pytest.mark.parametrize("q", ["", " ", "p", "\x00\x00"])
def test_too_little_is_not_looked_for(q: str) -> None:
    assert words_of(q) == []


async def test_a_stranger_finds_nothing(charlie: Somebody, known: dict[str, object]) -> None:
    assert await found(charlie, "posko") == {}


async def test_a_confidential_event_is_found_by_those_who_may_read_it(
    city: Organisation, owner: Somebody, eko: Somebody, known: dict[str, object]
) -> None:
    event = known["event"]
    assert isinstance(event, Event)
    await Event.update({Event.confidential: True}).where(Event.id == event.id)
    assert {"event", "session", "commitment"} <= set(await found(owner, "posko"))
    assert set(await found(eko, "posko")) == {"institution", "person"}


async def test_the_door_finds_the_events_it_is_assigned_to_and_nobody(
    bob: Somebody, known: dict[str, object]
) -> None:
    assert await found(bob, "posko") == {}
    event = known["event"]
    assert isinstance(event, Event)
    await make_events.door_staff(event, bob.user.id)
    assert set(await found(bob, "posko")) == {"event", "session"}


async def test_every_hit_leads_to_a_page_its_finder_may_open(
    owner: Somebody, known: dict[str, object]
) -> None:
    groups = (await owner.api.get("/search", params={"q": "posko"})).json()["groups"]
    urls = [hit["url"] for group in groups for hit in group["items"]]
    assert len(urls) >= 6
    for url in urls:
        assert "osko" in (await owner.web.get(url)).text, url


async def test_the_page_shows_the_best_of_each_and_all_of_one(owner: Somebody, city: Organisation) -> None:
    for n in range(7):
        await make_events.event(city, title=f"Rapat posko {n}")
    shown = (await owner.web.get("/search?q=posko")).text
    assert shown.count("Rapat posko") == 5
    assert "All 7 of them" in shown
    assert (await owner.web.get("/search?q=posko&kind=event")).text.count("Rapat posko") == 7


async def test_the_page_keeps_what_was_typed_and_says_that_nothing_was_found(owner: Somebody) -> None:
    shown = (await owner.web.get("/search", params={"q": '<b>"takada"'})).text
    assert "Nothing found" in shown
    assert "&lt;b&gt;&#34;takada&#34;" in shown
    assert "Type at least two letters" in (await owner.web.get("/search?q=a")).text


async def test_many_hits_cost_no_more_queries_than_few(owner: Somebody, city: Organisation) -> None:
    counts = []
    for many in (10, 100):
        for n in range(many):
            await make_events.event(city, title=f"Rapat posko {many}-{n}")
        with counting_queries() as count:
            await owner.web.get("/search?q=posko")
        counts.append(count.count)
    assert counts[0] == counts[1]
