"""Until when answers are taken: told everywhere, kept by links, extended by staff."""

from datetime import datetime, timedelta

import httpx

from events_app import clock
from events_app.database import execute, fetch_value
from events_app.events.tables import Event
from events_app.invitations import links, news
from events_app.invitations.tables import Invitation
from tests import make_events, make_seating
from tests.people import Browser, Somebody

YES = {"answer": "accepted", "representatives": [{"full_name": "Kartini"}]}
PAST = "2026-01-01T00:00:00Z"


async def asked(alice: Somebody, count: int = 1) -> tuple[Event, list[Invitation]]:
    now = clock.now()
    times = {"starts_at": now + timedelta(days=20), "ends_at": now + timedelta(days=20, hours=3)}
    event = await make_events.published(alice.actor.organisation, **times)
    offices = await make_seating.offices(alice.actor, count, email="kelurahan@kota.example")
    return event, await make_seating.asked(event, offices, send=True)


def later(**by: float) -> str:
    return (clock.now() + timedelta(**by)).isoformat()


async def test_the_deadline_stands_in_the_mail_and_on_the_page_and_closes_the_link(
    alice: Somebody, client: httpx.AsyncClient, public: Browser
) -> None:
    event, [one] = await asked(alice)
    kept = await alice.api.put(f"/events/{event.id}/inviting", json={"answer_by": later(days=5)})
    assert kept.status_code == 200
    path = f"/rsvp/{links.rsvp_token(one.id, 1)}"
    public.client.cookies.set("lang", "en")
    assert "Please answer by" in (await public.get(path)).text
    await make_seating.asked(
        event, await make_seating.offices(alice.actor, 1, "Desa", email="d@kota.example"), send=True
    )
    text = await fetch_value("SELECT text FROM message WHERE to_address = 'd@kota.example'")
    assert "Mohon jawaban" in text or "answer by" in text
    await execute("UPDATE event SET answer_by = $1", datetime.fromisoformat(PAST))
    late = await client.put(f"/api/v1{path}", json=YES)
    assert (late.status_code, late.json()["code"]) == (409, "deadline_passed")
    shown = await public.get(path)
    assert "The time for answering is over." in shown.text
    assert 'value="accepted"' not in shown.text


async def test_one_invitation_may_have_longer_and_what_had_expired_is_open_again(
    alice: Somebody, client: httpx.AsyncClient
) -> None:
    event, [one, other] = await asked(alice, 2)
    await execute("UPDATE event SET answer_by = $1", datetime.fromisoformat(PAST))
    for _twice in range(2):
        await news.expire(clock.now())
    assert await fetch_value("SELECT count(*) FROM invitation WHERE state = 'expired'") == 2
    door = f"/events/{event.id}/invitations/{one.id}/deadline"
    past = await alice.api.put(door, json={"answer_by": PAST})
    assert past.json()["errors"][0]["code"] == "in_the_past"
    extended = await alice.api.put(door, json={"answer_by": later(days=2)})
    assert (extended.json()["state"], extended.json()["answer_by"] is None) == ("sent", False)
    codes = []
    for row in (one, other):
        answer = await client.put(f"/api/v1/rsvp/{links.rsvp_token(row.id, 1)}", json=YES)
        codes.append(answer.json().get("state") or answer.json()["code"])
    assert codes == ["accepted", "deadline_passed"]
    reopened = await alice.api.put(f"/events/{event.id}/inviting", json={"answer_by": later(days=3)})
    assert reopened.status_code == 200
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", other.id) == "sent"


async def test_staff_record_an_answer_after_the_deadline(alice: Somebody) -> None:
    event, [one] = await asked(alice)
    await execute("UPDATE event SET answer_by = $1", datetime.fromisoformat(PAST))
    form = {
        "answer": "declined",
        "said_by": "Sekretaris",
        "said_at": "2026-01-05T09:30",
        "timezone": "Asia/Jakarta",
    }
    sent = await alice.web.post(f"/events/{event.id}/invitations/{one.id}/answer", form)
    assert sent.status_code == 303
    assert await fetch_value("SELECT state FROM invitation") == "declined"


async def test_the_page_keeps_local_times_and_refuses_what_somebody_else_changed(alice: Somebody) -> None:
    event, [one] = await asked(alice)
    local = (event.starts_at - timedelta(days=1)).strftime("%Y-%m-%dT%H:%M")
    form = {
        "timezone": "Asia/Jakarta",
        "answer_by": local,
        "offer_hours": "24",
        "remind_days": "3",
        "row_version": "1",
    }
    base = f"/events/{event.id}/inviting"
    assert 'value="0"' in (await alice.web.get(base)).text
    assert (await alice.web.post(base, form)).status_code == 303
    shown = await alice.web.get(base)
    assert f'value="{local}"' in shown.text
    stale = await alice.web.post(base, form | {"offer_hours": "48"})
    assert stale.status_code == 422
    assert 'value="48"' in stale.text
    faulty = await alice.web.post(base, form | {"offer_hours": "9999", "row_version": "2"})
    assert 'id="f-offer_hours-error"' in faulty.text
    await alice.web.post(
        f"/events/{event.id}/invitations/{one.id}/deadline", {"timezone": "Asia/Jakarta", "answer_by": local}
    )
    assert await fetch_value("SELECT answer_by IS NOT NULL FROM invitation")


async def test_a_reserve_outlives_the_first_deadline(alice: Somebody) -> None:
    event, _sent = await asked(alice)
    await make_seating.asked(event, await make_seating.offices(alice.actor, 1, "Desa"), reserve=True)
    await execute("UPDATE event SET answer_by = $1", datetime.fromisoformat(PAST))
    await news.expire(clock.now())
    rows = await fetch_value("SELECT array_agg(state ORDER BY id) FROM invitation")
    assert rows == ["expired", "draft"]


async def test_only_those_who_invite_set_how_it_runs(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event, _sent = await asked(alice)
    door = f"/events/{event.id}/inviting"
    assert (await dewi.api.get(door)).json()["offer_hours"] == 0
    assert (await dewi.api.put(door, json={})).status_code == 403
    assert (await charlie.api.get(door)).status_code == 404
    wrong = await alice.api.put(door, json={"offer_hours": -1, "remind_days": 0, "answer_by": PAST})
    assert {one["field"] for one in wrong.json()["errors"]} == {"offer_hours", "remind_days"}
