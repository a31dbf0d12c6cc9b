"""What people hear when an event moves or is called off, and what an imported list leads to."""

import asyncio
from datetime import UTC, datetime, timedelta

import pytest

from events_app import clock, jobs
from events_app.database import fetch, fetch_value
from events_app.invitations import actions, links, news
from events_app.invitations import jobs as room_jobs
from events_app.invitations.asking.forms import RoundIn
from events_app.invitations.asking.rounds import write_again
from events_app.invitations.asking.tables import Whom
from tests import make_events, make_invitations, make_stakeholders
from tests.people import Browser, Somebody

LATER = {"starts_at": "2026-12-19T09:00:00+07:00", "ends_at": "2026-12-19T12:00:00+07:00"}


async def _told(kind: str) -> list[tuple[str, str, int]]:
    rows = await fetch(
        "SELECT to_address, calendar_method, calendar FROM message WHERE kind = $1 ORDER BY to_address",
        f"invitations.{kind}",
    )
    return [
        (row["to_address"], row["calendar_method"], int(row["calendar"].split("SEQUENCE:")[1].split("\r")[0]))
        for row in rows
    ]


async def test_postponing_tells_everybody_once_with_a_higher_sequence_and_keeps_passes(
    alice: Somebody,
) -> None:
    event = await make_events.published(alice.actor.organisation)
    yes, no = [
        await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
        for name in ("Kenanga", "Melati")
    ]
    invited = [await make_invitations.invitation(event, office, send=True) for office in (yes, no)]
    await make_invitations.answered(invited[0], "accepted", "Kartini")
    await make_invitations.answered(invited[1], "declined")
    await make_invitations.guest(event, "Budi", email="budi@kota.example")
    await alice.api.post(f"/events/{event.id}/postponement", json=LATER | {"reason": "Banjir"})
    for _ in range(2):
        await news.tell_postponed(event.id, clock.now())
    assert await _told("event_postponed") == [
        ("budi@kota.example", "REQUEST", 1),
        ("kenanga@kota.example", "REQUEST", 1),
        ("melati@kota.example", "REQUEST", 1),
    ]
    assert {guest.state for guest in await make_invitations.guests_of(invited[0])} == {"expected"}


async def test_postponing_asks_again_and_shows_who_has_not_said_so_yet(
    alice: Somebody, public: Browser
) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kenanga", email="kenanga@kota.example")
    asked = await make_invitations.invitation(event, office, send=True)
    earlier = clock.now() - timedelta(days=1)
    await make_invitations.answered(asked, "accepted", "Kartini", now=earlier)
    await alice.api.post(f"/events/{event.id}/postponement", json=LATER | {"reason": "Banjir"})
    await news.tell_postponed(event.id, clock.now())
    text = await fetch_value("SELECT text FROM message WHERE kind = 'invitations.event_postponed'")
    assert "konfirmasikan kembali" in text
    assert "{{link:rsvp:" in text
    listed = f"/events/{event.id}/invitations"
    assert "answered before the date was moved" in (await alice.web.get(listed)).text
    assert (await alice.api.get(listed)).json()["items"][0]["asked_again"] is True
    link = f"/rsvp/{links.rsvp_token(asked.id, 1)}"
    public.client.cookies.set("lang", "en")
    assert "Please say again who can come." in (await public.get(link)).text
    await make_invitations.answered(asked, "accepted", "Kartini", now=clock.now())
    assert (await alice.api.get(listed)).json()["items"][0]["asked_again"] is False
    assert "Please say again who can come." not in (await public.get(link)).text


