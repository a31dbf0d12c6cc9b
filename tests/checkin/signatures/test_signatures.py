"""Signing at the door: numbers only, one that stands, replaced only when that is said, and nobody else's business."""

import json
from typing import Any
from uuid import uuid4

import asyncpg
import pytest

from events_app import clock
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.signatures import actions, drawing, queries
from events_app.checkin.signatures.tables import Signature
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations.tables import Guest
from tests import make_checkin as make
from tests import make_events
from tests.people import Somebody

LINES = [[[100, 500], [180, 320], [260, 610], [340, 400]], [[520, 300], [700, 640]]]
OTHER = [[[10, 20], [30, 40], [50, 60], [70, 80], [90, 100]]]


async def _here(alice: Somebody, city: Organisation, *, wanted: bool = True) -> tuple[Event, Guest, str, str]:
    """An event that asks, a guest who was scanned, where to sign, and the scan."""
    event = await make.today(city)
    guest = await make.guest(event, "Dra. Hj. Kartini, M.Si")
    await actions.ask(alice.actor, event, wanted, clock.now())
    sent = make.scans(guest.short_code)
    await alice.api.post(f"/events/{event.id}/scans", json=sent)
    return event, guest, f"/events/{event.id}/guests/{guest.id}/signature", sent["scans"][0]["id"]


async def test_a_signature_is_kept_as_its_numbers_with_the_scan(alice: Somebody, city: Organisation) -> None:
    event, guest, path, scan = await _here(alice, city)
    answer = await alice.api.post(path, json={"strokes": LINES, "scan_id": scan})
    assert answer.status_code == 201
    assert (await alice.api.get(path)).json() == answer.json()
    assert answer.json()["strokes"] == LINES
    assert answer.json()["scan_id"] == scan
    assert answer.json()["guest_id"] == str(guest.id)
    listed = (await alice.api.get(f"/events/{event.id}/signatures")).json()["items"]
    assert listed == [answer.json()]
    assert await fetch_value("SELECT strokes FROM checkin_signature") == json.dumps(
        LINES, separators=(",", ":")
    )


async def test_the_entry_is_the_scan_when_none_is_named(alice: Somebody, city: Organisation) -> None:
    _event, _guest, path, scan = await _here(alice, city)
    assert (await alice.api.post(path, json={"on_paper": True})).json()["scan_id"] == scan


@pytest.mark.parametrize(
    ("strokes", "field"),
    [
        ([[[0, 0], [1, 1001], [2, 2], [3, 3], [4, 4]]], "strokes.0.1.1"),
        ([[[0, 0], [-1, 1], [2, 2], [3, 3], [4, 4]]], "strokes.0.1.0"),
        ([[[0, 0.5], [1, 1], [2, 2], [3, 3], [4, 4]]], "strokes.0.0.1"),
        ([[["0", 0], [1, 1], [2, 2], [3, 3], [4, 4]]], "strokes.0.0.0"),
        ([[[True, 0], [1, 1], [2, 2], [3, 3], [4, 4]]], "strokes.0.0.0"),
        ([[[0, 0, 0], [1, 1], [2, 2], [3, 3], [4, 4]]], "strokes.0.0"),
        ([[]], "strokes.0"),
        ([[[1, 1]]], "strokes"),
        ("<svg onload=alert(1)>", "strokes"),
        ([["<path d='M0 0'/>"]], "strokes.0.0"),
        ([[[n % 1000, n % 1000] for n in range(2000)] for _ in range(2)], "strokes"),
        ([[[1, 1]] for _ in range(201)], "strokes"),
        (None, "strokes"),
    ],
)
async def test_nothing_but_few_whole_numbers_is_taken(
    alice: Somebody, city: Organisation, strokes: Any, field: str
) -> None:
    _event, _guest, path, _scan = await _here(alice, city)
    answer = await alice.api.post(path, json={"strokes": strokes})
    assert answer.status_code == 422
    assert field in [one["field"] for one in answer.json()["errors"]]
    assert await Signature.count() == 0


async def test_lines_and_paper_exclude_each_other(alice: Somebody, city: Organisation) -> None:
    _event, _guest, path, _scan = await _here(alice, city)
    for body in ({}, {"strokes": LINES, "on_paper": True}):
        answer = await alice.api.post(path, json=body)
        assert [one["code"] for one in answer.json()["errors"]] == ["one_way"]


async def test_the_same_again_is_the_same_and_another_only_when_that_is_said(
    alice: Somebody, city: Organisation
) -> None:
    _event, guest, path, _scan = await _here(alice, city)
    first = (await alice.api.post(path, json={"strokes": LINES})).json()
    assert (await alice.api.post(path, json={"strokes": LINES})).json() == first
    refused = await alice.api.post(path, json={"strokes": OTHER})
    assert (refused.status_code, refused.json()["code"]) == (409, "already_signed")
    assert (await alice.api.get(path)).json() == first
    second = await alice.api.post(path, json={"strokes": OTHER, "replace": True})
    assert second.json()["strokes"] == OTHER
    rows = await fetch("SELECT strokes, ended_how, ended_by FROM checkin_signature ORDER BY id")
    assert [tuple(row) for row in rows] == [
        ("", "replaced", alice.user.id),
        (json.dumps(OTHER, separators=(",", ":")), None, None),
    ]
    verbs = [
        row["verb"] for row in await AuditEntry.select(AuditEntry.verb).where(AuditEntry.subject == guest.id)
    ]
    assert verbs.count("signature.given") == 2
    assert verbs.count("signature.replaced") == 1


