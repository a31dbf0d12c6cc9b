"""The stage: asked, confirmed, declined, moved; consent; times; what the checklist says."""

import re
from datetime import timedelta
from typing import Any

import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, fetch, fetch_value
from events_app.events import session_actions
from events_app.events.forms import SessionPatch
from events_app.events.readiness import gaps_of
from events_app.events.speakers import queries
from events_app.events.speakers.tables import Speaker
from events_app.events.tables import Event, Session
from events_app.stakeholders.tables import ConsentRecord, Person
from tests import make_events as make
from tests.people import Browser, Somebody


@pytest.fixture
async def public(public: Browser) -> Browser:
    """A visitor who reads English, whatever the event's language."""
    public.client.cookies.set("lang", "en")
    return public


async def staged(city: Organisation, **more: Any) -> tuple[Event, Session, Person]:
    """A public event whose first hour Kartini speaks in."""
    event = await make.published(city, visibility="public")
    kartini = await make.person(city, "Kartini", email="kartini@kenanga.example")
    session = await make.session(event, speaker_ids=[kartini.id], **more)
    return event, session, kartini


async def asked(event: Event, person: Person, alice: Somebody) -> str:
    """The page of the link that Kartini was sent."""
    answer = await alice.api.post(
        f"/events/{event.id}/speakers/requests", json={"person_ids": [str(person.id)]}
    )
    assert answer.json() == {"sent": 1, "no_address": [], "too_soon": []}
    desk = await Speaker.objects().get((Speaker.person == person.id) & (Speaker.event == event.id))
    assert desk is not None
    return f"/speakers/{tokens.derive('speaker', desk.id, desk.link_version)}"


async def state_of(event: Event, alice: Somebody) -> str:
    [one] = (await alice.api.get(f"/events/{event.id}/speakers")).json()["items"]
    return str(one["sessions"][0]["state"])


def said(session: Session, answer: str = "confirmed", **more: str) -> dict[str, str]:
    facts = {"session_id": str(session.id), "answer": answer} | more
    return {f"answers.0.{name}": value for name, value in facts.items()}


async def codes(event: Event) -> dict[str, str]:
    return {gap.code: gap.text for gap in await gaps_of(event, clock.now()) if gap.code.startswith("speaker")}


async def move(session: Session, event: Event, alice: Somebody, hours: float) -> None:
    later = timedelta(hours=hours)
    patch = SessionPatch(starts_at=session.starts_at + later, ends_at=session.ends_at + later)
    await session_actions.update_session(alice.actor, event, session, patch, clock.now())


