"""What the public sees of promises: what was opened to everybody, and not a trace of the rest."""

import csv
import io
import json
import re
from datetime import timedelta
from typing import Any
from uuid import uuid4
from xml.etree import ElementTree as ET

import jsonschema_rs
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments import actions
from events_app.commitments.tables import Commitment, CommitmentVisibility, FollowUpAction
from events_app.database import counting_queries
from events_app.events.tables import Event, Visibility
from tests import make_commitments as make
from tests.people import Browser, Somebody

PUBLIC = CommitmentVisibility.public
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
async def here(city: Organisation, public: Browser) -> str:
    """The address of the city's page, which is open; the visitor reads English."""
    await Organisation.update({Organisation.public_commitments: True}).where(Organisation.id == city.id)
    public.client.cookies.set("lang", "en")
    return f"/o/{city.slug}/commitments"


async def _promised(city: Organisation, **more: Any) -> Commitment:
    scene = await make.scene(city, **more.pop("event", {}))
    return await make.agreed(city, scene, clock.now(), **{"visibility": PUBLIC, **more})


async def _everywhere(public: Browser, here: str) -> str:
    """All that a stranger can read, as one text."""
    paths = [here, f"/embed{here}", *(f"{here}.{kind}" for kind in ("json", "csv", "atom"))]
    return "\n".join([(await public.get(path)).text for path in paths])


async def test_a_page_that_is_not_opened_does_not_exist(city: Organisation, public: Browser) -> None:
    one = await _promised(city)
    here = f"/o/{city.slug}/commitments"
    paths = [here, f"/embed{here}", f"{here}/{one.id}", *(f"{here}.{e}" for e in ("json", "csv", "atom"))]
    for path in [*paths, f"{here}.schema.json", "/o/tidak-ada/commitments", "/o/%00/commitments"]:
        assert (await public.get(path)).status_code == 404, path


async def test_what_is_for_everybody_is_shown_with_institution_and_without_names(
    city: Organisation, here: str, public: Browser
) -> None:
    one = await _promised(city)
    text = await _everywhere(public, here) + (await public.get(f"{here}/{one.id}")).text
    assert "Posko di setiap kecamatan" in text
    assert "Dinas Sosial" in text
    assert "SK dan foto 12 posko" in text
    for secret in ("Sari Lestari", "sari@dinsos.example", one.ref, "Kami membuka posko"):
        assert secret not in text


@pytest.mark.parametrize("visibility", ["internal", "task_force"])
async def test_what_is_kept_inside_leaves_no_trace(
    city: Organisation, here: str, public: Browser, visibility: str
) -> None:
    empty = await _everywhere(public, here)
    one = await _promised(city, visibility=visibility, title="Hanya untuk kita")
    assert "Hanya untuk kita" not in await _everywhere(public, here)
    assert len(await _everywhere(public, here)) == len(empty), "not even a count has changed"
    unknown, hidden = (await public.get(f"{here}/{uuid4()}")), (await public.get(f"{here}/{one.id}"))
    assert (unknown.status_code, hidden.status_code) == (404, 404)


async def test_a_draft_and_a_confidential_event_stay_inside(
    city: Organisation, here: str, public: Browser
) -> None:
    scene = await make.scene(city, confidential=True)
    await make.agreed(city, scene, clock.now(), visibility=PUBLIC, title="Rahasia benar")
    await Event.update({Event.confidential: False}).where(Event.id == scene.event.id)
    await make.draft(city, scene, visibility=PUBLIC, title="Baru rancangan")
    assert "Rahasia benar" in (await public.get(here)).text, "it was the event that hid it"
    await Event.update({Event.confidential: True}).where(Event.id == scene.event.id)
    text = await _everywhere(public, here)
    assert "Baru rancangan" not in text
    assert "Rahasia benar" not in text
    assert "Nothing is shown yet" in text


async def test_another_organisations_promises_are_not_found_here(
    here: str, public: Browser, charlie: Somebody
) -> None:
    other = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert other is not None
    theirs = await _promised(other)
    assert (await public.get(f"{here}/{theirs.id}")).status_code == 404
    assert "Posko di setiap" not in await _everywhere(public, here)


async def test_only_a_public_event_is_named(city: Organisation, here: str, public: Browser) -> None:
    invited = await _promised(city, event={"title": "Rapat tertutup"})
    assert "Rapat tertutup" not in (await public.get(f"{here}/{invited.id}")).text
    assert "Rapat tertutup" not in await _everywhere(public, here)
    await Event.update({Event.visibility: Visibility.public}).where(Event.id == invited.event)
    assert "Rapat tertutup" in (await public.get(f"{here}/{invited.id}")).text


