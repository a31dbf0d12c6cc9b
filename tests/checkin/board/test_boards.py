"""Boards for people: who gets in, what a hall may read, and the links of screens."""

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.board.tables import BoardScreen
from events_app.database import fetch_value
from events_app.events.tables import Event
from tests import make_checkin as make
from tests import make_events
from tests.people import Browser, Cast, Somebody

BOARDS = ("board", "board/stage", "board/live")


async def come(who: Somebody, event: Event, *sexes: str, **more: object) -> None:
    for number, sex in enumerate(sexes):
        guest = await make.guest(event, f"Tamu {sex} {'abcdefghij'[number]}", sex=sex, **more)
        await who.api.post(f"/events/{event.id}/scans", json=make.scans(guest.short_code))


async def test_a_board_is_for_readers_and_for_who_works_its_door(
    cast: Cast, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    for path in BOARDS:
        seen = [
            (await who.web.get(f"/events/{event.id}/{path}")).status_code for who in (alice, dewi, viewer)
        ]
        assert seen == [200, 200, 200]
        assert [(await who.web.get(f"/events/{event.id}/{path}")).status_code for who in (bob, charlie)] == [
            404,
            404,
        ]
    assert [(await who.api.get(f"/events/{event.id}/board")).status_code for who in (bob, charlie)] == [
        404,
        404,
    ]
    await make_events.door_staff(event, bob.user.id)
    for path in BOARDS:
        assert (await bob.web.get(f"/events/{event.id}/{path}")).status_code == 200
    assert (await bob.api.get(f"/events/{event.id}/board")).status_code == 200


async def test_a_confidential_board_is_for_fewer_and_keeps_title_and_institutions_from_the_hall(
    cast: Cast, alice: Somebody, bob: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city, confidential=True, title="Rapat rahasia")
    await make_events.session(event, "Sesi rahasia", starts_at=event.starts_at, ends_at=event.ends_at)
    await make_events.door_staff(event, bob.user.id)
    await come(alice, event, "female", institution_name="Kelurahan Kenanga")
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    for path in BOARDS:
        seen = [(await who.web.get(f"/events/{event.id}/{path}")).status_code for who in (dewi, bob, viewer)]
        assert seen == [200, 200, 404]
    for path in ("board/stage", "board/live?view=stage"):
        shown = (await alice.web.get(f"/events/{event.id}/{path}")).text
        assert ("Rapat rahasia" in shown, "Kelurahan Kenanga" in shown) == (False, False)
        assert event.ref in shown or "live" in path
    assert "Rapat rahasia" not in (await alice.web.get(f"/events/{event.id}/board")).text


async def test_the_sexes_are_told_apart_only_where_it_points_at_nobody(
    cast: Cast, alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    await come(alice, event, *["female"] * 6, "male")
    stage = f"/events/{event.id}/board/stage"
    assert "Shown once there are five of each" in (await alice.web.get(stage)).text
    assert (await viewer.api.get(f"/events/{event.id}/board")).json()["by_sex"] is None
    exactly = {"female": 6, "male": 1, "unknown": 0}
    assert (await alice.api.get(f"/events/{event.id}/board")).json()["by_sex"] == exactly
    await come(alice, event, *["male"] * 5)
    assert "Shown once there are five of each" not in (await alice.web.get(stage)).text
    assert (await viewer.api.get(f"/events/{event.id}/board")).json()["by_sex"] == exactly | {"male": 6}


async def test_a_board_of_a_session_is_chosen_and_another_events_is_not_found(
    alice: Somebody, city: Organisation
) -> None:
    event, other = await make.today(city), await make.today(city)
    mine = await make_events.session(event, "Sesi A", starts_at=event.starts_at, ends_at=event.ends_at)
    theirs = await make_events.session(other, "Sesi B", starts_at=other.starts_at, ends_at=other.ends_at)
    shown = await alice.web.get(f"/events/{event.id}/board?session_id={mine.id}")
    assert f'value="{mine.id}" selected' in shown.text
    for path in (*BOARDS, f"/api/v1/events/{event.id}/board"):
        where = path if path.startswith("/api") else f"/events/{event.id}/{path}"
        client = alice.api if path.startswith("/api") else alice.web
        answer = await client.get(where.removeprefix("/api/v1") + f"?session_id={theirs.id}")
        assert answer.status_code == 404, path
    assert "Sesi A" in (await alice.web.get(f"/events/{event.id}/board/stage?session_id={mine.id}")).text


async def test_an_empty_board_says_so(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    shown = (await alice.web.get(f"/events/{event.id}/board")).text
    for sentence in (
        "Nobody has come yet.",
        "No rule says how many",
        "No head of an institution is invited.",
    ):
        assert sentence in shown


@pytest.mark.parametrize("path", ["", "/attendance"])
async def test_the_board_is_reached_from_the_event_and_its_attendance(
    alice: Somebody, city: Organisation, path: str
) -> None:
    event = await make.today(city)
    assert f"/events/{event.id}/board" in (await alice.web.get(f"/events/{event.id}{path}")).text


async def test_a_screen_shows_the_public_board_until_it_is_revoked(
    alice: Somebody, public: Browser, city: Organisation
) -> None:
    event = await make.today(city, language="en")
    await come(alice, event, "female", institution_name="Kelurahan Kenanga")
    page = f"/events/{event.id}/screens"
    refused = await alice.web.post(page, {"name": ""})
    assert (refused.status_code, "Please fill this in." in refused.text) == (422, True)
    assert (await alice.web.post(page, {"name": "Panggung"})).status_code == 303
    [screen] = (await alice.api.get(f"{page}")).json()["items"]
    path = "/screen/" + screen["url"].partition("/screen/")[2]
    assert screen["url"] in (await alice.web.get(page)).text
    for address in (path, f"{path}/live"):
        shown = await public.get(address)
        assert shown.status_code == 200
        assert ("Kelurahan Kenanga" in shown.text, "Tamu" in shown.text) == (True, False)
    assert event.title in (await public.get(path)).text
    assert (await alice.web.post(f"{page}/{screen['id']}/revoke")).status_code == 303
    assert [(await public.get(address)).status_code for address in (path, f"{path}/live")] == [404, 404]
    assert await BoardScreen.count() == 0
    verbs = (
        await AuditEntry.select(AuditEntry.verb)
        .where(AuditEntry.subject == screen["id"])
        .output(as_list=True)
    )
    assert verbs == ["screen.opened", "screen.revoked"]


async def test_a_screens_link_is_not_kept(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    made = (await alice.api.post(f"/events/{event.id}/screens", json={"name": "Panggung"})).json()
    token = made["url"].rpartition("/")[2]
    row = await fetch_value("SELECT s::text FROM board_screen s")
    audit = await fetch_value("SELECT string_agg(a::text, '') FROM audit_entry a")
    assert (token in row, token in audit) == (False, False)


async def test_screens_are_for_planners_and_of_one_event(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event, other = await make.today(city), await make.today(city)
    await make_events.door_staff(event, bob.user.id)
    made = (await alice.api.post(f"/events/{event.id}/screens", json={"name": "Panggung"})).json()
    for path in (f"/events/{event.id}/screens", f"/events/{event.id}/screens/{made['id']}"):
        seen = [(await who.api.get(path)).status_code for who in (alice, bob, dewi, charlie)]
        assert seen == [200, 403, 403, 404]
    assert (await alice.api.get(f"/events/{other.id}/screens/{made['id']}")).status_code == 404
    for who in (bob, dewi, charlie):
        assert (await who.api.delete(f"/events/{event.id}/screens/{made['id']}")).status_code in (403, 404)
    assert await BoardScreen.count() == 1


async def test_guessing_a_screens_link_is_slowed_down(public: Browser, city: Organisation) -> None:
    seen = {(await public.get(f"/screen/{'A' * 25}{number}")).status_code for number in range(10)}
    assert seen == {404}
    for number in range(15):
        last = await public.get(f"/screen/{'B' * 24}{number:02}")
    assert last.status_code == 429
