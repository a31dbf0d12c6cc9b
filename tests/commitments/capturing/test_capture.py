"""Capturing: a line is a draft at once and once only, two people see each other's, and what is undone stays undone."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.capturing import days
from events_app.commitments.capturing.actions import shortened
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import AgendaItem
from events_app.ids import new_id
from tests import make_checkin, make_commitments, make_events, make_seating
from tests.make_commitments import Scene
from tests.people import Somebody

TODAY = date(2026, 11, 30)
LINES = "/events/{}/captured-lines"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("+30", date(2026, 12, 30)),
        ("+ 2w", date(2026, 12, 14)),
        ("+2 minggu", date(2026, 12, 14)),
        ("+3 bulan", date(2027, 2, 28)),
        ("31/12", date(2026, 12, 31)),
        ("1/3", date(2027, 3, 1)),
        ("29/2", date(2028, 2, 29)),
        ("30.11", TODAY),
        ("31-12-27", date(2027, 12, 31)),
        ("2027-03-31", date(2027, 3, 31)),
    ],
)
def test_a_day_is_understood_as_people_type_it(text: str, day: date) -> None:
    assert days.meant(text, TODAY) == day


@pytest.mark.parametrize(
    "text", ["", "besok", "31/2", "31/13", "+", "+3 tahun", "2026-13-01", "99", "+1e3", "1/1/1/1"]
)
def test_what_is_no_day_is_none(text: str) -> None:
    assert days.meant(text, TODAY) is None


def test_a_title_ends_with_a_word() -> None:
    assert shortened("Kami  membuka\nposko.") == "Kami membuka posko."
    long = shortened("posko " * 100)
    assert len(long) <= 200
    assert long.endswith("posko…")
    assert len(shortened("x" * 500)) == 200


def said(here: Scene, **more: Any) -> dict[str, Any]:
    facts = {"id": str(new_id()), "institution_id": str(here.promiser.id), "text": "Kami membuka posko."}
    return facts | more


async def test_a_line_is_a_draft_at_once_and_sent_twice_it_is_one(city: Organisation, dewi: Somebody) -> None:
    here = await make_commitments.scene(city)
    body = said(here)
    answers = await asyncio.gather(*(dewi.api.post(LINES.format(here.event.id), json=body) for _ in range(4)))
    assert {one.status_code for one in answers} == {201}, [one.text for one in answers]
    assert len({one.json()["commitment_id"] for one in answers}) == 1
    [row] = await fetch("SELECT title, statement, state, expected_result, created_by FROM commitment")
    assert (row["title"], row["state"], row["expected_result"]) == ("Kami membuka posko.", "draft", "")
    assert answers[0].json()["ref"].startswith("K-")


async def test_the_speaker_brings_the_institution_and_the_page_shows_in_whose_place(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    head = await make_seating.position(city.id, here.promiser, "Kepala Dinas")
    guest = await make_checkin.guest(here.event, "Budi Santoso", institution_id=here.promiser.id)
    await execute(
        "UPDATE guest SET represents = $1, position_title = 'Sekretaris' WHERE id = $2", head.id, guest.id
    )
    stranger = await make_checkin.guest(here.event, "Tanpa Instansi")
    body = said(here, institution_id=None, guest_id=str(guest.id))
    answer = (await dewi.api.post(LINES.format(here.event.id), json=body)).json()
    assert (answer["institution"], answer["speaker"]) == ("Dinas Sosial", "Budi Santoso")
    assert answer["in_place_of"] == "Kepala Dinas"
    page = (await dewi.web.get(f"/events/{here.event.id}/capture")).text
    assert "Budi Santoso, Dinas Sosial, Sekretaris (" in page
    refused = await dewi.api.post(
        LINES.format(here.event.id), json=said(here, institution_id=None, guest_id=str(stranger.id))
    )
    assert (refused.status_code, refused.json()["code"]) == (409, "no_institution")
    assert await fetch_value("SELECT count(*) FROM captured_line") == 1


async def test_actions_take_days_as_they_are_typed_and_the_promiser_is_meant(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    body = said(here)
    await dewi.api.post(LINES.format(here.event.id), json=body)
    path = f"{LINES.format(here.event.id)}/{body['id']}/actions"
    doing = {"id": str(new_id()), "deliverable": "SK posko", "due": "+30"}
    first = await dewi.api.post(path, json=doing)
    again = await dewi.api.post(path, json=doing)
    assert first.json()["actions"] == again.json()["actions"]
    [one] = first.json()["actions"]
    assert one["responsible_institution"] == "Dinas Sosial"
    assert one["due"] == (clock.today("Asia/Jakarta") + timedelta(days=30)).isoformat()
    wrong = await dewi.api.post(path, json={"deliverable": "x", "due": "besok"})
    assert (wrong.status_code, wrong.json()["code"]) == (422, "no_such_day")
    changed = await dewi.api.patch(
        f"{path}/{one['id']}", json={"deliverable": "SK dan foto", "due": "", "row_version": 1}
    )
    assert changed.json()["actions"][0]["due"] is None
    late = await dewi.api.patch(f"{path}/{one['id']}", json={"deliverable": "y", "due": "", "row_version": 1})
    assert late.status_code == 409
    assert (await dewi.api.delete(f"{path}/{one['id']}")).status_code == 204
    assert (await dewi.api.post(path, json=doing)).json()["code"] == "line_taken_back"


async def test_of_two_who_reword_one_wins_and_an_undone_line_does_not_come_back(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    body = said(here)
    await dewi.api.post(LINES.format(here.event.id), json=body)
    path = f"{LINES.format(here.event.id)}/{body['id']}"
    both = await asyncio.gather(
        *(dewi.api.patch(path, json={"text": text, "row_version": 1}) for text in ("Satu.", "Dua."))
    )
    assert sorted(one.status_code for one in both) == [200, 409]
    assert (await dewi.api.delete(path)).status_code == 204
    assert (await dewi.api.delete(path)).status_code == 204
    assert await fetch_value("SELECT count(*) FROM commitment") == 0
    again = await dewi.api.post(LINES.format(here.event.id), json=body)
    assert (again.status_code, again.json()["code"]) == (409, "line_taken_back")
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'commitment.undone'") == 1


async def test_what_is_agreed_is_not_changed_or_undone_here(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    here = await make_commitments.scene(city)
    body = said(here)
    made = (await dewi.api.post(LINES.format(here.event.id), json=body)).json()
    path = f"{LINES.format(here.event.id)}/{body['id']}"
    await dewi.api.post(f"{path}/actions", json={"deliverable": "SK", "due": "+30"})
    await execute(
        "UPDATE commitment SET expected_result = 'Warga terlayani.' WHERE id = $1", made["commitment_id"]
    )
    agreed = await chair.api.post(f"/commitments/{made['commitment_id']}/agreement")
    assert agreed.status_code == 200, agreed.text
    assert (await dewi.api.delete(path)).json()["code"] == "not_a_draft"
    assert (await dewi.api.patch(path, json={"text": "x", "row_version": 1})).json()["code"] == "not_a_draft"


async def test_without_a_script_the_page_is_a_form_that_keeps_what_was_typed(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    guest = await make_checkin.guest(here.event, "Budi Santoso", institution_id=here.promiser.id)
    path = f"/events/{here.event.id}/capture"
    wrong = await dewi.web.post(path, {"who": "", "text": "Kami membuka posko."})
    assert wrong.status_code == 422
    assert "Kami membuka posko." in wrong.text
    form = {"who": f"guest:{guest.id}", "text": "Kami membuka posko.", "id": str(new_id())}
    for _twice in range(2):
        kept = await dewi.web.post(path, form)
        assert kept.status_code == 303, kept.text
    page = (await dewi.web.get(kept.headers["location"])).text
    assert f'<option value="guest:{guest.id}" selected>' in page
    assert page.count("data-line=") == 1
    doing = await dewi.web.post(f"{path}/{form['id']}/actions", {"deliverable": "SK", "due": "kapan"})
    assert doing.status_code == 422
    assert 'value="kapan"' in doing.text
    more = await dewi.web.post(f"{path}/{form['id']}/actions", {"deliverable": "SK", "due": "31/12"})
    assert more.status_code == 303
    stale = await dewi.web.post(f"{path}/{form['id']}/edit", {"text": "Lain.", "row_version": "9"})
    assert stale.status_code == 422
    assert "Lain." in stale.text
    gone = await dewi.web.post(f"{path}/{form['id']}/undo")
    assert gone.status_code == 303
    assert await fetch_value("SELECT count(*) FROM commitment") == 0


async def test_the_list_asks_as_much_for_thirty_lines_as_for_three(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    counts = []
    for more in (3, 27):
        for _ in range(more):
            body = said(here)
            await dewi.api.post(LINES.format(here.event.id), json=body)
            path = f"{LINES.format(here.event.id)}/{body['id']}/actions"
            await dewi.api.post(path, json={"deliverable": "SK"})
        with counting_queries() as count:
            await dewi.web.get(f"/events/{here.event.id}/capture")
        counts.append(count.count)
    assert counts[0] == counts[1]


async def test_capturing_is_for_those_who_keep_commitments(
    city: Organisation, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    path = LINES.format(here.event.id)
    assert (await alice.api.post(path, json=said(here))).status_code == 403
    assert (await bob.api.post(path, json=said(here))).status_code in (403, 404)
    assert (await charlie.api.post(path, json=said(here))).status_code == 404
    assert (await dewi.api.post(path, json=said(here))).status_code == 201
    assert (await alice.web.get(f"/events/{here.event.id}/capture")).status_code == 403


async def agenda(city: Organisation, here: Scene, *minutes: int) -> list[AgendaItem]:
    """Lines of the running order from the event's start on."""
    rows = [
        AgendaItem(
            organisation=city.id, event=here.event.id, place=place, title=f"Acara {place}", minutes=length
        )
        for place, length in enumerate(minutes)
    ]
    for row in rows:
        await row.save()
    return rows