async def test_withdrawing_takes_it_out_of_that_ones_calendar_alone(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    one, other, unsent = [
        await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
        for name in ("Kenanga", "Melati", "Mawar")
    ]
    gone = await make_invitations.invitation(event, one, send=True)
    await make_invitations.invitation(event, other, send=True)
    silent = await make_invitations.invitation(event, unsent)
    for _ in range(2):
        await actions.withdraw(alice.actor, gone, make_invitations.BEFORE)
    await actions.withdraw(alice.actor, silent, make_invitations.BEFORE)
    assert await _told("invitation_withdrawn") == [("kenanga@kota.example", "CANCEL", 0)]
    text = await fetch_value("SELECT calendar FROM message WHERE kind = 'invitations.invitation_withdrawn'")
    assert ("STATUS:CANCELLED" in text, "melati" in text) == (True, False)


async def test_cancelling_takes_it_out_of_the_calendars_of_those_who_did_not_say_no(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    for name, said in (("Kenanga", "accepted"), ("Melati", "declined"), ("Mawar", "")):
        office = await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
        one = await make_invitations.invitation(event, office, send=True)
        if said:
            await make_invitations.answered(one, said)
    await alice.api.post(f"/events/{event.id}/cancellation", json={"reason": "Banjir"})
    await room_jobs.event_cancelled({"event": str(event.id)})
    await room_jobs.event_cancelled({"event": str(event.id)})
    assert await _told("event_cancelled") == [
        ("kenanga@kota.example", "CANCEL", 1),
        ("mawar@kota.example", "CANCEL", 1),
    ]


async def test_silence_expires_at_the_deadline_and_a_yes_does_not(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = [await make_stakeholders.institution(alice.actor, name) for name in ("Kenanga", "Melati")]
    silent, yes = [await make_invitations.invitation(event, office) for office in offices]
    await make_invitations.answered(yes)
    await news.expire(datetime(2026, 12, 1, tzinfo=UTC))
    assert await fetch_value("SELECT state FROM invitation WHERE id = $1", silent.id) == "draft"
    await news.expire(datetime(2026, 12, 13, tzinfo=UTC))
    states = await fetch("SELECT state FROM invitation ORDER BY id")
    assert [row["state"] for row in states] == ["expired", "accepted"]


async def test_reminding_reaches_the_undecided_once_a_day(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    for name in ("Kenanga", "Melati"):
        office = await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
        one = await make_invitations.invitation(event, office, send=True)
        if name == "Melati":
            await make_invitations.answered(one)
    for _ in range(2):
        await write_again(alice.actor, event, RoundIn(audience=Whom.silent), make_invitations.BEFORE)
    rows = await fetch("SELECT to_address FROM message WHERE kind = 'invitations.invitation_reminder'")
    assert [row["to_address"] for row in rows] == ["kenanga@kota.example"]


async def test_an_imported_list_is_chosen_line_by_line_and_sent_in_one_click(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    cells = make_stakeholders.csv(
        ("Kartini", "P", "Kepala", "Dinas Sosial", "0812-3456-7890", "kartini@kota.example"),
        ("Budi Santoso", "L", "Staf", "Kelurahan Kenanga", "", ""),
        mark="\t",
    ).decode()
    kept = await alice.web.post("/imports/people", {"pasted": cells, "event": str(event.id)})
    done = await alice.web.post(f"{kept.headers['location']}/commit")
    choose = await alice.web.get(done.headers["location"])
    ticked = [part.split('"')[0] for part in choose.text.split('value="') if '" checked' in part[:60]]
    assert len(ticked) == 2
    office = await fetch_value("SELECT id FROM institution WHERE name = 'Kelurahan Kenanga'")
    person = await fetch_value("SELECT id FROM person WHERE full_name = 'Kartini'")
    assert {str(office), str(person)} == set(ticked)
    form = {"institutions": [str(office)], "people": [str(person)], "seats": "1", "step": "send"}
    sent = await alice.web.post(f"/events/{event.id}/invitations/new", form)
    shown = (await alice.web.get(sent.headers["location"])).text
    assert "1 invitation is sent" in shown
    assert "1 invitation has no mail address" in shown


async def test_the_event_jobs_are_registered_by_their_names() -> None:
    assert {"event_cancelled", "event_postponed", "expire_invitations"} <= jobs.handlers().keys()


@pytest.mark.parametrize("sides", [2, 5])
async def test_walk_ins_added_at_once_are_one_guest(alice: Somebody, sides: int) -> None:
    event = await make_events.published(alice.actor.organisation, capacity=1)
    guests = await asyncio.gather(
        *(
            make_invitations.guest(event, "Budi", institution_name="Kelurahan Baru", walk_in=True)
            for _ in range(sides)
        )
    )
    assert len({guest.id for guest in guests}) == 1
    assert await fetch_value("SELECT count(*) FROM institution") == 1


async def test_a_participant_waits_or_is_refused_when_full_and_a_walk_in_is_taken(alice: Somebody) -> None:
    full = await make_events.published(alice.actor.organisation, capacity=1)
    await make_invitations.guest(full, "Satu Orang")
    with pytest.raises(Exception, match="event_full"):
        await make_invitations.guest(full, "Dua Orang")
    assert (await make_invitations.guest(full, "Tiga Orang", walk_in=True)).state == "expected"
    line = await make_events.published(alice.actor.organisation, capacity=1, waiting_list=True)
    first = await make_invitations.guest(line, "Satu Orang")
    second = await make_invitations.guest(line, "Dua Orang")
    assert second.state == "waitlisted"
    await actions.cancel_guest(alice.actor, first, make_invitations.BEFORE)
    await second.refresh()
    assert second.state == "expected"
