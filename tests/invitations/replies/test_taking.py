"""A reply from a calendar answers as the link would: once, in order, for its receiver alone."""

from datetime import timedelta
from typing import Any

import pytest

from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch, fetch_value
from events_app.events import actions as events
from events_app.events.forms import Postponement
from events_app.events.tables import Event
from events_app.invitations.replies import actions, queries
from events_app.invitations.replies.reading import read_reply
from events_app.invitations.replies.refusals import ReplyForAnotherEvent
from events_app.invitations.replies.tables import CalendarReply
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.make_events import hours
from tests.make_invitations import BEFORE
from tests.make_replies import LATER, mailed, reply, tag

MINUTE = timedelta(minutes=1)


async def asked(city: Organisation, name: str = "Kartini", **event: Any) -> tuple[Event, Invitation]:
    made = await make_events.published(city, **event)
    person = await make_events.person(city, name, email=f"{name.lower()}@x.example")
    return made, await make_invitations.invitation(made, person, send=True)


async def take(event: Event, raw: bytes, now: Any = LATER) -> CalendarReply:
    fresh = await Event.objects().get(Event.id == event.id)
    return await actions.take_reply(Actor.system(event.organisation), fresh or event, read_reply(raw), now)


async def state_of(invitation: Invitation) -> tuple[str, str | None]:
    [row] = await fetch("SELECT state, answered_by FROM invitation WHERE id = $1", invitation.id)
    return row["state"], row["answered_by"]


async def answers() -> list[tuple[str, str]]:
    return [
        (row["answer"], row["by"])
        for row in await fetch("SELECT answer, by FROM invitation_answer ORDER BY id")
    ]


@pytest.mark.parametrize("said", ["accepted", "tentative", "declined"])
async def test_a_reply_answers_and_is_a_row(city: Organisation, said: str) -> None:
    event, invitation = await asked(city)
    taken = await take(event, reply(event, invitation, said.upper(), comment="Maaf"))
    assert (taken.state, taken.invitation) == ("taken", invitation.id)
    assert await state_of(invitation) == (said, "calendar_reply")
    assert await answers() == [(said, "calendar_reply")]
    guests = [guest.state for guest in await make_invitations.guests_of(invitation)]
    assert guests == (["expected"] if said == "accepted" else [])
    reason = await fetch_value("SELECT decline_reason FROM invitation")
    assert reason == ("" if said == "accepted" else "Maaf")


async def test_the_same_reply_twice_changes_nothing(city: Organisation) -> None:
    event, invitation = await asked(city)
    first = await take(event, reply(event, invitation))
    again = await take(event, mailed(reply(event, invitation)), LATER + MINUTE)
    assert again.id == first.id
    assert await fetch_value("SELECT count(*) FROM calendar_reply") == 1
    assert await answers() == [("accepted", "calendar_reply")]
    sent = await fetch_value("SELECT count(*) FROM message WHERE kind = 'invitations.pass'")
    assert sent == 1


async def test_an_older_reply_after_a_newer_is_ignored(city: Organisation) -> None:
    event, invitation = await asked(city)
    await take(event, reply(event, invitation, "DECLINED", at=BEFORE + 2 * MINUTE))
    late = await take(event, reply(event, invitation, "ACCEPTED", at=BEFORE + MINUTE))
    assert (late.state, late.reason) == ("ignored", "older")
    assert await state_of(invitation) == ("declined", "calendar_reply")
    newer = await take(event, reply(event, invitation, "TENTATIVE", at=BEFORE + 3 * MINUTE))
    assert newer.state == "taken"
    assert [one[0] for one in await answers()] == ["declined", "tentative"]


async def test_a_reply_written_before_an_answer_by_link_is_ignored(city: Organisation) -> None:
    event, invitation = await asked(city)
    await make_invitations.answered(invitation, "declined", now=BEFORE + 5 * MINUTE)
    late = await take(event, reply(event, invitation, at=BEFORE + MINUTE))
    assert (late.state, late.reason) == ("ignored", "older")
    assert await state_of(invitation) == ("declined", "link")


async def test_a_clock_that_is_ahead_bars_nothing(city: Organisation) -> None:
    event, invitation = await asked(city)
    await take(event, reply(event, invitation, at=LATER + timedelta(days=300)), LATER)
    newer = await take(event, reply(event, invitation, "DECLINED", at=LATER + MINUTE), LATER + 2 * MINUTE)
    assert newer.state == "taken"


async def test_a_reply_to_the_old_time_is_no_yes_to_the_new_one(city: Organisation) -> None:
    event, invitation = await asked(city)
    plan = Postponement.model_validate(hours(48, 51) | {"reason": "Banjir"})
    moved = await events.postpone(Actor.system(city.id), event, plan, BEFORE)
    late = await take(event, reply(event, invitation, sequence=0))
    assert (late.state, late.reason, late.invitation) == ("waiting", "old_time", invitation.id)
    assert await state_of(invitation) == ("sent", None)
    new = await take(event, reply(moved, invitation, at=BEFORE + MINUTE))
    assert new.state == "taken"
    assert await state_of(invitation) == ("accepted", "calendar_reply")


async def test_a_yes_is_said_again_for_the_new_time(city: Organisation) -> None:
    event, invitation = await asked(city)
    await take(event, reply(event, invitation), BEFORE + MINUTE)
    plan = Postponement.model_validate(hours(48, 51) | {"reason": "Banjir"})
    moved = await events.postpone(Actor.system(city.id), event, plan, BEFORE + 2 * MINUTE)
    await take(event, reply(moved, invitation, at=BEFORE + 3 * MINUTE))
    assert len(await answers()) == 2