async def test_a_promise_stands_at_the_item_that_runs_and_can_be_moved(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    start = clock.now() - timedelta(minutes=45)
    await execute("UPDATE event SET starts_at = $1, ends_at = $2", start, start + timedelta(hours=3))
    first, second = await agenda(city, here, 30, 60)
    page = (await dewi.web.get(f"/events/{here.event.id}/capture")).text
    assert f'<option value="{second.id}" selected>' in page
    chosen = await dewi.web.get(f"/events/{here.event.id}/capture?agenda_item_id={first.id}")
    assert f'<option value="{first.id}" selected>' in chosen.text
    body = said(here, agenda_item_id=str(second.id))
    line = (await dewi.api.post(LINES.format(here.event.id), json=body)).json()
    read = "SELECT agenda_item FROM commitment"
    assert (line["agenda_item_id"], await fetch_value(read)) == (str(second.id), second.id)
    path = f"{LINES.format(here.event.id)}/{body['id']}"
    moved = await dewi.api.patch(
        path, json={"text": "Posko.", "agenda_item_id": str(first.id), "row_version": 1}
    )
    assert moved.json()["agenda_item_id"] == str(first.id)
    kept = await dewi.api.patch(path, json={"text": "Posko kami.", "row_version": 2})
    assert kept.json()["agenda_item_id"] == str(first.id)
    edit = f"/events/{here.event.id}/capture/{body['id']}/edit"
    assert f'<option value="{first.id}" selected>' in (await dewi.web.get(edit)).text
    await dewi.web.post(edit, {"text": "Posko kami.", "agenda_item_id": "", "row_version": "3"})
    assert await fetch_value(read) is None


async def test_an_item_of_another_event_is_refused_by_name(city: Organisation, dewi: Somebody) -> None:
    here = await make_commitments.scene(city)
    other = replace(here, event=await make_events.published(city))
    [item] = await agenda(city, other, 30)
    answer = await dewi.api.post(LINES.format(here.event.id), json=said(here, agenda_item_id=str(item.id)))
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "agenda_item_id")
    assert await fetch_value("SELECT count(*) FROM captured_line") == 0
