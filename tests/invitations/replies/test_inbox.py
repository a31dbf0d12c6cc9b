"""Replies that arrive by themselves: read back from a real IMAP server, or handed in at the signed door."""

import pytest

from events_app import clock, jobs
from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations import links
from events_app.invitations.replies import inbox
from events_app.invitations.tables import Invitation
from events_app.notifications.mailbox import actions
from events_app.notifications.mailbox import jobs as mailbox_jobs
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.tables import Source
from tests import make_events, make_invitations
from tests.make_replies import LATER, mailed, reply, tag
from tests.notifications.mailbox.conftest import poll
from tests.notifications.mailbox.server import ImapServer
from tests.people import Somebody

assert inbox
assert mailbox_jobs


async def asked(city: Organisation, name: str = "Kartini") -> tuple[Event, Invitation]:
    event = await make_events.published(city)
    person = await make_events.person(city, name, email=f"{name.lower()}@x.example")
    return event, await make_invitations.invitation(event, person, send=True)


async def state_of(invitation: Invitation) -> str:
    return str(await fetch_value("SELECT state FROM invitation WHERE id = $1", invitation.id))


async def mails() -> list[tuple[str, str, str]]:
    rows = await fetch("SELECT kind, state, reason FROM inbound_mail ORDER BY id")
    return [tuple(row) for row in rows]


async def test_a_yes_in_a_calendar_is_read_back_from_the_mailbox_once(
    polled: ImapServer, city: Organisation
) -> None:
    event, invitation = await asked(city)
    raw = mailed(reply(event, invitation), to=f"events+{tag(invitation)}@x.example")
    polled.put(raw)
    assert await poll() == 1
    assert await state_of(invitation) == "accepted"
    polled.put(raw, mailed(reply(event, invitation, "DECLINED", at=LATER)))
    await poll()
    assert await state_of(invitation) == "declined"
    assert await mails() == [("calendar_reply", "done", "")] * 2
    assert await fetch_value("SELECT count(*) FROM calendar_reply") == 2


async def test_no_tag_that_answers_for_somebody_is_kept(polled: ImapServer, city: Organisation) -> None:
    event, invitation = await asked(city)
    polled.put(mailed(reply(event, invitation), to=f"events+{tag(invitation)}@x.example"))
    await poll()
    kept = await fetch("SELECT to_jsonb(i)::text AS row FROM inbound_mail i")
    assert tag(invitation) not in kept[0]["row"]
    assert links.rsvp_token(invitation.id, 1) not in kept[0]["row"]


async def test_what_a_person_must_decide_waits_where_they_look(
    polled: ImapServer, city: Organisation, alice: Somebody
) -> None:
    event, invitation = await asked(city)
    polled.put(
        mailed(reply(event, None)),
        mailed(reply(event, None, uid="somewhere@else.example")),
        mailed(reply(event, invitation, method="REQUEST"), method="REQUEST"),
    )
    await poll()
    assert await mails() == [
        ("calendar_reply", "done", "waits_at_event"),
        ("calendar_reply", "waiting", "no_event"),
        ("calendar_reply", "waiting", "not_a_reply"),
    ]
    waiting = (await alice.api.get(f"/events/{event.id}/calendar-replies")).json()["items"]
    assert [one["state"] for one in waiting] == ["waiting"]
    assert await state_of(invitation) == "sent"


async def test_the_door_of_another_organisation_answers_for_nobody_here(
    city: Organisation, charlie: Somebody
) -> None:
    event, invitation = await asked(city)
    origin = Origin(Source.hook, charlie.actor.organisation)
    assert await actions.arrive(mailed(reply(event, invitation)), origin, clock.now())
    assert await state_of(invitation) == "sent"
    assert await mails() == [("calendar_reply", "waiting", "no_event")]
    assert await actions.arrive(mailed(reply(event, invitation)), Origin(Source.hook, city.id), clock.now())
    assert await state_of(invitation) == "accepted"


async def test_a_fault_in_the_middle_leaves_neither_answer_nor_mail(
    polled: ImapServer, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event, invitation = await asked(city)
    polled.put(mailed(reply(event, invitation)))

    async def dies(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            await poll()
    assert (await mails(), await state_of(invitation)) == ([], "sent")
    await poll()
    assert await state_of(invitation) == "accepted"


def test_the_clock_looks_every_minute() -> None:
    assert jobs.schedules()["poll_mailbox"] == "* * * * *"