async def test_from_asking_to_a_moved_session_and_a_refusal(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    assert (await state_of(event, alice), await codes(event)) == (
        "not_asked",
        {"speaker_not_confirmed": "Belum memastikan: Kartini."},
    )
    way = await asked(event, kartini, alice)
    assert await state_of(event, alice) == "asked"
    page = (await public.get(way)).text
    assert "Sesi 1" in page
    assert "Kartini" in page
    assert (await public.post(way, said(session, topic="Pencegahan"))).status_code == 303
    assert (await state_of(event, alice), await codes(event)) == ("confirmed", {})
    await move(session, event, alice, 1)
    assert await state_of(event, alice) == "moved"
    shown = (await alice.web.get(f"/events/{event.id}/speakers")).text
    assert "Confirmed for the old time" in shown
    assert "Time or room has changed" in (await public.get(way)).text
    assert await asked(event, kartini, alice) == way
    assert await state_of(event, alice) == "asked"
    assert "Time or room has changed" in (await public.get(way)).text
    empty = await public.post(way, said(session, "declined", topic="Pencegahan dini"))
    assert empty.status_code == 422
    assert "Please say why." in empty.text
    assert "Pencegahan dini" in empty.text
    assert (await public.post(way, said(session, "declined", reason="Dinas luar"))).status_code == 303
    assert list(await codes(event)) == ["speaker_declined"]
    assert "Dinas luar" in (await alice.web.get(f"/events/{event.id}/speakers")).text
    verbs = await fetch("SELECT verb FROM audit_entry WHERE subject = $1 ORDER BY id", kartini.id)
    wanted = ["speaker.asked", "speaker.answered", "speaker.asked", "speaker.answered"]
    assert [row["verb"] for row in verbs] == wanted


async def test_the_time_back_is_the_time_confirmed(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    await public.post(way, said(session))
    await move(session, event, alice, 1)
    await session.refresh()
    await move(session, event, alice, -1)
    assert await state_of(event, alice) == "confirmed"


async def test_an_answer_to_a_time_nobody_saw_is_refused(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    [seen] = re.findall(r'name="answers.0.seen" value="([^"]+)"', (await public.get(way)).text)
    await move(session, event, alice, 1)
    late = await public.post(way, said(session, seen=seen, topic="Judul saya"))
    assert late.status_code == 422
    assert "Judul saya" in late.text
    assert await state_of(event, alice) == "asked"


async def test_topic_and_biography_are_public_with_consent_alone(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)

    async def seen() -> tuple[bool, bool, bool]:
        text = (await public.get(f"/e/{event.slug}")).text
        return "Kartini" in text, "Topik dini" in text, "Guru besar" in text

    profile = {"biography": "Guru besar", "needs": "Proyektor"}
    await public.post(f"{way}/profile", profile | {"consent": "true"})
    assert await seen() == (True, False, False)  # not confirmed yet
    await public.post(way, said(session, topic="Topik dini"))
    assert await seen() == (True, True, True)
    assert "Proyektor" not in (await public.get(f"/e/{event.slug}")).text
    assert "Proyektor" in (await alice.web.get(f"/events/{event.id}/speakers")).text
    record = await ConsentRecord.objects().get(ConsentRecord.person == kartini.id)
    assert record is not None
    assert (record.purpose, record.text_version, record.via) == ("speaker", 1, "mail link")
    await public.post(f"{way}/profile", profile)
    assert await seen() == (False, False, False)
    await Event.update({Event.confidential: True}).where(Event.id == event.id)
    assert (await public.get(f"/e/{event.slug}")).status_code == 404


async def test_whoever_takes_consent_back_is_in_no_release_either(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    budi = await make.person(city, "Budi Santoso")
    await alice.api.post(f"/events/{event.id}/releases", json={"note": ""})
    await public.post(f"{way}/profile", {"biography": "Guru besar", "consent": "true"})
    patch = SessionPatch(speaker_ids=[budi.id])
    await session_actions.update_session(alice.actor, event, session, patch, clock.now())
    await alice.api.post(f"/events/{event.id}/releases", json={"note": ""})
    assert "Kartini" in (await public.get(f"/e/{event.slug}")).text
    await public.post(f"{way}/profile", {"biography": "Guru besar"})
    for page in (f"/e/{event.slug}", f"/e/{event.slug}/programme"):
        assert "Kartini" not in (await public.get(page)).text, page


async def test_links_open_nothing_else(city: Organisation, alice: Somebody, public: Browser) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    budi = await make.person(city, "Budi", email="budi@kenanga.example")
    other = await make.session(event, "Sesi 2", speaker_ids=[budi.id], **make.hours(1, 2))
    theirs = await public.post(way, said(other))
    assert theirs.status_code in {404, 422}
    assert await fetch_value("SELECT count(*) FROM event_speaking WHERE session = $1", other.id) == 0
    assert (await public.get("/speakers/0000")).status_code == 404
    long = await public.post(f"{way}/profile", {"biography": "a" * 5_001, "needs": "Kursi"})
    assert long.status_code == 422
    assert "a" * 5_001 in long.text
    assert "Kursi" in long.text
    await alice.web.post(f"/events/{event.id}/speakers/{kartini.id}/link")
    assert (await public.get(way)).status_code == 404
    await session.refresh()


async def test_somebody_removed_is_told_politely(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    patch = SessionPatch(speaker_ids=[])
    await session_actions.update_session(alice.actor, event, session, patch, clock.now())
    answer = await public.get(way)
    assert answer.status_code == 200
    assert "You are not in the programme any more" in answer.text
    assert "Sesi 1" not in answer.text


async def test_answers_close_when_the_event_begins(
    city: Organisation, alice: Somebody, public: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    monkeypatch.setattr(clock, "now", lambda: event.starts_at + timedelta(minutes=1))
    assert (await public.post(way, said(session))).status_code == 422
    assert "answers are closed" in (await public.get(way)).text


async def test_nobody_is_reminded_twice_a_day(city: Organisation, alice: Somebody) -> None:
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    path, body = f"/events/{event.id}/speakers/reminders", {"person_ids": [str(kartini.id)]}
    assert (await alice.api.post(path, json=body)).json()["too_soon"] == ["Kartini"]
    await Speaker.update({Speaker.asked_at: clock.now() - timedelta(days=2)}, force=True)
    assert (await alice.api.post(path, json=body)).json()["sent"] == 1
    assert (await alice.api.post(path, json=body)).json()["sent"] == 0


async def test_nobody_without_an_address_counts_as_asked(city: Organisation, alice: Somebody) -> None:
    event = await make.published(city)
    budi = await make.person(city, "Budi")
    session = await make.session(event, speaker_ids=[budi.id])
    answer = await alice.api.post(
        f"/events/{event.id}/speakers/requests", json={"person_ids": [str(budi.id)]}
    )
    assert answer.json() == {"sent": 0, "no_address": ["Budi"], "too_soon": []}
    assert await state_of(event, alice) == "not_asked"
    body = {"session_id": str(session.id), "answer": "confirmed", "said_by": "Ajudan, lewat telepon"}
    path = f"/events/{event.id}/speakers/{budi.id}/answers"
    noted = (await alice.api.post(path, json=body)).json()["sessions"][0]
    assert (noted["state"], noted["said_by"]) == ("confirmed", "Ajudan, lewat telepon")
    await alice.api.post(path, json=body | {"answer": "asked"})
    assert await state_of(event, alice) == "asked"
    assert (await alice.api.post(path, json=body | {"answer": "declined"})).status_code == 422


async def test_stated_times_warn_of_a_session_beside_them(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    times = {"timezone": "Asia/Jakarta", "first_day": "2026-12-12", "free": "can"}
    morning = {"from_time": "09:00", "until_time": "09:30"}
    assert (await public.post(f"{way}/times", times | morning)).status_code == 303
    assert "Kartini" in (await codes(event))["speaker_unavailable"]
    await public.post(f"{way}/times", times | {"from_time": "09:30", "until_time": "10:00"})
    assert "speaker_unavailable" not in await codes(event)  # two that touch hold the whole hour
    await public.post(f"{way}/times", times | {"free": "cannot"})
    assert "speaker_unavailable" in await codes(event)
    listed = (await public.get(way)).text
    assert "Saturday, 12 December 2026</div>" in listed, "a whole day is said without its midnights"
    assert "at 09:00–09:30 WIB" in listed
    saved = await alice.web.post(
        f"/events/{event.id}/sessions/{session.id}",
        {
            "timezone": "Asia/Jakarta",
            "title": "Sesi 1",
            "starts_at": "2026-12-12T09:00",
            "ends_at": "2026-12-12T10:00",
            "speaker_ids": str(kartini.id),
        },
    )
    said_after = (await alice.web.get(saved.headers["location"])).text
    assert "Kartini said they are not available" in said_after
    assert (
        "Kartini said they are not available"
        in (await alice.web.get(f"/events/{event.id}/sessions/{session.id}")).text
    )
    [*_others, whole] = (await queries.stage_of(event))[0].times
    ids = {str(one.id) for one in (await queries.stage_of(event))[0].times if not one.free}
    assert whole
    await public.post(f"{way}/times/{ids.pop()}/remove")
    assert "speaker_unavailable" not in await codes(event)


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"first_day": "2026-12-12", "last_day": "2026-12-11"}, "last_day"),
        ({"first_day": "2026-12-12", "last_day": "2027-12-12"}, "last_day"),
        ({"first_day": "2026-12-12", "from_time": "10:00", "until_time": "09:00"}, "until_time"),
        ({"first_day": "2026-12-12", "from_time": "10:00"}, "until_time"),
        ({"first_day": "2026-12-12", "from_time": "09:30", "until_time": "10:30Z"}, "until_time"),
        ({"first_day": "2026-12-12", "from_time": "09:30+08:00", "until_time": "10:30"}, "from_time"),
        ({"first_day": "0026-12-12"}, "first_day"),
        ({"first_day": "2026-12-12", "from_time": "kapan"}, "from_time"),
        ({"first_day": "2027-03-28", "from_time": "02:30", "until_time": "05:00", "timezone": "Europe/Berlin"}, "from_time"),
        ({"first_day": "2027-03-28", "from_time": "01:30", "until_time": "02:30", "timezone": "Europe/Berlin"}, "until_time"),
    ],
)  # fmt: skip
async def test_times_that_cannot_be(
    city: Organisation, alice: Somebody, public: Browser, typed: dict[str, str], field: str
) -> None:
    event, _session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    answer = await public.post(f"{way}/times", {"timezone": "Asia/Jakarta", "free": "can"} | typed)
    assert answer.status_code == 422
    assert f'id="f-{field}-error"' in answer.text.replace("_", "_")
    assert await fetch_value("SELECT count(*) FROM person_availability") == 0


async def test_times_can_be_asked_for_before_there_is_a_session(
    city: Organisation, alice: Somebody, public: Browser
) -> None:
    event = await make.published(city)
    budi = await make.person(city, "Budi", email="budi@kenanga.example")
    form = {
        "about": "availability",
        "person_ids": str(budi.id),
        "free_from": "2026-12-10",
        "free_until": "2026-12-20",
    }
    draft = await alice.web.get(f"/events/{event.id}/speakers/messages?about=availability&person={budi.id}")
    assert draft.status_code == 200
    assert (await alice.web.post(f"/events/{event.id}/speakers/messages", form)).status_code == 303
    text = await fetch_value("SELECT text FROM message WHERE kind = 'events.speaker_availability'")
    assert "{{link:speaker:" in text  # the working link is never kept
    desk = await Speaker.objects().get(Speaker.person == budi.id)
    assert desk is not None
    way = f"/speakers/{tokens.derive('speaker', desk.id, 1)}"
    assert "You have stated no times yet." in (await public.get(way)).text
    times = {"timezone": "Asia/Jakarta", "free": "can", "first_day": "2026-12-11", "last_day": "2026-12-13"}
    await public.post(f"{way}/times", times | {"from_time": "10:00", "until_time": "12:00"})
    path = f"/events/{event.id}/speakers/{budi.id}/availability"
    assert len((await alice.api.get(path)).json()["items"]) == 3
    await make.session(event, speaker_ids=[budi.id])
    assert "speaker_unavailable" in await codes(event)


async def test_the_draft_is_shown_before_it_goes(city: Organisation, alice: Somebody) -> None:
    event, _session, _kartini = await staged(city)
    page = (await alice.web.get(f"/events/{event.id}/speakers/messages")).text
    assert "[personal link]" in page or "[tautan pribadi]" in page
    assert "kartini@kenanga.example" in page
    assert await fetch_value("SELECT count(*) FROM message") == 0
    none = await alice.web.post(f"/events/{event.id}/speakers/messages", {"about": "asking", "note": "Mohon"})
    assert none.status_code == 422
    assert "Mohon" in none.text


async def test_a_confidential_event_is_not_named_in_the_mail(
    city: Organisation, alice: Somebody, owner: Somebody
) -> None:
    event = await make.published(city, confidential=True, title="Rahasia besar")
    kartini = await make.person(city, "Kartini", email="kartini@kenanga.example")
    await make.session(event, "Sesi rahasia", speaker_ids=[kartini.id])
    body = {"person_ids": [str(kartini.id)]}
    await owner.api.post(f"/events/{event.id}/speakers/requests", json=body)
    row = (await fetch("SELECT subject, text FROM message"))[0]
    assert "ahasia" not in row["subject"] + row["text"]


async def test_the_page_asks_no_more_for_a_hundred_than_for_ten(city: Organisation, alice: Somebody) -> None:
    async def cost(number: int) -> int:
        event = await make.published(city, room_id=None)
        people = [await make.person(city, f"Orang {n}", email=f"o{n}@a.example") for n in range(number)]
        for n, one in enumerate(people):
            times = make.hours(n / 60, (n + 1) / 60)
            await make.session(event, f"Sesi {n}", speaker_ids=[one.id], **times)
        with counting_queries() as counted:
            assert (await alice.web.get(f"/events/{event.id}/speakers")).text.count('id="p-') == number
        return counted.count

    assert await cost(100) == await cost(10)


async def test_the_staff_note_times_and_who_said_so(
    city: Organisation, alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event, session, kartini = await staged(city)
    path = f"/events/{event.id}/speakers/{kartini.id}/availability"
    body = {
        "free": False, "starts_at": session.starts_at.isoformat(), "ends_at": session.ends_at.isoformat(),
        "said_by": "Ajudan, lewat telepon",
    }  # fmt: skip
    assert (await dewi.api.post(path, json=body)).status_code == 403
    assert (await charlie.api.post(path, json=body)).status_code == 404
    nobody = await alice.api.post(path, json=body | {"said_by": ""})
    assert [fault["field"] for fault in nobody.json()["errors"]] == ["said_by"]
    made = await alice.api.post(path, json=body)
    assert (made.status_code, made.json()["said_by"]) == (201, "Ajudan, lewat telepon")
    assert (await alice.api.post(path, json=body)).json()["id"] == made.json()["id"]
    assert [one["id"] for one in (await alice.api.get(path)).json()["items"]] == [made.json()["id"]]
    assert [one.person for one in await queries.absences(event)] == [kartini.id]
    page = (await alice.web.get(f"/events/{event.id}/speakers")).text
    assert "Noted by the staff: Ajudan, lewat telepon" in page
    for _twice in range(2):
        assert (await alice.api.delete(f"{path}/{made.json()['id']}")).status_code == 204
    assert (await alice.api.get(path)).json()["items"] == []


async def test_the_staff_note_times_on_the_page(city: Organisation, alice: Somebody, dewi: Somebody) -> None:
    event, _session, kartini = await staged(city)
    path = f"/events/{event.id}/speakers/{kartini.id}/times"
    typed = {"timezone": "Asia/Jakarta", "free": "cannot", "first_day": "2026-12-12"}
    refused = await alice.web.post(path, data=typed)
    assert refused.status_code == 422
    assert 'value="2026-12-12"' in refused.text
    assert (await dewi.web.post(path, data=typed | {"said_by": "x"})).status_code == 403
    assert (await alice.web.post(path, data=typed | {"said_by": "Kartini sendiri"})).status_code == 303
    kept = await fetch_value("SELECT said_by FROM person_availability")
    assert kept == "Kartini sendiri"
    time = await fetch_value("SELECT id FROM person_availability")
    assert (await alice.web.post(f"{path}/{time}/remove")).status_code == 303
    assert await fetch_value("SELECT count(*) FROM person_availability") == 0


async def test_needs_are_for_those_who_plan(city: Organisation, alice: Somebody, dewi: Somebody) -> None:
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    await Speaker.update({Speaker.needs: "Jalur kursi roda"}).where(Speaker.person == kartini.id)
    for somebody, seen in ((alice, True), (dewi, False)):
        one = (await somebody.api.get(f"/events/{event.id}/speakers/{kartini.id}")).json()
        assert one["needs"] == ("Jalur kursi roda" if seen else None)
        [listed] = (await somebody.api.get(f"/events/{event.id}/speakers")).json()["items"]
        assert listed["needs"] == one["needs"]
        page = (await somebody.web.get(f"/events/{event.id}/speakers")).text
        assert ("Jalur kursi roda" in page) is seen
