"""An organisation's public home, its feed and its pictures: what is public is there, and nothing else leaks."""

import io
from datetime import timedelta
from xml.etree import ElementTree as ET

import pytest
from PIL import Image

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries
from events_app.events import actions
from events_app.events.forms import EventPatch
from events_app.events.public.share import Card, draw
from events_app.events.tables import Event
from tests import make_events
from tests.people import Browser, Somebody

ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def opened(city: Organisation, public: Browser) -> str:
    """The address of the city's home, which is open; the visitor reads English."""
    await Organisation.update({Organisation.public_home: True}).where(Organisation.id == city.id)
    public.client.cookies.set("lang", "en")
    return f"/o/{city.slug}"


async def event(city: Organisation, title: str, days: float, **more: object) -> Event:
    start = clock.now() + timedelta(days=days)
    times = {"starts_at": start, "ends_at": start + timedelta(hours=2)}
    return await make_events.published(city, title=title, **{"visibility": "public"} | times | more)


async def entries(public: Browser, home: str) -> list[str]:
    answer = await public.get(f"{home}/events.atom")
    assert answer.headers["content-type"] == "application/atom+xml; charset=utf-8"
    return [
        found.findtext(f"{ATOM}title", "") for found in ET.fromstring(answer.content).iter(f"{ATOM}entry")
    ]


async def test_home_lists_what_is_public_coming_before_past(
    city: Organisation, opened: str, public: Browser
) -> None:
    for title, days in (("Lalu", -3), ("Nanti", 9), ("Segera", 1)):
        await event(city, title, days)
    shown = (await public.get(opened)).text
    assert shown.index("Segera") < shown.index("Nanti") < shown.index("Lalu")
    assert sorted(await entries(public, opened)) == ["Lalu", "Nanti", "Segera"]


@pytest.mark.parametrize(
    "facts", [{"visibility": "unlisted"}, {"visibility": "invited"}, {"confidential": True}]
)
async def test_what_is_not_public_leaves_no_trace(
    city: Organisation, opened: str, public: Browser, facts: dict[str, object]
) -> None:
    hidden = await event(city, "Rahasia benar", 2, **facts)
    assert "Rahasia" not in (await public.get(opened)).text
    assert await entries(public, opened) == []
    answers = [await public.get(f"/e/{slug}/share.png") for slug in (hidden.slug, "tidak-pernah-ada")]
    if facts.get("visibility") != "unlisted":
        assert [one.status_code for one in answers] == [404, 404]
        slugs = (hidden.slug, "tidak-pernah-ada")
        texts = [
            one.text.replace(one.headers["x-request-id"], "").replace(slug, "")
            for one, slug in zip(answers, slugs, strict=True)
        ]
        assert texts[0] == texts[1]


async def test_drafts_are_not_listed(city: Organisation, opened: str, public: Browser) -> None:
    await make_events.event(city, title="Rancangan", visibility="public")
    assert "Rancangan" not in (await public.get(opened)).text
    assert "No public events yet" in (await public.get(opened)).text


async def test_a_home_that_is_not_opened_does_not_exist(city: Organisation, public: Browser) -> None:
    await event(city, "Nanti", 2)
    for path in (f"/o/{city.slug}", f"/o/{city.slug}/events.atom", "/o/tidak-ada", "/o/%00"):
        assert (await public.get(path)).status_code == 404


async def test_an_owner_opens_the_home(owner: Somebody, city: Organisation, public: Browser) -> None:
    facts = {"name": city.name, "timezone": city.timezone, "language": "id"}
    await owner.web.post("/settings/organisation", facts | {"public_home": "on"})
    assert (await public.get(f"/o/{city.slug}")).status_code == 200
    assert f"/o/{city.slug}" in (await owner.web.get("/settings/organisation")).text
    await owner.web.post("/settings/organisation", facts)
    assert (await public.get(f"/o/{city.slug}")).status_code == 404


async def test_cancelled_and_postponed_ones_say_so(
    city: Organisation, opened: str, public: Browser, alice: Somebody
) -> None:
    one = await event(city, "Batal nanti", 2)
    await actions.cancel(alice.actor, one, "Hujan", clock.now())
    assert "Cancelled" in (await public.get(opened)).text
    assert "Dibatalkan" in (await public.get(f"{opened}/events.atom")).text


async def test_the_feed_is_built_again_only_when_something_changed(
    city: Organisation, opened: str, public: Browser, alice: Somebody
) -> None:
    one = await event(city, "Nanti <b>&", 2)
    first = await public.get(f"{opened}/events.atom")
    known = {"if-none-match": f'"x", W/{first.headers["etag"]}'}
    with counting_queries() as asked:
        again = await public.get(f"{opened}/events.atom", headers=known)
    assert (again.status_code, again.content, asked.count) == (304, b"", 2)
    await actions.update_event(alice.actor, one, EventPatch(title="Lain"), clock.now())
    assert (await public.get(f"{opened}/events.atom", headers=known)).status_code == 200
    assert await entries(public, opened) == ["Lain"]


async def test_old_events_come_in_pages_and_cost_the_same(
    city: Organisation, opened: str, public: Browser
) -> None:
    counts = []
    for many in (5, 25):
        for number in range(many):
            await event(city, f"Lalu {many}-{number}", -number - 1)
        with counting_queries() as asked:
            first = (await public.get(opened)).text
        counts.append(asked.count)
    assert counts[0] == counts[1]
    assert first.count("Lalu ") == 20
    assert (await public.get(f"{opened}?skip=20")).text.count("Lalu ") == 10


async def test_the_page_of_an_event_names_its_picture_and_its_home(
    city: Organisation, opened: str, public: Browser
) -> None:
    one = await event(city, "Nanti", 2)
    shown = (await public.get(f"/e/{one.slug}")).text
    assert f'og:image" content="http://localhost:8000/e/{one.slug}/share.png"' in shown
    assert f'href="{opened}"' in shown
    picture = await public.get(f"/e/{one.slug}/share.png")
    assert picture.headers["content-type"] == "image/png"
    assert Image.open(io.BytesIO(picture.content)).size == (1200, 630)
    known = {"if-none-match": picture.headers["etag"]}
    assert (await public.get(f"/e/{one.slug}/share.png", headers=known)).status_code == 304


@pytest.mark.parametrize("title", ["", "A", "Kata " * 80, "Sangatpanjangtanpaspasi" * 20, "سلام 👋 \u202e"])
def test_any_title_can_be_drawn(title: str) -> None:
    picture = Image.open(io.BytesIO(draw(Card("Kota", title, "Senin", ""))))
    assert picture.size == (1200, 630)
    assert picture.convert("RGB").getpixel((1195, 400)) == (250, 247, 240)