async def test_open_data_holds_to_its_own_schema(city: Organisation, here: str, public: Browser) -> None:
    one = await _promised(city)
    answer = await public.get(f"{here}.json")
    assert answer.headers["access-control-allow-origin"] == "*"
    found = answer.json()
    schema = (await public.get(f"{here}.schema.json")).json()
    jsonschema_rs.validator_for(schema).validate(found)
    assert [row["id"] for row in found["commitments"]] == [str(one.id)]
    assert found["commitments"][0]["actions"][0]["state"] == "open"
    with pytest.raises(jsonschema_rs.ValidationError):
        jsonschema_rs.validator_for(schema).validate(found | {"person": "Sari"})


async def test_the_list_has_a_line_for_each_action_and_guards_formulas(
    city: Organisation, here: str, public: Browser
) -> None:
    scene = await make.scene(city)
    acts = [make.action_in(scene, title=title) for title in ('=HYPERLINK("x")', "Kedua")]
    await make.agreed(city, scene, clock.now(), visibility=PUBLIC, actions=acts)
    lines = list(csv.DictReader(io.StringIO((await public.get(f"{here}.csv")).content.decode("utf-8-sig"))))
    assert [line["action_title"] for line in lines] == ['\'=HYPERLINK("x")', "Kedua"]
    assert {line["institution"] for line in lines} == {"Dinas Sosial"}


async def test_the_feed_tells_of_changes_and_is_not_sent_twice(
    city: Organisation, here: str, public: Browser
) -> None:
    one = await _promised(city)
    answer = await public.get(f"{here}.atom")
    assert answer.headers["access-control-allow-origin"] == "*"
    titles = [
        entry.findtext(f"{ATOM}title", "") for entry in ET.fromstring(answer.content).iter(f"{ATOM}entry")
    ]
    assert titles == ["Belum mulai: Buka posko pengaduan"]
    assert answer.headers["cache-control"] == "public, no-cache", "no copy is shown without asking again"
    known = {"if-none-match": answer.headers["etag"]}
    assert (await public.client.get(f"{here}.atom", headers=known)).status_code == 304
    await Commitment.update({Commitment.visibility: "internal"}).where(Commitment.id == one.id)
    again = await public.client.get(f"{here}.atom", headers=known)
    assert (again.status_code, "Buka posko" in again.text) == (200, False)


async def test_a_filter_narrows_and_says_when_nothing_matches(
    city: Organisation, here: str, public: Browser
) -> None:
    one = await _promised(city, theme="Perlindungan")
    assert "Posko di setiap" in (await public.get(f"{here}?theme=perlindungan&standing=underway")).text
    assert "Posko di setiap" in (await public.get(f"{here}?institution_id={one.institution}")).text
    nothing = await public.get(f"{here}?standing=overdue")
    assert "No commitment matches" in nothing.text
    wrong = await public.get(f"{here}?standing=selesai&institution_id=x")
    assert wrong.status_code == 422
    assert "f-standing" in wrong.text
    for odd in ("theme=%00", f"theme={'a' * 300}", "skip=-1", "skip=x"):
        assert (await public.get(f"{here}?{odd}")).status_code == 422, odd


async def test_what_is_late_says_so(city: Organisation, here: str, public: Browser) -> None:
    scene = await make.scene(city)
    past = clock.now() - timedelta(days=60)
    acts = [make.action_in(scene, due=(past + timedelta(days=10)).date())]
    await make.agreed(city, scene, past, visibility=PUBLIC, actions=acts)
    assert "Posko di setiap" in (await public.get(f"{here}?standing=overdue")).text
    assert "1 action" in (await public.get(here)).text
    assert (await public.get(f"{here}.json")).json()["commitments"][0]["actions"][0]["overdue"] is True


async def test_parts_of_a_bar_are_told_apart_without_their_colours(
    city: Organisation, here: str, public: Browser
) -> None:
    await _promised(city)
    shown = (await public.get(here)).text
    legend = re.findall(r'<li><svg width="18" height="18" aria-hidden="true">(.*?)</svg>', shown)
    textures = [re.findall(r"url\(#([\w-]+)\)", one) for one in legend]
    assert [len(one) for one in textures] == [0, 1, 1, 1, 1, 1], (
        "the first part is plain, each other has its own"
    )
    used = [one for some in textures for one in some]
    assert sorted(used) == sorted(re.findall(r'<pattern id="([\w-]+)"', shown))
    assert len(set(used)) == 5


