"""Quotas: whom they cover, how they refuse or make wait, and who may touch them."""

from typing import Any

import asyncpg
import httpx
import pytest

from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.invitations import links
from events_app.invitations.forms import GuestIn
from events_app.invitations.guest_actions import add_guest
from events_app.invitations.tables import Invitation
from events_app.invitations.waiting import move_up
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.people import Browser, Cast, Somebody


def path(invitation: Invitation) -> str:
    return f"/api/v1/rsvp/{links.rsvp_token(invitation.id, invitation.link_version)}"


YES: dict[str, Any] = {"answer": "accepted", "representatives": []}


async def test_a_full_quota_refuses_by_name_and_others_still_come(
    alice: Somebody, client: httpx.AsyncClient, public: Browser
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=50)
    await make_seating.quota(event, 1, "Jatah kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 2, kind="village")
    agency = await make_stakeholders.institution(alice.actor)
    one, two, three = await make_seating.asked(event, [*villages, agency])
    assert (await client.put(path(one), json=YES)).json()["state"] == "accepted"
    full = await client.put(path(two), json=YES)
    assert (full.status_code, full.json()["code"]) == (409, "quota_full")
    assert "Jatah kelurahan" in full.text
    page = await public.post(f"/rsvp/{links.rsvp_token(two.id, 1)}", {"answer": "accepted"})
    assert page.status_code == 422
    assert "Semua kursi untuk “Jatah kelurahan” sudah terisi." in page.text
    assert (await client.put(path(three), json=YES)).json()["state"] == "accepted"


async def test_a_quota_covers_a_group_an_institution_a_person_and_a_position(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    villages = await make_seating.offices(alice.actor, 3, kind="village")
    north = await make_seating.group(alice.actor.organisation, villages[:2])
    await make_seating.quota(event, 2, "Utara", group_id=north.id)
    await make_seating.quota(event, 1, "Kelurahan 2", institution_id=villages[2].id)
    person = await make_stakeholders.person(alice.actor, "Budi", institution=villages[1])
    post = await make_seating.position(alice.actor.organisation, villages[1])
    await make_stakeholders.person(alice.actor, "Sari", institution=villages[1], position="Lurah")
    body = {
        "invitees": [
            {"institution_id": str(villages[0].id)}, {"person_id": str(person.id)},
            {"position_id": str(post.id)}, {"institution_id": str(villages[2].id), "seats": 2},
        ],
        "send": False,
    }  # fmt: skip
    items = (await alice.api.post(f"/events/{event.id}/invitations", json=body)).json()["items"]
    outcomes = []
    for one in items:
        url = links.rsvp_token(one["id"], 1)
        sent = await alice.api.put(f"/rsvp/{url}", json=YES)
        outcomes.append(sent.json().get("state") or sent.json()["code"])
    assert outcomes == ["accepted", "accepted", "quota_full", "quota_full"]
    kept = (await alice.api.get(f"/events/{event.id}/quotas")).json()["items"]
    assert [(one["label"], one["used"], one["free"]) for one in kept] == [
        ("Kelurahan 2", 0, 1),
        ("Utara", 2, 0),
    ]


async def test_who_waits_for_a_quota_is_passed_by_those_outside_it_and_comes_when_it_grows(
    alice: Somebody,
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=10, waiting_list=True)
    quota = await make_seating.quota(event, 1, "Kelurahan", kind="village")
    villages = await make_seating.offices(alice.actor, 3, kind="village")
    agency = await make_stakeholders.institution(alice.actor)
    asked = await make_seating.asked(event, [*villages, agency])
    states = [(await make_invitations.answered(one)).state for one in asked]
    assert states == ["accepted", "waitlisted", "waitlisted", "accepted"]
    body = {"label": "Kelurahan", "kind": "village", "seats": 2, "row_version": 1}
    grown = await alice.api.put(f"/events/{event.id}/quotas/{quota.id}", json=body)
    assert (grown.json()["used"], grown.json()["row_version"]) == (2, 2)
    stale = await alice.api.put(f"/events/{event.id}/quotas/{quota.id}", json=body)
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    rows = await fetch("SELECT state FROM invitation ORDER BY id")
    assert [row["state"] for row in rows] == ["accepted", "accepted", "waitlisted", "accepted"]
    assert (await alice.api.delete(f"/events/{event.id}/quotas/{quota.id}")).status_code == 204
    assert await fetch_value("SELECT count(*) FROM invitation WHERE state = 'accepted'") == 4


async def test_guests_without_invitation_count_and_a_walk_in_comes_over_everything(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga", kind="village")
    await make_seating.quota(event, 1, "Kelurahan", kind="village")
    guests = f"/events/{event.id}/guests"
    body = {"full_name": "Budi", "institution_id": str(office.id)}
    assert (await alice.api.post(guests, json=body)).status_code == 201
    full = await alice.api.post(guests, json=body | {"full_name": "Sari"})
    assert (full.status_code, full.json()["code"]) == (409, "quota_full")
    walk_in = await alice.api.post(guests, json=body | {"full_name": "Tono", "walk_in": True})
    assert walk_in.status_code == 201


async def test_quotas_on_the_page_are_added_shown_changed_and_removed(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    base = f"/events/{event.id}/quotas"
    assert "No quotas" in (await alice.web.get(base)).text
    wrong = await alice.web.post(base, {"label": "Kelurahan", "of": "group", "kind": "village", "seats": "x"})
    assert wrong.status_code == 422
    assert 'value="Kelurahan"' in wrong.text
    form = {"label": "Kelurahan", "of": "kind", "kind": "village", "seats": "20"}
    assert (await alice.web.post(base, form)).headers["location"] == base
    twice = await alice.web.post(base, form)
    assert "has a quota of this name" in twice.text
    shown = await alice.web.get(base)
    assert "0 of 20" in shown.text
    assert "<progress" in shown.text
    identity = await fetch_value("SELECT id FROM invitation_quota")
    assert 'value="20"' in (await alice.web.get(f"{base}/{identity}")).text
    await alice.web.post(f"{base}/{identity}", form | {"seats": "5", "row_version": "1"})
    assert await fetch_value("SELECT seats FROM invitation_quota") == 5
    await alice.web.post(f"{base}/{identity}/remove")
    assert await fetch_value("SELECT count(*) FROM invitation_quota") == 0


async def test_quotas_are_for_those_who_invite_and_strangers_find_nothing(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, cast: Cast
) -> None:
    event = await make_events.published(alice.actor.organisation)
    base, body = f"/events/{event.id}/quotas", {"label": "Kelurahan", "kind": "village", "seats": 3}
    assert (await bob.api.get(base)).status_code in (403, 404)
    assert (await dewi.api.get(base)).status_code == 200
    assert (await dewi.api.post(base, json=body)).status_code == 403
    assert (await charlie.api.post(base, json=body)).status_code == 404
    foreign = await make_stakeholders.institution(charlie.actor, "Dinas Tetangga")
    other = await alice.api.post(base, json={"label": "X", "institution_id": str(foreign.id), "seats": 3})
    assert other.json()["errors"][0]["field"] == "institution_id"
    both = body | {"institution_id": str(foreign.id)}
    assert (await alice.api.post(base, json=both)).json()["errors"][0]["code"] == "one_subject"


async def test_the_pages_ask_as_little_for_a_hundred_rows_as_for_ten(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    counts = []
    for name, size in (("Kelurahan", 10), ("Desa", 90)):
        offices = await make_seating.offices(alice.actor, size, name)
        for number, one in enumerate(await make_seating.asked(event, offices, reserve=True)):
            if number % 2:
                await execute(
                    "UPDATE invitation SET state = 'waitlisted', waiting_since = now() WHERE id = $1", one.id
                )
        for number in range(size):
            await execute(
                """INSERT INTO invitation_quota (id, organisation, created_at, event, label, kind, seats, row_version)
                   VALUES (gen_random_uuid(), $1, now(), $2, $3, 'village', 1, 1)""",
                event.organisation, event.id, f"{name} {number}",
            )  # fmt: skip
        for page in ("waiting-list", "quotas", "rounds"):
            with counting_queries() as count:
                assert (await alice.web.get(f"/events/{event.id}/{page}")).status_code == 200
            counts.append(count.count)
    assert counts[:3] == counts[3:]


async def test_an_office_that_went_into_another_counts_under_the_quotas_of_that_one(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    agency = await make_stakeholders.institution(alice.actor, "Dinas Sosial")
    village = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga", kind="village")
    await make_seating.quota(event, 1, "Kelurahan", kind="village")
    first, second = await make_seating.asked(event, [agency, village])
    merge = {"kind": "institution", "loser_id": f"{agency.id}", "survivor_id": f"{village.id}"}
    assert (await alice.api.post("/directory/merges", json=merge)).status_code == 201
    await make_invitations.answered(first)
    full = await alice.api.put(f"/rsvp/{links.rsvp_token(second.id, 1)}", json=YES)
    assert (full.status_code, full.json()["code"]) == (409, "quota_full")
    await execute("UPDATE invitation SET state = 'sent' WHERE id = $1", first.id)
    await make_invitations.answered(second)
    full = await alice.api.put(f"/rsvp/{links.rsvp_token(first.id, 1)}", json=YES)
    assert (full.status_code, full.json()["code"]) == (409, "quota_full")
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE invitation SET state = 'accepted' WHERE id = $1", first.id)
    await execute("UPDATE event SET waiting_list = true")
    assert (await make_invitations.answered(first)).state == "waitlisted"
    await move_up(event, make_invitations.BEFORE)
    await first.refresh()
    assert first.state == "waitlisted"


async def test_who_waits_in_line_and_stands_at_the_door_has_the_seat_of_their_invitation(
    alice: Somebody,
) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    sari = await make_stakeholders.person(alice.actor, "Sari")
    others = await make_seating.asked(event, await make_seating.offices(alice.actor, 2))
    await make_invitations.answered(others[0])
    waits = await make_invitations.answered(await make_invitations.invitation(event, sari))
    await make_invitations.answered(others[1])
    assert waits.state == "waitlisted"
    said = GuestIn(full_name="Sari", walk_in=True)
    added = await add_guest(alice.actor, event, said, make_invitations.BEFORE)
    assert (added.guest.state, added.over_capacity) == ("expected", True)
    row = (await fetch("SELECT state, waiting_since FROM invitation WHERE id = $1", waits.id))[0]
    assert tuple(row.values()) == ("accepted", None)
    await make_invitations.answered(others[0], "declined")
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", others[1].id) == "waitlisted"


async def test_a_group_that_a_quota_uses_stays_and_holds_institutions_only(alice: Somebody) -> None:
    here = alice.actor.organisation
    event = await make_events.published(here)
    north = await make_seating.group(here, await make_seating.offices(alice.actor, 2))
    await make_seating.quota(event, 2, "Utara", group_id=north.id)
    refused = await alice.api.delete(f"/groups/{north.id}")
    assert (refused.status_code, refused.json()["code"]) == (409, "group_in_use")
    assert (await alice.web.post(f"/groups/{north.id}/delete")).headers["location"] == f"/groups/{north.id}"
    assert (
        "A quota or a quorum of an event uses this group."
        in (await alice.web.get(f"/groups/{north.id}")).text
    )
    assert await fetch_value("SELECT count(*) FROM invitation_quota") == 1
    sari = await make_stakeholders.person(alice.actor, "Sari")
    for people in (
        {"person_ids": [f"{sari.id}"]},
        {"by_rule": True, "taking": "heads", "institution_ids": []},
    ):
        answer = await alice.api.patch(f"/groups/{north.id}", json=people)
        assert (answer.status_code, answer.json()["code"]) == (409, "group_counts_offices")
    rule = {"by_rule": True, "institution_ids": [], "kinds": ["village"]}
    assert (await alice.api.patch(f"/groups/{north.id}", json=rule)).status_code == 200
    await execute("DELETE FROM invitation_quota")
    assert (await alice.api.delete(f"/groups/{north.id}")).status_code == 204


async def test_a_group_of_people_is_no_group_of_a_quota(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    sari = await make_stakeholders.person(alice.actor, "Sari")
    for name, more in (
        ("Tim inti", {"person_ids": [f"{sari.id}"]}),
        ("Para lurah", {"by_rule": True, "taking": "heads"}),
        ("Semua camat", {"by_rule": True, "taking": "holders", "title": "camat"}),
    ):
        group = (await alice.api.post("/groups", json={"name": name} | more)).json()
        body = {"label": name, "group_id": group["id"], "seats": 3}
        answer = await alice.api.post(f"/events/{event.id}/quotas", json=body)
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["field"] == "group_id"
        assert name not in (await alice.web.get(f"/events/{event.id}/quotas")).text
    group = (await alice.api.post("/groups", json={"name": "Kelurahan", "by_rule": True})).json()
    body = {"label": "Kelurahan", "group_id": group["id"], "seats": 3}
    assert (await alice.api.post(f"/events/{event.id}/quotas", json=body)).status_code == 201


async def test_quotas_and_the_waiting_list_are_read_in_parts(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    for label in ("Cempaka", "Anggrek", "Bakung"):
        await make_seating.quota(event, 5, label, kind="village")
    for one in await make_seating.asked(event, await make_seating.offices(alice.actor, 4)):
        await make_invitations.answered(one)
    for path, key in (("quotas", "label"), ("waiting-list", "name")):
        url = f"/events/{event.id}/{path}"
        whole = [one[key] for one in (await alice.api.get(url)).json()["items"]]
        assert len(whole) == 3
        first = (await alice.api.get(url, params={"limit": 2})).json()
        rest = (await alice.api.get(url, params={"limit": 2, "cursor": first["next"]})).json()
        assert [one[key] for one in [*first["items"], *rest["items"]]] == whole
        assert (len(first["items"]), rest["next"]) == (2, None)
        for wrong in ({"limit": 501}, {"limit": 0}, {"cursor": "x"}, {"cursor": f"{event.id}"}):
            answer = await alice.api.get(url, params=wrong)
            assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, next(iter(wrong)))


async def test_a_quota_for_nothing_is_said_beside_the_field_that_counts(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    typed = {"label": "", "seats": "3", "of": "group", "kind": "village"}
    page = (await alice.web.post(f"/events/{event.id}/quotas", typed)).text
    beside = page[page.index('data-when="group"') : page.index('data-when="institution"')]
    assert "field-error" in beside
    assert 'id="f-label-error"' in page or page.count("field-error") >= 2  # both faults at once
