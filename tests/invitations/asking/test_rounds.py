"""Writing again: looked at first, each rule once to each, by hand and by the clock."""

import asyncio
from datetime import timedelta

from events_app import clock
from events_app.database import execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations.asking import rounds
from events_app.invitations.asking.forms import RoundIn
from events_app.invitations.asking.tables import Whom
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations, make_seating
from tests.make_events import NINE
from tests.people import Somebody

KINDS = (
    "SELECT kind, to_address FROM message WHERE kind <> 'invitations.invitation' ORDER BY to_address, kind"
)


async def three(alice: Somebody) -> tuple[Event, list[Invitation]]:
    """One is silent, one comes, one has no address."""
    now = clock.now()
    times = {"starts_at": now + timedelta(days=20), "ends_at": now + timedelta(days=20, hours=3)}
    event = await make_events.published(alice.actor.organisation, **times)
    silent = await make_seating.offices(alice.actor, 1, "Silent", email="silent@kota.example")
    coming = await make_seating.offices(alice.actor, 1, "Coming", email="coming@kota.example")
    mute = await make_seating.offices(alice.actor, 1, "Mute")
    rows = await make_seating.asked(event, [*silent, *coming, *mute], send=True)
    await make_invitations.answered(rows[1])
    await execute("UPDATE invitation SET state = 'sent', sent_at = now() WHERE state = 'draft'")
    return event, rows


async def told() -> list[tuple[str, str]]:
    return [(row["kind"].partition(".")[2], row["to_address"]) for row in await fetch(KINDS)]


async def test_a_round_is_looked_at_first_and_then_sent_once(alice: Somebody) -> None:
    event, _rows = await three(alice)
    base = f"/events/{event.id}/rounds"
    looked = await alice.web.get(f"{base}?audience=silent")
    assert "silent@kota.example" in looked.text
    assert "coming@kota.example" not in looked.text
    assert "1 has no mail address" in looked.text
    preview = await alice.web.post(base, {"audience": "coming", "text": "Bawa laptop", "step": "preview"})
    assert "coming@kota.example" in preview.text
    assert await told() == []
    bare = await alice.web.post(base, {"audience": "coming", "text": "", "step": "send"})
    assert bare.status_code == 422
    for _twice in range(2):
        await alice.web.post(base, {"audience": "coming", "text": "Bawa laptop", "step": "send"})
        await alice.web.post(base, {"audience": "silent", "step": "send"})
    assert await told() == [
        ("invitation_follow_up", "coming@kota.example"),
        ("invitation_reminder", "silent@kota.example"),
    ]
    assert "Bawa laptop" in await fetch_value("SELECT text FROM message WHERE kind LIKE '%follow_up'")
    shown = await alice.web.get(base)
    assert "What went out" in shown.text
    assert "Alice" in shown.text


async def test_ten_who_press_at_once_write_once(alice: Somebody) -> None:
    event, _rows = await three(alice)
    said = RoundIn(audience=Whom.silent)
    made = await asyncio.gather(
        *(rounds.write_again(alice.actor, event, said, clock.now()) for _ in range(10))
    )
    assert len(set(made)) == 1
    assert len(await told()) == 1
    assert await fetch_value("SELECT count(*) FROM invitation_round_sent") == 1


async def test_the_clock_reminds_the_silent_once_even_after_an_outage(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    office, other, late = await make_seating.offices(alice.actor, 3, email="silent@kota.example")
    first, answered = await make_seating.asked(event, [office, other], send=True)
    await make_invitations.answered(answered, "declined")
    deadline = NINE - timedelta(days=3)
    await make_seating.inviting(event, answer_by=deadline, remind_days=2)
    await rounds.remind_due(deadline - timedelta(days=2, hours=1))
    assert await told() == []
    await make_seating.asked(event, [late], send=True)
    await execute(
        "UPDATE invitation SET sent_at = $1 WHERE institution = $2", deadline - timedelta(days=1), late.id
    )
    for hours in (20, 10, 1):  # the first run that should have been was missed
        await rounds.remind_due(deadline - timedelta(hours=hours))
    sent = await fetch("SELECT invitation FROM invitation_round_sent")
    assert [row["invitation"] for row in sent] == [first.id]
    assert await fetch_value("SELECT rule FROM invitation_round") == "deadline:2"
    await rounds.remind_due(deadline + timedelta(hours=1))
    assert len(await told()) == 1


async def test_no_reminder_for_what_is_cancelled_or_over(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    [office] = await make_seating.offices(alice.actor, 1, email="silent@kota.example")
    await make_seating.asked(event, [office], send=True)
    await make_seating.inviting(event, answer_by=NINE - timedelta(days=3), remind_days=2)
    await execute("UPDATE event SET state = 'cancelled'")
    await rounds.remind_due(NINE - timedelta(days=4))
    assert await told() == []
    over = await alice.api.post(f"/events/{event.id}/rounds", json={"audience": "silent"})
    assert over.json()["code"] == "event_cancelled"


async def test_rounds_read_like_what_was_posted_and_only_those_who_invite_post(
    alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event, _rows = await three(alice)
    base = f"/events/{event.id}/rounds"
    made = await alice.api.post(base, json={"audience": "coming", "text": "Parkir di timur."})
    assert (made.status_code, made.json()["sent"]) == (201, 1)
    assert (await dewi.api.get(base)).json()["items"] == [made.json()]
    assert (await dewi.api.get(f"{base}/{made.json()['id']}")).json() == made.json()
    assert (await dewi.api.post(base, json={"audience": "silent"})).status_code == 403
    assert (await charlie.api.get(base)).status_code == 404
    empty = await alice.api.post(base, json={"audience": "declined"})
    assert empty.json()["errors"][0]["code"] == "no_text"