async def test_a_removed_signature_loses_its_lines_and_stays_on_record(
    alice: Somebody, bob: Somebody, city: Organisation
) -> None:
    event, _guest, path, _scan = await _here(alice, city)
    await make_events.door_staff(event, bob.user.id)
    await alice.api.post(path, json={"strokes": LINES})
    assert (await bob.api.delete(path)).status_code == 403
    assert (await alice.api.delete(path)).status_code == 204
    assert (await alice.api.get(path)).status_code == 404
    assert (await alice.api.delete(path)).status_code == 404
    assert await fetch_value("SELECT strokes || ended_how FROM checkin_signature") == "removed"


async def test_nobody_signs_uninvited(alice: Somebody, city: Organisation) -> None:
    event, _guest, path, _scan = await _here(alice, city, wanted=False)
    assert (await alice.api.post(path, json={"strokes": LINES})).json()["code"] == "signatures_not_asked"
    await actions.ask(alice.actor, event, True, clock.now())
    absent = await make.guest(event, "Tidak Datang")
    answer = await alice.api.post(f"/events/{event.id}/guests/{absent.id}/signature", json={"strokes": LINES})
    assert answer.json()["code"] == "not_checked_in"
    other = await alice.api.post(path, json={"strokes": LINES, "scan_id": str(uuid4())})
    assert other.json()["errors"][0]["field"] == "scan_id"
    assert await Signature.count() == 0


async def test_signing_is_the_doors_work(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event, guest, path, _scan = await _here(alice, city)
    page = f"/door/{event.id}/sign/{guest.id}"
    assert (await bob.web.get(page)).status_code == 404
    await make_events.door_staff(event, bob.user.id)
    assert (await bob.web.get(page)).status_code == 200
    assert (await bob.api.post(path, json={"strokes": LINES})).status_code == 201
    for stranger, sees in ((charlie, {404}), (dewi, {403, 404})):
        assert (await stranger.web.get(page)).status_code in sees
        assert (await stranger.api.get(path)).status_code in sees
        assert (await stranger.api.post(path, json={"strokes": OTHER, "replace": True})).status_code in sees
    assert (await bob.web.get(f"/events/{event.id}/signatures")).status_code == 403
    assert "Kartini" in (await alice.web.get(f"/events/{event.id}/signatures")).text


async def test_a_guest_of_another_event_is_not_found(alice: Somebody, city: Organisation) -> None:
    event, _guest, _path, _scan = await _here(alice, city)
    other = await make.guest(await make.today(city))
    answer = await alice.api.post(f"/events/{event.id}/guests/{other.id}/signature", json={"strokes": LINES})
    assert answer.status_code == 404


async def test_the_page_keeps_what_was_drawn_when_it_is_refused(alice: Somebody, city: Organisation) -> None:
    event, guest, _path, _scan = await _here(alice, city)
    page = f"/door/{event.id}/sign/{guest.id}"
    for wrong, sentence in (
        ({}, "Sign in the field, or tick"),
        ({"strokes": "[[[1,"}, "cannot be read"),
        ({"strokes": "[" * 5000}, "cannot be read"),
        ({"strokes": "[[[1,1],[2,2]]]"}, "too little"),
        ({"strokes": '[["<svg>"]]'}, "list"),
    ):
        answer = await alice.web.post(page, wrong)
        assert answer.status_code == 422
        assert sentence in answer.text
    kept = await alice.web.post(page, {"strokes": "[[[1,1],[2,2]]]"})
    assert 'value="[[[1,1],[2,2]]]"' in kept.text
    assert await Signature.count() == 0
    done = await alice.web.post(page, {"strokes": json.dumps(LINES)})
    assert done.headers["location"] == f"/door/{event.id}"
    again = await alice.web.post(page, {"on_paper": "true"})
    assert (again.status_code, "signed already" in again.text) == (422, True)
    assert (await alice.web.post(page, {"on_paper": "true", "replace": "true"})).status_code == 303
    assert [row["on_paper"] for row in await queries.standing(event)] == [True]


async def test_an_event_is_told_to_ask_and_to_stop(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    assert not await queries.wanted(event)
    for wanted in ("true", "false", "true"):
        await alice.web.post(f"/events/{event.id}/signatures", {"wanted": wanted})
        assert await queries.wanted(event) == (wanted == "true")


async def test_the_database_itself_takes_no_markup_and_no_second_one(
    alice: Somebody, city: Organisation
) -> None:
    _event, _guest, path, _scan = await _here(alice, city)
    await alice.api.post(path, json={"strokes": LINES})
    copy = """INSERT INTO checkin_signature (id, organisation, created_at, event, guest, strokes, on_paper, made_at)
              SELECT gen_random_uuid(), organisation, created_at, event, guest, {0}, false, made_at FROM checkin_signature"""
    with pytest.raises(asyncpg.CheckViolationError):
        await execute(copy.format("'<svg>'"))
    with pytest.raises(asyncpg.UniqueViolationError):
        await execute(copy.format("strokes"))
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE checkin_signature SET strokes = '[[[1,1]]]'")


def test_a_drawing_is_made_of_its_numbers_alone() -> None:
    drawn = drawing.svg([[[0, 0], [500, 1000]], [[7, 7]]], 'Ada "<b>"')
    assert 'd="M0 0L500 400M7 2L7 2"' in drawn
    assert "<b>" not in drawn
    assert "style" not in drawn
