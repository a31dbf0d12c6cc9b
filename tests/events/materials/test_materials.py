"""Handouts: who may have which, versions under one link, and what is refused."""

import asyncio
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, fetch_value
from events_app.documents import store
from events_app.events.materials import actions, queries
from events_app.events.materials.actions import SessionUnknown, Upload
from events_app.events.materials.forms import MaterialIn
from events_app.events.materials.tables import MaterialAudience
from events_app.events.tables import Event, Material
from events_app.ids import new_id
from events_app.invitations import links
from events_app.invitations.tables import Guest
from tests import make_events, make_invitations
from tests.make_reports import came
from tests.people import Browser, Somebody

TEXT = b"Isi materi\n"


async def handed_out(event: Event, alice: Somebody, title: str, audience: str, **more: Any) -> Material:
    plan = MaterialIn(title=title, visibility=MaterialAudience(audience), **more)
    return await actions.add_material(alice.actor, event, plan, Upload("materi.txt", TEXT))


async def four(event: Event, alice: Somebody) -> dict[str, Material]:
    return {
        audience: await handed_out(event, alice, f"Bahan {audience}", audience)
        for audience in MaterialAudience
    }


async def titles(public: Browser, guest: Guest) -> set[str]:
    way = f"/T/{links.pass_token(guest.id, guest.pass_version)}/materials"
    shown = (await public.get(way)).text
    return {audience for audience in MaterialAudience if f"Bahan {audience}" in shown}


