"""The outbox: narrowed, why something is held, and once more."""

from datetime import timedelta

import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch_one, fetch_value
from events_app.notifications import actions, delivery
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman
from tests.people import Somebody


async def test_outbox_narrows_by_kind_receiver_and_day(alice: Somebody, city: Organisation) -> None:
    one = await actions.enqueue(city.id, invitation("Ani", to="ani@dinas.example"))
    two = await actions.enqueue(
        city.id, invitation("Budi", to="budi@dinas.example", kind="notifications.test")
    )
    await execute("UPDATE message SET created_at = created_at - interval '3 days' WHERE id = $1", two.id)
    today = clock.now().date()
    for query, found in (
        ("to=ANI", [one]),
        ("to=dinas", [two, one]),
        ("kind=notifications.test", [two]),
        (f"until={today - timedelta(days=2)}", [two]),
        (f"since={today - timedelta(days=1)}", [one]),
        ("to=%25", []),
    ):
        items = (await alice.api.get(f"/outbox?{query}")).json()["items"]
        assert [item["id"] for item in items] == [str(message.id) for message in found], query
    page = await alice.web.get("/outbox?to=ani&since=nonsense")
    assert ("ani@dinas.example" in page.text, "budi@dinas.example" in page.text) == (True, False)


async def test_outbox_takes_its_own_filters_with_everything_left_empty(
    alice: Somebody, city: Organisation
) -> None:
    await actions.enqueue(city.id, invitation("Ani", to="ani@dinas.example"))
    await actions.enqueue(city.id, invitation("Budi", to="budi@dinas.example"))
    asked = "/outbox?to={}&kind=&event_id=&since=&until="
    every, one = [await alice.web.get(asked.format(to)) for to in ("", "ani")]
    assert (every.status_code, one.status_code) == (200, 200)
    assert ("budi@dinas.example" in every.text, "budi@dinas.example" in one.text) == (True, False)
    assert "ani@dinas.example" in one.text


@pytest.mark.parametrize(
    "asked", ["since=0001-01-01", "until=9999-12-31", "since=0001-01-01&until=0001-01-02"]
)
async def test_outbox_of_a_day_that_no_calendar_of_ours_has_is_all_of_it(
    alice: Somebody, city: Organisation, asked: str
) -> None:
    await actions.enqueue(city.id, invitation("Ani", to="ani@dinas.example"))
    for page in (await alice.web.get(f"/outbox?{asked}"), await alice.api.get(f"/outbox?{asked}")):
        assert page.status_code == 200
        assert "ani@dinas.example" in page.text


async def test_outbox_says_why_something_is_held(alice: Somebody, city: Organisation) -> None:
    message = await actions.enqueue(city.id, invitation())
    assert "No mail server was set up" in (await alice.web.get(f"/outbox/{message.id}")).text
    assert (await alice.api.get(f"/outbox/{message.id}")).json()["held_because"] == "no_server"


async def test_resend_makes_a_new_message_with_links_of_its_own_mark(
    alice: Somebody, city: Organisation, mailing: Postman
) -> None:
    first = await actions.enqueue(city.id, invitation())
    refused = await alice.api.post(f"/outbox/{first.id}/resend")
    assert refused.json()["code"] == "not_sent_yet"
    await delivery.deliver(first.id, clock.now())
    copy = (await alice.api.post(f"/outbox/{first.id}/resend")).json()
    assert copy["resent_of"] == str(first.id)
    await delivery.deliver(
        await fetch_value("SELECT id FROM message WHERE resent_of IS NOT NULL"), clock.now()
    )
    bodies = [mail.get_body(("plain",)).get_content() for mail in mailing.mails]  # type: ignore[union-attr]
    assert bodies[0] == bodies[1]
    assert "/rsvp/" in bodies[1]
    assert len(set(mailing.ids())) == 2


async def test_resend_is_refused_for_account_links_and_strangers(
    alice: Somebody, charlie: Somebody, city: Organisation, mailing: Postman
) -> None:
    message = await actions.enqueue(city.id, invitation(kind="accounts.login_link"))
    await delivery.deliver(message.id, clock.now())
    assert (await alice.api.post(f"/outbox/{message.id}/resend")).json()["code"] == "link_of_its_moment"
    assert (await charlie.api.post(f"/outbox/{message.id}/resend")).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
async def test_outbox_asks_as_many_questions_for_many_as_for_few(
    alice: Somebody, city: Organisation, count: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, None)
    await actions.enqueue_all(city.id, [invitation() for _number in range(count)])
    with counting_queries() as counted:
        await alice.web.get("/outbox")
    assert counted.count <= 12


async def test_no_link_and_no_token_stands_in_the_database(city: Organisation, mailing: Postman) -> None:
    mail = invitation()
    await actions.enqueue(city.id, mail)
    row = await fetch_one("SELECT m::text AS whole FROM message m")
    assert row is not None
    assert mail.subject_row is not None
    assert tokens.derive("rsvp", mail.subject_row) not in row["whole"]
    assert f"link:rsvp:{mail.subject_row}" in row["whole"]
