"""Doors to what came back: the page, the JSON, the signed hook, and what stands at a person and a message."""

from dataclasses import replace
from typing import Any

import httpx
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch_value
from events_app.ids import new_id
from events_app.notifications import actions as outbox
from events_app.notifications.mailbox import actions, hook
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.tables import Source
from events_app.notifications.tables import Message
from tests import make_stakeholders
from tests.make_mail import dsn, letter, message_id, prose
from tests.make_notifications import invitation
from tests.people import Browser, Cast, Somebody

ADDRESS = "dwi@dinas.example"


async def message(city: Organisation, to: str = ADDRESS) -> Message:
    return await outbox.enqueue(city.id, invitation(to=to))


async def arrives(raw: bytes, city: Organisation | None = None) -> None:
    source = Source.hook if city else Source.mailbox
    assert await actions.arrive(raw, Origin(source, city.id if city else None), clock.now())


async def test_a_bounce_is_shown_at_the_person_the_institution_and_the_message(
    city: Organisation, alice: Somebody
) -> None:
    person = await make_stakeholders.person(city.id, "Dwi", email=ADDRESS.title())
    office = await make_stakeholders.institution(city.id, "Dinas Sosial", email=ADDRESS)
    row = await message(city)
    await arrives(dsn(row))
    for path in (f"/people/{person.id}", f"/institutions/{office.id}", f"/outbox/{row.id}"):
        seen = (await alice.web.get(path)).text
        assert f"Mail to {ADDRESS} comes back" in seen, path
        assert "user unknown" in seen
    assert "This message came back" in (await alice.web.get(f"/outbox/{row.id}")).text


async def test_what_goes_to_many_leaves_a_bad_address_out_until_it_is_cleared(
    city: Organisation, alice: Somebody
) -> None:
    await arrives(dsn(await message(city)))
    many = [invitation(to=ADDRESS.upper()), invitation(to="lain@dinas.example")]
    first, other = await outbox.enqueue_all(city.id, many)
    assert (first.state, first.last_error, other.state) == ("failed", "address_bounced", "held")
    alone = await outbox.enqueue(city.id, invitation(to=ADDRESS))
    assert alone.state == "held"
    assert "left out of what went to many" in (await alice.web.get(f"/outbox/{first.id}")).text
    [bad] = (await alice.api.get("/mailbox/addresses")).json()["items"]
    done = await alice.web.post(f"/mailbox/addresses/{bad['id']}/clear", {"back": f"/outbox/{first.id}"})
    assert done.headers["location"] == f"/outbox/{first.id}"
    assert (await alice.api.get("/mailbox/addresses")).json()["items"] == []
    assert "comes back" not in (await alice.web.get(f"/outbox/{first.id}")).text
    again = await outbox.enqueue_all(city.id, many)
    assert [row.state for row in again] == ["held", "held"]


async def test_a_late_bounce_of_before_the_clearing_does_not_mark_again(
    city: Organisation, alice: Somebody
) -> None:
    row = await message(city)
    await execute(
        "UPDATE message SET state = 'sent', held_because = NULL, sent_at = now() - interval '1 day' WHERE id = $1",
        row.id,
    )
    await arrives(dsn(row))
    [bad] = (await alice.api.get("/mailbox/addresses")).json()["items"]
    cleared = (await alice.api.post(f"/mailbox/addresses/{bad['id']}/clearance")).json()
    assert cleared["cleared_at"]
    assert (await alice.api.post(f"/mailbox/addresses/{bad['id']}/clearance")).json() == cleared
    await arrives(dsn(row, number="2"))
    assert (await alice.api.get("/mailbox/addresses")).json()["items"] == []
    await execute("UPDATE message SET sent_at = now() + interval '1 minute' WHERE id = $1", row.id)
    await arrives(dsn(row, number="3"))
    assert [one["id"] for one in (await alice.api.get("/mailbox/addresses")).json()["items"]] == [bad["id"]]


async def test_clearing_goes_back_to_pages_of_ours_alone(city: Organisation, alice: Somebody) -> None:
    await arrives(dsn(await message(city)))
    [bad] = (await alice.api.get("/mailbox/addresses")).json()["items"]
    for back in ("https://evil.example", "//evil.example", "/people/../x"):
        done = await alice.web.post(f"/mailbox/addresses/{bad['id']}/clear", {"back": back})
        assert done.headers["location"] == "/mailbox?show=addresses"