async def test_each_audience_gets_its_own_and_every_wider_one(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make_events.published(city, visibility="public")
    await four(event, alice)
    expected = await make_invitations.guest(event, "Kartini")
    present = await make_invitations.guest(event, "Budi")
    cancelled = await make_invitations.guest(event, "Wayan")
    await came([present])
    await Guest.update({Guest.state: "cancelled"}).where(Guest.id == cancelled.id)
    await cancelled.refresh()
    assert await titles(public, expected) == {"invited", "public"}
    assert await titles(public, present) == {"present", "invited", "public"}
    assert await titles(public, cancelled) == {"public"}
    page = (await public.get(f"/e/{event.slug}")).text
    assert ("Bahan public" in page, "Bahan invited" in page) == (True, False)


async def test_a_link_to_what_one_may_not_have_finds_nothing(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make_events.published(city, visibility="public")
    theirs = await four(event, alice)
    guest = await make_invitations.guest(event, "Kartini")
    way = f"/T/{links.pass_token(guest.id, 1)}/materials"
    answers = {name: (await public.get(f"{way}/{one.id}")).status_code for name, one in theirs.items()}
    assert answers == {"speakers": 404, "present": 404, "invited": 200, "public": 200}
    other = await handed_out(await make_events.published(city), alice, "Lain", "public")
    assert (await public.get(f"{way}/{other.id}")).status_code == 404
    assert (await public.get(f"/e/{event.slug}/materials/{theirs['invited'].id}")).status_code == 404


async def test_downloads_of_guests_are_counted_and_those_of_staff_are_not(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make_events.published(city, visibility="public")
    one = await handed_out(event, alice, "Bahan", "public")
    guest = await make_invitations.guest(event, "Kartini")
    for way in (f"/e/{event.slug}", f"/T/{links.pass_token(guest.id, 1)}"):
        answer = await public.get(f"{way}/materials/{one.id}")
        assert answer.content == TEXT
        assert answer.headers["content-disposition"].startswith("attachment")
        assert "sandbox" in answer.headers["content-security-policy"]
    await alice.web.get(f"/events/{event.id}/materials/{one.id}")
    [shown] = await queries.handouts(event.id)
    assert shown.downloads == 2


async def test_a_newer_file_keeps_the_link_and_the_older_one_stays_with_the_staff(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make_events.published(city, visibility="public")
    one = await handed_out(event, alice, "Bahan", "public")
    newer = {"file": ("materi-2.txt", b"Baru\n", "text/plain")}
    await alice.web.post(f"/events/{event.id}/materials/{one.id}/versions", files=newer)
    assert (await public.get(f"/e/{event.slug}/materials/{one.id}")).content == b"Baru\n"
    [shown] = await queries.with_versions(await queries.handouts(event.id))
    assert [version["number"] for version in shown.versions] == [2, 1]
    older = f"/events/{event.id}/materials/{one.id}/versions/{shown.versions[1]['id']}"
    assert (await alice.web.get(older)).content == TEXT


async def test_two_newer_files_at_once_are_two_versions(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    one = await handed_out(event, alice, "Bahan", "invited")
    await asyncio.gather(
        *(actions.replace_file(alice.actor, one, Upload("a.txt", f"{n}\n".encode())) for n in range(4))
    )
    [shown] = await queries.with_versions(await queries.handouts(event.id))
    assert [version["number"] for version in shown.versions] == [5, 4, 3, 2, 1]


async def test_taking_it_away_takes_every_file_with_it(city: Organisation, alice: Somebody) -> None:
    before = set(await store.digests())
    event = await make_events.event(city)
    one = await handed_out(event, alice, "Bahan", "invited")
    await actions.replace_file(alice.actor, one, Upload("b.txt", b"Baru sekali\n"))
    await actions.remove_material(alice.actor, one)
    await actions.remove_material(alice.actor, one)
    assert await fetch_value("SELECT count(*) FROM document") == 0
    assert before <= set(await store.digests())


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("x.txt", b"", "text/plain"), "empty"),
        (("x.html", b"<script>alert(1)</script>", "text/html"), "is not taken"),
        (("x.pdf", b"MZ\x90\x00", "application/pdf"), "is not taken"),
    ],
)
async def test_a_bad_file_is_named_and_what_was_typed_is_kept(
    city: Organisation, alice: Somebody, file: Any, sentence: str
) -> None:
    event = await make_events.event(city)
    answer = await alice.web.post(f"/events/{event.id}/materials", {"title": "Paparan"}, files={"file": file})
    assert answer.status_code == 422
    assert 'value="Paparan"' in answer.text
    assert answer.text.count('class="field-error"') == 1
    assert sentence in answer.text
    assert await Material.count() == 0


async def test_a_file_must_be_chosen(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    answer = await alice.web.post(f"/events/{event.id}/materials", {"title": "Paparan"})
    assert (answer.status_code, "Please choose a file." in answer.text) == (422, True)


async def test_a_session_of_another_event_is_unknown(city: Organisation, alice: Somebody) -> None:
    event, other = await make_events.event(city), await make_events.event(city)
    session = await make_events.session(other)
    with pytest.raises(SessionUnknown):
        await handed_out(event, alice, "Bahan", "invited", session_id=session.id)
    mine = await make_events.session(event, "Sesi pertama")
    await handed_out(event, alice, "Bahan", "invited", session_id=mine.id)
    assert "Sesi pertama" in (await alice.web.get(f"/events/{event.id}/materials")).text


async def test_programs_hand_out_replace_and_take_away(
    city: Organisation, alice: Somebody, eko: Somebody, charlie: Somebody
) -> None:
    event = await make_events.event(city)
    way = f"/events/{event.id}/materials"
    file = {"file": ("modul.txt", TEXT, "text/plain")}
    facts = {"title": "Modul", "visibility": "present"}
    assert (await eko.api.post(way, data=facts, files=file)).status_code == 403
    assert (await charlie.api.post(way, data=facts, files=file)).status_code == 404
    made = await alice.api.post(way, data=facts, files=file)
    assert made.status_code == 201, made.text
    one = made.json()
    assert (one["version"], one["visibility"], one["downloads"], one["size"]) == (1, "present", 0, len(TEXT))
    newer = await alice.api.post(
        f"{way}/{one['id']}/versions", files={"file": ("b.txt", b"Baru\n", "text/plain")}
    )
    assert newer.json()["version"] == 2
    assert (await eko.api.get(f"{way}/{one['id']}/content")).content == b"Baru\n"
    assert (await alice.api.post(way, data=facts)).json()["errors"][0]["field"] == "file"
    assert (await alice.api.delete(f"{way}/{one['id']}")).status_code == 204
    assert (await alice.api.get(way)).json()["items"] == []
    assert (await alice.api.get(f"{way}/{new_id()}")).status_code == 404


async def test_many_handouts_cost_no_more_queries_than_few(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    counts = []
    for many in (10, 100):
        for number in range(many):
            await handed_out(event, alice, f"Bahan {many}-{number}", "invited")
        with counting_queries() as asked:
            await alice.web.get(f"/events/{event.id}/materials")
        counts.append(asked.count)
    assert counts[0] == counts[1]
