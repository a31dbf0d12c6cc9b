"""Single sessions in calendars of people on stage, read from real mails; their replies are their answers."""

from datetime import UTC, timedelta
from typing import Any

import asyncpg
import pytest
from icalendar import Calendar

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.errors import Refusal
from events_app.events import actions as events
from events_app.events import session_actions
from events_app.events.forms import Postponement, SessionPatch
from events_app.events.tables import Session
from events_app.invitations import news
from events_app.invitations.notices import actions as notices
from events_app.invitations.replies import inbox
from events_app.notifications import delivery
from events_app.notifications.mailbox.readers import Outcome
from tests import make_events as make
from tests.events.speakers.test_speakers import asked, move, said, staged, state_of
from tests.notifications.postman import Postman
from tests.people import Browser, Somebody

KIND = "events.session_calendar"


async def delivered(postman: Postman) -> list[dict[str, Any]]:
    """The entries of the mails that went out since the last look, in order."""
    rows = await fetch("SELECT id FROM message WHERE kind = $1 AND state <> 'sent' ORDER BY id", KIND)
    before = len(postman.mails)
    for row in rows:
        await delivery.deliver(row["id"], clock.now())
    return [_entry(mail) for mail in postman.mails[before:]]


def _entry(mail: Any) -> dict[str, Any]:
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    calendar: Any = Calendar.from_ical(part.get_content())
    [entry] = calendar.walk("VEVENT")
    [organizer] = [str(entry["organizer"])]
    return {
        "to": mail["To"].addresses[0].addr_spec,
        "methods": {part.get_param("method"), str(calendar["method"])},
        "uid": str(entry["uid"]),
        "sequence": int(entry["sequence"]),
        "status": str(entry["status"]),
        "summary": str(entry["summary"]),
        "attendee": str(entry["attendee"]),
        "standing": entry["attendee"].params["PARTSTAT"],
        "starts": entry["dtstart"].dt.astimezone(UTC),
        "stamp": entry["dtstamp"].dt,
        "organizer": organizer,
        "zones": [str(zone["tzid"]) for zone in calendar.walk("VTIMEZONE")],
    }


async def reread(session: Session) -> Session:
    row = await Session.objects().get(Session.id == session.id)
    assert row is not None
    return row


def reply(entry: dict[str, Any], what: str = "ACCEPTED", *, later: int = 0, **more: Any) -> bytes:
    """As a calendar program writes it, some minutes after now."""
    at = clock.now() + timedelta(minutes=later)
    facts = entry | more
    lines = [
        "BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Someone//EN", "METHOD:REPLY", "BEGIN:VEVENT",
        f"UID:{facts['uid']}", f"SEQUENCE:{facts['sequence']}", f"DTSTAMP:{at:%Y%m%dT%H%M%SZ}",
        f"ORGANIZER:{facts['organizer']}", f"ATTENDEE;PARTSTAT={what}:{facts['attendee']}",
        *([f"COMMENT:{facts['comment']}"] if "comment" in facts else []),
        "END:VEVENT", "END:VCALENDAR", "",
    ]  # fmt: skip
    return "\r\n".join(lines).encode()


async def answered(raw: bytes, later: int = 1) -> tuple[str, str]:
    outcome = await inbox.read(raw, None, clock.now() + timedelta(minutes=later))
    assert isinstance(outcome, Outcome)
    return outcome.state, outcome.reason