async def test_seats_deadline_and_line_are_those_of_the_link(city: Organisation) -> None:
    event, first = await asked(city, capacity=1)
    wayan = await make_events.person(city, "Wayan", email="wayan@x.example")
    second = await make_invitations.invitation(event, wayan, send=True)
    await take(event, reply(event, first))
    full = await take(event, reply(event, second))
    assert (full.state, full.reason) == ("waiting", "event_full")
    await execute("UPDATE event SET waiting_list = true")
    await take(event, reply(event, second, at=BEFORE + MINUTE))
    assert (await state_of(second))[0] == "waitlisted"
    await take(event, reply(event, first, "DECLINED", at=BEFORE + MINUTE))
    assert (await state_of(second))[0] == "accepted"
    await execute("UPDATE event SET answer_by = $1", BEFORE)
    closed = await take(event, reply(event, second, "DECLINED", at=BEFORE + 2 * MINUTE))
    assert (closed.state, closed.reason) == ("waiting", "deadline_passed")


async def test_an_office_keeps_whom_it_named(city: Organisation) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Dinas Sosial", email="dinsos@x.example")
    invitation = await make_invitations.invitation(event, office, seats=2, send=True)
    await make_invitations.answered(invitation, "accepted", "Dra. Kartini", "Budi")
    plan = Postponement.model_validate(hours(48, 51) | {"reason": "Banjir"})
    moved = await events.postpone(Actor.system(city.id), event, plan, BEFORE + MINUTE)
    taken = await take(event, reply(moved, invitation, at=BEFORE + 2 * MINUTE))
    assert taken.state == "taken"
    assert [guest.state for guest in await make_invitations.guests_of(invitation)] == ["expected"] * 2


async def test_a_post_keeps_whom_it_named(city: Organisation) -> None:
    event = await make_events.published(city)
    office = await make_stakeholders.institution(city.id, "Kelurahan Kenanga", email="k@x.example")
    post = await make_seating.position(city.id, office)
    invitation = await make_seating.asked_post(event, post, send=True)
    await make_invitations.answered(invitation, "accepted", "Tono")
    plan = Postponement.model_validate(hours(48, 51) | {"reason": "Banjir"})
    moved = await events.postpone(Actor.system(city.id), event, plan, BEFORE + MINUTE)
    assert (await take(event, reply(moved, invitation, at=BEFORE + 2 * MINUTE))).state == "taken"
    assert [guest.state for guest in await make_invitations.guests_of(invitation)] == ["expected"]


async def test_an_address_alone_answers_for_nobody(city: Organisation) -> None:
    event, invitation = await asked(city)
    bare = await take(event, reply(event, None))
    guessed = await take(event, reply(event, None, organiser=f"events+{'0' * 26}@x.example"))
    assert (bare.state, bare.reason, bare.invitation) == ("waiting", "no_tag", None)
    assert guessed.reason == "unknown_tag"
    assert await state_of(invitation) == ("sent", None)


async def test_the_tag_wins_over_the_name_in_the_reply(city: Organisation) -> None:
    event, invitation = await asked(city)
    other = "ATTENDEE;PARTSTAT=ACCEPTED:mailto:assistant@elsewhere.example"
    await take(event, reply(event, invitation, attendees=other))
    assert (await state_of(invitation))[0] == "accepted"


async def test_the_tag_is_found_where_the_mail_was_sent(city: Organisation) -> None:
    event, invitation = await asked(city)
    calendar = reply(event, None, organiser="events@x.example")
    taken = await take(event, mailed(calendar, to=f"Kota <events+{tag(invitation)}@x.example>"))
    assert taken.state == "taken"


async def test_a_reply_for_another_event_is_not_kept(city: Organisation) -> None:
    event, _mine = await asked(city)
    other, invitation = await asked(city, "Wayan", **hours(24, 26))
    for raw in (reply(other, invitation), reply(other, None)):
        with pytest.raises(ReplyForAnotherEvent):
            await take(event, raw)
    assert await fetch_value("SELECT count(*) FROM calendar_reply") == 0
    found = await queries.event_of(read_reply(reply(other, invitation)))
    assert found is not None
    assert found.id == other.id
    assert await queries.event_of(read_reply(reply(other, None, uid="x@elsewhere"))) is None


@pytest.mark.parametrize(
    ("reason", "raw"),
    [
        ("counter", {"method": "COUNTER"}),
        (
            "delegated",
            {"attendees": 'ATTENDEE;PARTSTAT=DELEGATED;DELEGATED-TO="mailto:b@x.example":mailto:a@x.example'},
        ),
        (
            "several_attendees",
            {"attendees": "ATTENDEE;PARTSTAT=ACCEPTED:mailto:a@x.example\r\nATTENDEE:mailto:b@x.example"},
        ),
        ("no_attendee", {"attendees": "X-NOBODY:1"}),
        ("no_answer", {"attendees": "ATTENDEE;PARTSTAT=NEEDS-ACTION:mailto:a@x.example"}),
        ("another_entry", {"uid": "something@else"}),
    ],
)
async def test_what_cannot_be_taken_waits_with_its_reason(
    city: Organisation, reason: str, raw: dict[str, Any]
) -> None:
    event, invitation = await asked(city)
    kept = await take(event, reply(event, invitation, **raw))
    assert (kept.state, kept.reason) == ("waiting", reason)
    assert await state_of(invitation) == ("sent", None)