async def test_a_hundred_promises_cost_no_more_queries_than_ten(
    city: Organisation, here: str, public: Browser
) -> None:
    async def asked() -> list[int]:
        counts = []
        for path in (here, f"/embed{here}", f"{here}.json"):
            with counting_queries() as counted:
                assert (await public.get(path)).status_code == 200
            counts.append(counted.count)
        return counts

    scene = await make.scene(city)
    for number in range(3):
        await make.agreed(city, scene, clock.now(), visibility=PUBLIC, title=f"Janji {number}")
    few = await asked()
    for number in range(30):
        await make.agreed(city, scene, clock.now(), visibility=PUBLIC, title=f"Lagi {number}")
    assert await asked() == few
    listed = (await public.get(here)).text
    assert "Next page" in listed
    assert "Janji 0" in (await public.get(f"{here}?skip=20")).text


async def test_only_the_frame_may_stand_on_another_site(
    city: Organisation, here: str, public: Browser
) -> None:
    framed, page = await public.get(f"/embed{here}"), await public.get(here)
    assert "frame-ancestors *" in framed.headers["content-security-policy"]
    assert "x-frame-options" not in framed.headers
    assert "frame-ancestors 'none'" in page.headers["content-security-policy"]


async def test_frame_says_what_it_cannot_show_and_speaks_the_language_it_was_asked_for(
    city: Organisation, here: str, public: Browser
) -> None:
    one = await _promised(city)
    frame = f"/embed{here}"
    assert "No commitment matches" in (await public.get(f"{frame}?theme=Tiada")).text
    odd = await public.get(f"{frame}?institution_id=x")
    assert (odd.status_code, one.title in odd.text) == (422, False), "a slip in the address opens nothing"
    assert "cannot be read" in odd.text
    told = {language: (await public.get(f"{frame}?lang={language}")).text for language in ("id", "en", "xx")}
    assert [re.findall('<html lang="(..)"', told[one])[0] for one in told] == ["id", "en", "en"]
    assert "Yang dijanjikan" in told["id"]
    assert "What was promised" in told["en"]


async def test_an_owner_opens_it_and_staff_find_the_address(owner: Somebody, city: Organisation) -> None:
    facts = {"name": city.name, "timezone": city.timezone, "language": "id"}
    assert "/settings/organisation" in (await owner.web.get("/reports/public")).text
    await owner.web.post("/settings/organisation", facts | {"public_commitments": "on"})
    for path in ("/reports/public", "/settings/organisation"):
        assert f"/o/{city.slug}/commitments" in (await owner.web.get(path)).text
    assert (
        json.dumps(f"/embed/o/{city.slug}/commitments")[1:-1] in (await owner.web.get("/reports/public")).text
    )
    wrong = await owner.web.post("/settings/organisation", facts | {"name": "", "public_commitments": "on"})
    assert wrong.status_code == 422


async def test_what_was_dropped_before_the_chair_agreed_is_not_shown(
    city: Organisation, here: str, public: Browser
) -> None:
    scene = await make.scene(city)
    acts = [make.action_in(scene, title=title) for title in ("Tetap ada", "Urung dijanjikan")]
    made = await make.draft(city, scene, visibility=PUBLIC, actions=acts)
    dropped = await FollowUpAction.objects().get(FollowUpAction.title == "Urung dijanjikan")
    assert dropped is not None
    await actions.cancel_action(make.staff(city), dropped, "Tidak jadi.", clock.now())
    await actions.agree(make.staff(city), made, clock.now())
    text = await _everywhere(public, here) + (await public.get(f"{here}/{made.id}")).text
    assert "Tetap ada" in text
    assert "Urung dijanjikan" not in text


@pytest.mark.parametrize("kind", ["json", "csv", "schema.json", "atom", ""])
async def test_what_other_sites_show_or_read_leaves_no_cookie_with_their_visitors(
    here: str, public: Browser, kind: str
) -> None:
    public.client.cookies.clear()
    answer = await public.get(f"{here}.{kind}" if kind else f"/embed{here}")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    assert answer.headers["content-type"].count("charset") <= 1, "one is all that a media type has"


async def test_what_a_cache_may_share_carries_no_visitors_secret(here: str, public: Browser) -> None:
    public.client.cookies.clear()
    answer = await public.get(f"{here}.atom")
    assert "public" in answer.headers["cache-control"]
    assert "set-cookie" not in answer.headers
    assert "csrf" in (await public.get(here)).headers["set-cookie"]