async def test_asking_puts_each_session_into_the_calendar_by_a_mail_of_its_own(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, session, kartini = await staged(city)
    second = await make.session(event, "Sesi 2", speaker_ids=[kartini.id], **make.hours(1, 2))
    await asked(event, kartini, alice)
    first, other = await delivered(mailing)
    assert first["methods"] == {"REQUEST"}
    assert (first["uid"].partition("@")[0], other["uid"].partition("@")[0]) == (
        f"{session.id}",
        f"{second.id}",
    )
    assert (first["to"], first["attendee"]) == ("kartini@kenanga.example", "mailto:kartini@kenanga.example")
    assert (first["sequence"], first["standing"], first["status"]) == (0, "NEEDS-ACTION", "CONFIRMED")
    assert (first["summary"], first["starts"]) == ("Sesi 1 – Diskusi Tematik", session.starts_at)
    assert first["zones"] == ["Asia/Jakarta"]
    assert first["organizer"] != other["organizer"], "a reply tells of which session it is"
    await alice.api.post(f"/events/{event.id}/speakers/requests", json={"person_ids": [str(kartini.id)]})
    assert await delivered(mailing) == [], "twice is once"


async def test_a_change_goes_out_with_the_release_and_a_typo_never(
    city: Organisation, alice: Somebody, mailing: Postman, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    await public.post(way, said(session))
    assert len(await delivered(mailing)) == 1
    typo = SessionPatch(title="Sesi Satu")
    await session_actions.update_session(alice.actor, event, session, typo, clock.now())
    assert (await alice.api.get(f"/events/{event.id}/speakers/calendars")).json()["items"] == []
    await move(session, event, alice, 1)
    assert await delivered(mailing) == [], "nobody has looked at it yet"
    [due] = (await alice.api.get(f"/events/{event.id}/speakers/calendars")).json()["items"]
    assert (due["method"], due["sequence"], due["name"]) == ("REQUEST", 1, "Kartini")
    made = await notices.release(alice.actor, event, "", clock.now())
    await notices.send(alice.actor, event, made, [], clock.now())
    [entry] = await delivered(mailing)
    assert (entry["sequence"], entry["standing"], entry["methods"]) == (1, "NEEDS-ACTION", {"REQUEST"})
    assert entry["starts"] == session.starts_at + timedelta(hours=1)
    await public.post(way, said(await reread(session)))
    assert await delivered(mailing) == []


async def test_whoever_is_skipped_in_a_release_keeps_their_calendar(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, session, kartini = await staged(city)
    await asked(event, kartini, alice)
    await delivered(mailing)
    await move(session, event, alice, 1)
    made = await notices.release(alice.actor, event, "", clock.now())
    drafts = [row["id"] for row in await fetch("SELECT id FROM release_notice WHERE release = $1", made.id)]
    await notices.send(alice.actor, event, made, drafts, clock.now())
    assert await delivered(mailing) == []
    shown = (await alice.web.get(f"/events/{event.id}/speakers")).text
    assert "Calendars behind the programme" in shown
    assert (await alice.web.post(f"/events/{event.id}/speakers/calendars")).status_code == 303
    assert [one["sequence"] for one in await delivered(mailing)] == [1]
    assert "Calendars behind the programme" not in (await alice.web.get(f"/events/{event.id}/speakers")).text


@pytest.mark.parametrize("way", ["removed", "session", "event"])
async def test_who_is_off_the_stage_or_the_programme_has_it_taken_out(
    city: Organisation, alice: Somebody, mailing: Postman, way: str
) -> None:
    """To the address that the entry was sent to, whatever the directory says now."""
    event, session, kartini = await staged(city)
    await asked(event, kartini, alice)
    [asking] = await delivered(mailing)
    await execute("UPDATE person SET email = 'baru@kenanga.example' WHERE id = $1", kartini.id)
    if way == "event":
        await events.cancel(alice.actor, event, "Banjir", clock.now())
        await news.tell_cancelled(event.id, clock.now())
    else:
        if way == "removed":
            patch = SessionPatch(speaker_ids=[])
            await session_actions.update_session(alice.actor, event, session, patch, clock.now())
        else:
            await session_actions.cancel_session(alice.actor, event, session, clock.now())
        assert await delivered(mailing) == []
        shown = (await alice.web.get(f"/events/{event.id}/speakers")).text
        assert "Taken out" in shown
        await alice.api.post(f"/events/{event.id}/speakers/calendars")
    [gone] = await delivered(mailing)
    assert (gone["methods"], gone["status"], gone["uid"]) == ({"CANCEL"}, "CANCELLED", asking["uid"])
    assert gone["to"] == "kartini@kenanga.example"
    assert gone["sequence"] == int(way == "session")
    assert gone["stamp"] >= asking["stamp"]
    await alice.api.post(f"/events/{event.id}/speakers/calendars")
    assert await delivered(mailing) == []
    assert await answered(reply(asking)) == ("ignored", "older")


async def test_a_postponed_event_moves_its_sessions_in_calendars(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, session, kartini = await staged(city)
    await asked(event, kartini, alice)
    await delivered(mailing)
    later = {"starts_at": event.starts_at + timedelta(days=7), "ends_at": event.ends_at + timedelta(days=7)}
    await events.postpone(alice.actor, event, Postponement(**later, reason="Banjir"), clock.now())
    for _twice in range(2):
        await news.tell_postponed(event.id, clock.now())
    [entry] = await delivered(mailing)
    assert (entry["sequence"], entry["status"]) == (1, "TENTATIVE")
    assert entry["starts"] == session.starts_at + timedelta(days=7)


async def test_a_reply_is_the_persons_own_answer_once(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    yes = reply(entry, later=1)
    assert await answered(yes) == ("done", "")
    assert await state_of(event, alice) == "confirmed"
    assert await answered(yes) == ("ignored", "older")
    stranger = entry | {"attendee": "mailto:budi@x.example"}
    no = reply(stranger, "DECLINED", later=2, comment="Dinas luar")
    assert await answered(no, later=3) == ("done", ""), "known by the tag, whatever address it comes from"
    assert await state_of(event, alice) == "declined"
    [turn] = (await alice.api.get(f"/events/{event.id}/speakers")).json()["items"][0]["sessions"]
    assert turn["reason"] == "Dinas luar"
    assert await answered(yes) == ("ignored", "older")
    assert await delivered(mailing) == []


async def test_a_reply_is_brought_in_as_a_file_too(
    city: Organisation, alice: Somebody, bob: Somebody, charlie: Somebody, mailing: Postman
) -> None:
    event, session, kartini = await staged(city)
    other = await make.published(city)
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    door, upload = f"/events/{event.id}/speakers/calendar-replies", f"/events/{event.id}/calendar-replies"
    clear = {"file": ("reply.ics", reply(entry))}
    for somebody, status in ((bob, (403, 404)), (charlie, (404,))):
        assert (await somebody.api.post(door, files=clear)).status_code in status
    wrong = await alice.api.post(upload, files=clear)
    assert (wrong.status_code, wrong.json()["code"]) == (409, "reply_of_stage")
    elsewhere = await alice.api.post(f"/events/{other.id}/speakers/calendar-replies", files=clear)
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (409, "reply_for_another_event")
    vague = await alice.api.post(door, files={"file": ("reply.ics", reply(entry, "DELEGATED"))})
    assert (vague.status_code, vague.json()["code"]) == (409, "stage_reply_not_clear")
    taken = (await alice.api.post(door, files=clear)).json()
    assert taken == {"person_id": str(kartini.id), "session_id": str(session.id), "state": "taken"}
    assert await state_of(event, alice) == "confirmed"
    by = await fetch_value("SELECT actor_name FROM audit_entry WHERE verb = 'speaker.answered_by_calendar'")
    assert by == alice.user.name
    assert (await alice.api.post(door, files=clear)).json()["state"] == "ignored"
    await execute("UPDATE stage_entry SET replied_at = replied_at - interval '1 hour'")
    await execute("UPDATE event_speaking SET answered_at = answered_at - interval '1 hour'")
    refused = await alice.web.post(upload, {}, files={"file": ("reply.ics", reply(entry, "DELEGATED"))})
    assert refused.status_code == 422
    assert "says neither yes, perhaps nor no" in refused.text
    brought = await alice.web.post(upload, {}, files={"file": ("reply.ics", reply(entry, "DECLINED"))})
    assert brought.headers["location"] == f"/events/{event.id}/speakers#p-{kartini.id}"
    shown = (await alice.web.get(f"/events/{event.id}/speakers")).text
    assert "Taken as the answer of somebody on stage." in shown
    assert "Menjawab tidak dari kalendernya." in shown, "a no without a reason still has one"


async def test_a_perhaps_is_kept_and_still_asked_about(
    city: Organisation, alice: Somebody, mailing: Postman, public: Browser
) -> None:
    event, session, kartini = await staged(city)
    way = await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    assert await answered(reply(entry, later=1)) == ("done", "")
    assert await answered(reply(entry, "TENTATIVE", later=2, comment="Menunggu izin"), later=3) == (
        "done",
        "",
    )
    [turn] = (await alice.api.get(f"/events/{event.id}/speakers")).json()["items"][0]["sessions"]
    assert (turn["state"], turn["reason"]) == ("perhaps", "Menunggu izin")
    shown = (await alice.web.get(f"/events/{event.id}/speakers")).text
    assert "Perhaps, no answer yet" in shown
    assert "Not confirmed yet: Kartini." in (await alice.web.get(f"/events/{event.id}")).text
    assert "memberi tahu penyelenggara: mungkin" in (await public.get(way)).text
    with pytest.raises(asyncpg.CheckViolationError):
        await execute("UPDATE event_speaking SET state = 'confirmed'")
    await execute("UPDATE event_speaker SET asked_at = asked_at - interval '2 days'")
    await execute("UPDATE message SET created_at = created_at - interval '2 days'")
    sent = await alice.api.post(
        f"/events/{event.id}/speakers/reminders", json={"person_ids": [str(kartini.id)]}
    )
    assert sent.json() == {"sent": 1, "no_address": [], "too_soon": []}
    await public.post(way, said(session))
    assert await state_of(event, alice) == "confirmed"


async def test_a_perhaps_is_about_the_time_it_was_said_of(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, session, kartini = await staged(city)
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    await answered(reply(entry, "TENTATIVE", later=1, comment="Menunggu izin"), later=2)
    assert await state_of(event, alice) == "perhaps"
    await move(session, event, alice, 1)
    [turn] = (await alice.api.get(f"/events/{event.id}/speakers")).json()["items"][0]["sessions"]
    assert (turn["state"], turn["reason"], turn["answered_at"]) == ("asked", "", None)


async def test_replies_read_together_keep_the_order_they_were_written_in(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    """Yes at ten, no at three past; the mailbox is looked into at five past."""
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    yes, no = reply(entry, later=1), reply(entry, "DECLINED", later=3)
    assert await answered(yes, later=5) == ("done", "")
    assert await answered(no, later=5) == ("done", "")
    assert await state_of(event, alice) == "declined"
    assert await answered(yes, later=6) == ("ignored", "older")


async def test_a_reply_that_says_nothing_sure_waits_for_a_person(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, _session, kartini = await staged(city)
    other = await make.session(event, "Sesi 2", speaker_ids=[kartini.id], **make.hours(1, 2))
    await asked(event, kartini, alice)
    entry, second = await delivered(mailing)
    for raw, code in (
        (reply(entry, "NEEDS-ACTION", later=1), "stage_reply_not_clear"),
        (reply(entry, "DELEGATED", later=1), "stage_reply_not_clear"),
        (reply(entry, later=1, uid=second["uid"]), "stage_reply_not_clear"),
    ):
        with pytest.raises(Refusal) as refused:
            await answered(raw)
        assert refused.value.code == code
    later = SessionPatch(starts_at=other.starts_at + timedelta(minutes=15), ends_at=other.ends_at)
    await session_actions.update_session(alice.actor, event, other, later, clock.now())
    with pytest.raises(Refusal) as old:
        await answered(reply(second, later=1))
    assert old.value.code == "stage_reply_old_time"
    states = {
        turn["state"]
        for turn in (await alice.api.get(f"/events/{event.id}/speakers")).json()["items"][0]["sessions"]
    }
    assert states == {"asked"}  # fmt: skip


async def test_without_the_tag_an_address_answers_for_nobody(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    untagged = reply(entry, organizer="mailto:events@lembayung.example", later=1)
    assert await inbox.read(untagged, None, clock.now() + timedelta(minutes=1)) is None
    other = await inbox.read(reply(entry, later=1), kartini.id, clock.now() + timedelta(minutes=1))
    assert other is None, "another organisation's mailbox says nothing here"
    assert await state_of(event, alice) == "asked"


async def test_a_confidential_event_shows_no_title_in_calendars(
    city: Organisation, alice: Somebody, mailing: Postman
) -> None:
    event = await make.published(city, confidential=True)
    kartini = await make.person(city, "Kartini", email="kartini@kenanga.example")
    await make.session(event, "Rahasia", speaker_ids=[kartini.id])
    await asked(event, kartini, alice)
    [entry] = await delivered(mailing)
    assert (entry["summary"], "Rahasia" in mailing.mails[-1]["Subject"]) == (f"Rapat {event.ref}", False)


async def test_the_outbox_holds_no_tag_and_doors_are_kept(
    city: Organisation, alice: Somebody, bob: Somebody, dewi: Somebody, charlie: Somebody, mailing: Postman
) -> None:
    event, _session, kartini = await staged(city)
    await asked(event, kartini, alice)
    stored = await fetch_value("SELECT calendar FROM message WHERE kind = $1", KIND)
    [entry] = await delivered(mailing)
    tag = entry["organizer"].partition("+")[2].partition("@")[0]
    assert len(tag) == 26
    assert tag not in stored.lower()
    door = f"/events/{event.id}/speakers/calendars"
    assert (await dewi.api.get(door)).status_code == 200
    assert (await dewi.api.post(door)).status_code == 403
    assert (await bob.api.post(door)).status_code in (403, 404)
    assert (await charlie.api.get(door)).status_code == 404
    assert (await charlie.api.post(door)).status_code == 404
    with pytest.raises(asyncpg.UniqueViolationError):
        await execute("INSERT INTO stage_entry SELECT gen_random_uuid(), organisation, created_at, event, session, person,"
                      " address, method, sequence, sent_at, '\\x00', NULL, NULL FROM stage_entry")  # fmt: skip


async def test_what_is_due_is_one_question_however_many(city: Organisation, alice: Somebody) -> None:
    event, _session, _kartini = await staged(city)
    counts = []
    for size in (2, 20):
        for number in range(size):
            person = await make.person(city, f"Orang {size} {number}", email=f"o{number}@x.example")
            await make.session(event, f"S {size} {number}", speaker_ids=[person.id])
        people = [row["id"] for row in await fetch("SELECT id FROM person")]
        await alice.api.post(
            f"/events/{event.id}/speakers/requests", json={"person_ids": [str(one) for one in people]}
        )
        await execute("UPDATE event_session SET calendar_sequence = calendar_sequence + 1")
        with counting_queries() as count:
            shown = await alice.web.get(f"/events/{event.id}/speakers")
        assert "Calendars behind the programme" in shown.text
        counts.append(count.count)  # fmt: skip
    assert counts[0] == counts[1]
