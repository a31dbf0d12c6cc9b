"""A receiver whom the mail server refuses for good counts like one from whom the mail came back."""

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_value
from events_app.notifications import actions
from events_app.notifications.mailbox import queries
from events_app.notifications.nobody import is_nobody
from tests import make_events, make_invitations, make_stakeholders
from tests.make_notifications import invitation
from tests.notifications.postman import Postman
from tests.notifications.test_delivery import deliver, organiser
from tests.people import Somebody

TO = "dwi@dinas.example"
NOBODY = [
    "550 5.1.1 <dwi@dinas.example> no such person",
    "550 No such user here",
    "551 User not local",
    "553 5.1.3 bad address",
    "550 5.2.1 mailbox disabled",
    "550 5.1.10 recipient not found",
    "550 No such user at corporate.example",
    "550 <dwi@dinas.example>: Recipient address rejected: User unknown in virtual mailbox table",
    "550 Recipient <sender@dinas.example> not found",
    "550 The account that you tried to reach does not exist",
    "553 sorry, no mailbox here by that name (#5.1.1)",
    "550 5.1.0 Unknown user",
]
NOT_ABOUT_THEM = [
    "550 5.7.1 relaying denied",
    "554 5.7.1 listed at a block list",
    "550 relay not permitted",
    "550 5.1.8 sender domain does not exist",
    "552 5.2.2 mailbox full",
    "550 5.7.26 unauthenticated mail",
    "554 transaction failed",
    "452 4.2.2 mailbox full",
    "550 5.1.0 Sender denied",
    "550 5.1.0 Sender address does not exist",
    "550 5.2.1 The user you are trying to contact is receiving mail at a rate that prevents additional messages",
    "550 Administrative prohibition",
    "550 HELO argument does not match reverse dns",
    "550 must issue STARTTLS first",
    "550 Access from ip address refused",
    "550 Your message was considered unsolicited",
    "550 Rejected",
    "550 mailbox exceeds storage",
    "553 your envelope domain must exist",
    "550 Requested action not taken: mailbox unavailable",
    "550 Verification failed: no such user. Sender verify failed",
    "550 <no.such.user@dinas.example> put on the grey list",
]


@pytest.mark.parametrize("said", NOBODY)
async def test_an_address_that_the_server_refuses_is_marked(
    organisation: Organisation, mailing: Postman, said: str
) -> None:
    mailing.refusals[TO] = [said]
    message = await actions.enqueue(organisation.id, invitation())
    row = await deliver(message)
    (bad,) = await queries.standing(organisation.id, TO)
    (kept,) = await queries.bounces(organisation.id, message=message.id)
    assert (row["state"], bad.refused, kept.refused, kept.permanent) == ("failed", True, True, True)
    assert TO not in bad.said
    assert said[:3] in bad.said


@pytest.mark.parametrize("said", NOT_ABOUT_THEM)
async def test_a_refusal_of_us_or_of_the_message_marks_nobody(
    organisation: Organisation, mailing: Postman, said: str
) -> None:
    mailing.refusals[TO] = [said]
    await deliver(await actions.enqueue(organisation.id, invitation()))
    assert await queries.standing(organisation.id, TO) == []


async def test_a_refusal_of_the_message_marks_only_with_a_status_of_the_address() -> None:
    assert not is_nobody(550, "No such user here", at_receiver=False)
    assert not is_nobody(550, "5.1.0 user unknown", at_receiver=False)
    assert is_nobody(550, "5.1.1 user unknown", at_receiver=False)


async def test_what_goes_to_many_leaves_it_out_until_somebody_clears_it_and_a_second_refusal_marks_it_again(
    organisation: Organisation, mailing: Postman
) -> None:
    mailing.refusals[TO] = ["550 5.1.1 no such person"] * 2
    message = await actions.enqueue(organisation.id, invitation())
    await deliver(message)
    crowd = await actions.enqueue_all(
        organisation.id, [invitation(), invitation("Ani", to="ani@dinas.example")]
    )
    assert [row.state for row in crowd] == ["failed", "queued"]
    await fetch("UPDATE bad_address SET cleared_at = $1", clock.now())
    await actions.try_again(organiser(organisation), message.id)
    await deliver(message)
    assert await fetch_value("SELECT count(*) FROM bad_address WHERE cleared_at IS NULL") == 1
    assert len(await queries.bounces(organisation.id, message=message.id)) == 2


async def test_it_is_shown_at_the_person_the_message_the_mailbox_and_how_inviting_stands(
    alice: Somebody, mailing: Postman
) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, "Kelurahan Kenanga", email=TO)
    person = await make_stakeholders.person(alice.actor, "Dwi Hartono", email=TO)
    mailing.refusals[TO] = ["550 5.1.1 no such person"]
    await make_invitations.invitation(event, office, send=True)
    message = await fetch_value("SELECT id FROM message WHERE kind = 'invitations.invitation'")
    from events_app.notifications.delivery import deliver as send

    await send(message, clock.now())
    for path in (f"/institutions/{office.id}", f"/people/{person.id}", f"/outbox/{message}"):
        page = (await alice.web.get(path)).text
        assert f"The mail server refuses {TO}" in page, path
    assert "This message came back" not in (await alice.web.get(f"/outbox/{message}")).text
    assert TO in (await alice.web.get("/mailbox?show=addresses")).text
    stands = await alice.web.get(f"/events/{event.id}/invitations/summary")
    assert stands.text.count("Mail does not arrive") == 2
    told = (await alice.api.get(f"/events/{event.id}/invitations/summary")).json()
    assert (told["funnel"]["failing"], told["funnel"]["delivered"]) == (1, 0)
    assert [one["failing"] for one in told["missing"]] == [True]
    (listed,) = (await alice.api.get("/mailbox/bounces")).json()["items"]
    assert (listed["refused"], listed["status"]) == (True, "5.1.1")