async def test_the_page_shows_what_waits_and_a_person_decides(city: Organisation, alice: Somebody) -> None:
    row = await message(city)
    await arrives(prose(f"Something went wrong.\n{message_id(row)}"))
    await arrives(letter("Apakah ada parkir?", subject="Parkir", In_Reply_To=message_id(row)))
    waiting = (await alice.api.get("/mailbox/mails?state=waiting")).json()["items"]
    assert [one["kind"] for one in waiting] == ["letter", "bounce"]
    seen = (await alice.web.get("/mailbox")).text
    assert "Apakah ada parkir?" in seen
    assert "does not say whether the message will still arrive" in seen
    await alice.web.post(f"/mailbox/mails/{waiting[1]['id']}/bounce")
    await alice.web.post(f"/mailbox/mails/{waiting[0]['id']}/dismiss")
    assert "Nothing waits for you" in (await alice.web.get("/mailbox")).text
    assert ADDRESS in (await alice.web.get("/mailbox?show=addresses")).text
    listed = (await alice.web.get("/mailbox?show=all")).text
    assert "Put aside" in listed
    assert alice.user.name in listed
    again = await alice.api.post(f"/mailbox/mails/{waiting[0]['id']}/dismissal")
    assert (again.status_code, again.json()["code"]) == (409, "mail_settled")
    assert (
        "dealt with already"
        in (await alice.web.post(f"/mailbox/mails/{waiting[0]['id']}/dismiss", follow_redirects=True)).text
    )


async def test_a_letter_about_nothing_of_ours_marks_no_address(city: Organisation, alice: Somebody) -> None:
    await arrives(letter("Halo."))
    [one] = (await alice.api.get("/mailbox/mails")).json()["items"]
    refused = await alice.api.post(f"/mailbox/mails/{one['id']}/bounce")
    assert (refused.status_code, refused.json()["code"]) == (409, "not_about_a_message")


async def test_a_stranger_sees_and_does_nothing(
    city: Organisation, alice: Somebody, charlie: Somebody, bob: Somebody
) -> None:
    await arrives(prose(message_id(await message(city))))
    await arrives(dsn(await message(city)))
    [_bounce, waiting] = (await alice.api.get("/mailbox/mails")).json()["items"]
    [bad] = (await alice.api.get("/mailbox/addresses")).json()["items"]
    paths = [f"/mailbox/mails/{waiting['id']}/{verb}" for verb in ("dismissal", "bounce")]
    for path in (*paths, f"/mailbox/addresses/{bad['id']}/clearance"):
        assert (await charlie.api.post(path)).status_code == 404
        assert (await bob.api.post(path)).status_code == 403
    for path in (f"/mailbox/mails/{waiting['id']}", f"/mailbox/addresses/{bad['id']}"):
        assert (await charlie.api.get(path)).status_code == 404
    for path in ("mails", "addresses", "bounces"):
        assert (await charlie.api.get(f"/mailbox/{path}")).json()["items"] == []


async def test_mail_of_a_shared_mailbox_that_names_nothing_is_shown_to_nobody_where_there_are_several(
    city: Organisation, alice: Somebody, charlie: Somebody
) -> None:
    await arrives(letter("Untuk siapa ini?"))
    for one in (alice, charlie):
        assert (await one.api.get("/mailbox/mails")).json()["items"] == []
    assert await fetch_value("SELECT count(*) FROM inbound_mail WHERE organisation IS NULL") == 1


async def test_the_list_takes_no_more_queries_for_more_mails(city: Organisation, alice: Somebody) -> None:
    row = await message(city)
    seen = []
    for count in (3, 30):
        for number in range(count):
            await arrives(letter("x", number=f"<{count}.{number}@x>", In_Reply_To=message_id(row)))
        with counting_queries() as queries:
            assert (await alice.web.get("/mailbox")).status_code == 200
        seen.append(queries.count)
    assert seen[0] == seen[1]


async def test_a_mailing_to_one_leaves_a_bad_address_out_and_who_wants_no_mail_stays_spared(
    city: Organisation, alice: Somebody
) -> None:
    await arrives(dsn(await message(city)))
    crowd = await outbox.enqueue(city.id, replace(invitation(to=ADDRESS), bulk=new_id()))
    assert (crowd.state, crowd.last_error) == ("failed", "address_bounced")
    await execute("UPDATE mail_wish SET wish = 'no_mail'")
    many = [invitation(to=ADDRESS), invitation(to="lain@dinas.example")]
    [spared, _other] = await outbox.enqueue_all(city.id, many)
    assert (spared.state, spared.held_because) == ("held", "no_mail")


# The signed hook.


async def secret(owner: Somebody) -> str:
    return await hook.rotate(owner.actor, clock.now())


def signed(key: str, raw: bytes, slug: str, *, seconds: float = 0) -> dict[str, str]:
    stamp = str(int(clock.now().timestamp() + seconds))
    return {
        "X-Events-Organisation": slug,
        "X-Events-Timestamp": stamp,
        "X-Events-Signature": hook.signature(key, stamp, raw).decode(),
    }


async def hand_in(public: Browser, raw: bytes, headers: dict[str, Any]) -> httpx.Response:
    return await public.client.post("/api/v1/inbound/mail", content=raw, headers=headers)


async def test_a_signed_mail_is_taken_once(
    city: Organisation, owner: Somebody, alice: Somebody, public: Browser
) -> None:
    raw, key = dsn(await message(city)), await secret(owner)
    headers = signed(key, raw, city.slug)
    assert (await hand_in(public, raw, headers)).json() == {"outcome": "taken"}
    assert (await hand_in(public, raw, headers)).json() == {"outcome": "known"}
    assert (await hand_in(public, raw, signed(key, raw, city.slug))).json() == {"outcome": "known"}
    assert len((await alice.api.get("/mailbox/bounces")).json()["items"]) == 1


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"X-Events-Signature": "sha256=00"}, "bad_signature"),
        ({"X-Events-Signature": b"sha256=\xc3\xa9"}, "bad_signature"),
        ({"X-Events-Organisation": "elsewhere"}, "bad_signature"),
        ({"X-Events-Timestamp": "1"}, "bad_signature"),
        ({}, "stale_signature"),
    ],
)
async def test_what_is_not_signed_well_is_refused(
    city: Organisation,
    owner: Somebody,
    public: Browser,
    change: dict[str, Any],
    code: str,
) -> None:
    raw, key = dsn(await message(city)), await secret(owner)
    headers = signed(key, raw, city.slug, seconds=0 if change else -301) | change
    refused = await hand_in(public, raw, headers)
    assert (refused.status_code, refused.json()["code"]) == (401, code)
    assert not await fetch_value("SELECT count(*) FROM inbound_mail")


async def test_a_time_in_other_digits_is_no_time(
    city: Organisation, owner: Somebody, public: Browser
) -> None:
    raw, key = letter("Halo."), await secret(owner)
    signature = hook.signature(key, "²", raw).decode()
    said = {"X-Events-Timestamp": "²".encode("latin-1"), "X-Events-Signature": signature}
    refused = await hand_in(public, raw, signed(key, raw, city.slug) | said)
    assert (refused.status_code, refused.json()["code"]) == (401, "stale_signature")


async def test_a_new_secret_ends_the_old_one_and_shutting_ends_both(
    city: Organisation, owner: Somebody, public: Browser
) -> None:
    raw, old = letter("Halo."), await secret(owner)
    new = await secret(owner)
    assert old != new
    assert (await hand_in(public, raw, signed(old, raw, city.slug))).status_code == 401
    assert (await hand_in(public, raw, signed(new, raw, city.slug))).status_code == 200
    await owner.web.post("/settings/inbound-mail/shut")
    assert (await hand_in(public, raw, signed(new, raw, city.slug))).status_code == 401


async def test_the_owner_sees_the_secret_once_and_the_database_never(
    city: Organisation, owner: Somebody, alice: Somebody
) -> None:
    shown = (await owner.web.post("/settings/inbound-mail")).text
    row = await hook.of_organisation(city.id)
    assert row is not None
    key = hook.secret_of(row.id, row.version)
    assert key in shown
    assert key not in (await owner.web.get("/settings/inbound-mail")).text
    assert key not in str(row.to_dict())
    assert (await alice.web.get("/settings/inbound-mail")).status_code == 403


async def test_a_hook_reaches_its_own_organisation_alone(
    city: Organisation, owner: Somebody, charlie: Somebody, public: Browser
) -> None:
    row = await message(city)
    other = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert other is not None
    key, raw = await secret(charlie), dsn(row)
    assert (await hand_in(public, raw, signed(key, raw, other.slug))).json() == {"outcome": "taken"}
    assert not await fetch_value("SELECT count(*) FROM bounce")
    [mail] = (await charlie.api.get("/mailbox/mails")).json()["items"]
    assert (mail["state"], mail["reason"], mail["message_id"]) == ("waiting", "no_message", None)
    mine = await secret(owner)
    assert (await hand_in(public, raw, signed(mine, raw, city.slug))).json() == {"outcome": "taken"}
    assert await fetch_value("SELECT count(*) FROM bounce") == 1


async def test_too_much_and_nothing_are_refused(city: Organisation, owner: Somebody, public: Browser) -> None:
    key = await secret(owner)
    huge = b"x" * (hook.MOST + 10)
    assert (await hand_in(public, huge, signed(key, huge, city.slug))).status_code == 413
    empty = await hand_in(public, b" \r\n", signed(key, b" \r\n", city.slug))
    assert (empty.status_code, empty.json()["code"]) == (422, "empty_mail")


async def test_nobody_without_the_right_sees_the_mailbox(cast: Cast, bob: Somebody) -> None:
    assert (await bob.web.get("/mailbox")).status_code == 403
