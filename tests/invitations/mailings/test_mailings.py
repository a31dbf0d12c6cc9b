"""A letter to guests: written, handed in, approved by somebody else, sent, stopped, gone on with."""

import asyncio
from typing import Any
from uuid import UUID

import pytest

from events_app import clock
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.events.tables import Event
from events_app.invitations.mailings import feeding
from tests import make_events, make_invitations, make_stakeholders
from tests.notifications.conftest import set_smtp
from tests.people import Cast, Somebody

LETTER = {
    "audience": "everyone",
    "subject_id": "Kabar {event}",
    "body_id": "{salutation}\n\nDatanglah.\n\n{facts}",
}


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    """There is a mail server; nobody works here, so messages stay queued."""
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")


@pytest.fixture
async def hani(cast: Cast, city: Organisation) -> Somebody:
    """Another organiser."""
    return await cast.somebody(city, "Hani", Role.organiser)


async def asked(alice: Somebody, count: int = 3, **more: Any) -> Event:
    event = await make_events.published(alice.actor.organisation, **more)
    for number in range(count):
        office = await make_stakeholders.institution(
            alice.actor, f"Kelurahan {number}", email=f"k{number}@kota.example"
        )
        await make_invitations.invitation(event, office, send=True)
    return event


async def written(alice: Somebody, event: Event, **more: Any) -> str:
    answer = await alice.api.post(f"/events/{event.id}/mailings", json=LETTER | more)
    assert answer.status_code == 201, answer.text
    return f"/events/{event.id}/mailings/{answer.json()['id']}"


async def approved(alice: Somebody, hani: Somebody, event: Event, **more: Any) -> str:
    path = await written(alice, event, **more)
    for who, step in ((alice, "submission"), (hani, "approval")):
        answer = await who.api.post(f"{path}/{step}")
        assert answer.status_code == 200, answer.text
    return path


async def fed(path: str) -> int:
    """All of it, as the jobs would do."""
    count = 0
    mailing = UUID(path.rsplit("/", 1)[1])
    while more := await feeding.feed(mailing, clock.now()):
        count += more
    return count


async def letters() -> list[Any]:
    return await fetch("SELECT * FROM message WHERE kind = 'invitations.letter' ORDER BY to_address")


async def test_letter_goes_its_way_to_those_who_were_there_when_it_was_handed_in(
    alice: Somebody, hani: Somebody
) -> None:
    event = await asked(alice)
    path = await approved(alice, hani, event)
    late = await make_stakeholders.institution(alice.actor, "Terlambat", email="late@kota.example")
    await make_invitations.invitation(event, late, send=True)
    assert (await alice.api.post(f"{path}/sending")).json()["state"] == "sending"
    assert await fed(path) == 3
    sent = await letters()
    assert [row["to_address"] for row in sent] == [f"k{n}@kota.example" for n in range(3)]
    assert "Datanglah." in sent[0]["text"]
    assert "Kelurahan 0" in sent[0]["text"]
    await execute("UPDATE message SET state = 'sent', sent_at = now()")
    await fed(path)
    done = (await alice.api.get(path)).json()
    assert (done["state"], done["fates"]) == ("done", {"sent": 3})


async def test_nobody_approves_their_own_letter_unless_the_office_allows_it(
    alice: Somebody, hani: Somebody
) -> None:
    event = await asked(alice)
    path = await written(alice, event)
    await hani.api.post(f"{path}/submission")
    for who in (alice, hani):
        refused = await who.api.post(f"{path}/approval")
        assert (refused.status_code, refused.json()["code"]) == (403, "own_letter")
    await execute("UPDATE organisation SET own_approval = true")
    answer = (await alice.api.post(f"{path}/approval")).json()
    assert (answer["state"], answer["own_approval"], answer["approved_by"]) == (
        "approved",
        True,
        str(alice.user.id),
    )


async def test_who_wrote_a_part_does_not_approve_it(alice: Somebody, hani: Somebody) -> None:
    event = await asked(alice)
    path = await written(alice, event)
    assert (await hani.api.put(path, json=LETTER | {"subject_id": "Kabar lain"})).status_code == 200
    await alice.api.post(f"{path}/submission")
    refused = await hani.api.post(f"{path}/approval")
    assert (refused.status_code, refused.json()["code"]) == (403, "own_letter")


async def test_only_a_draft_changes_and_the_later_of_two_is_told(alice: Somebody) -> None:
    event = await asked(alice)
    path = await written(alice, event)
    assert (await alice.api.put(path, json=LETTER | {"row_version": 1})).json()["row_version"] == 2
    late = await alice.api.put(path, json=LETTER | {"row_version": 1})
    assert late.json()["code"] == "letter_changed"
    await alice.api.post(f"{path}/submission")
    assert (await alice.api.put(path, json=LETTER)).json()["code"] == "not_a_draft"
    assert (await alice.api.post(f"{path}/sending")).json()["code"] == "wrong_step"
    await alice.api.post(f"{path}/return")
    assert (await alice.api.put(path, json=LETTER)).status_code == 200
    assert await fetch_value("SELECT count(*) FROM mailing_recipient") == 0


async def test_two_who_approve_at_once_approve_once(alice: Somebody, hani: Somebody) -> None:
    event = await asked(alice)
    path = await written(alice, event)
    await alice.api.post(f"{path}/submission")
    answers = await asyncio.gather(*[hani.api.post(f"{path}/approval") for _time in range(4)])
    assert sorted(one.status_code for one in answers) == [200, 409, 409, 409]


async def test_stopping_holds_what_waits_and_going_on_sends_each_once(
    alice: Somebody, hani: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(feeding, "AT_ONCE", 2)
    event = await asked(alice, 5)
    path = await approved(alice, hani, event)
    await alice.api.post(f"{path}/sending")
    await feeding.feed(UUID(path.rsplit("/", 1)[1]), clock.now())
    stopped = (await alice.api.post(f"{path}/stop")).json()
    assert (stopped["state"], stopped["fates"]) == ("stopped", {"held": 2, "waiting": 3})
    assert {row["held_because"] for row in await letters()} == {"stopped"}
    assert await fed(path) == 0
    await alice.web.post("/outbox/release")
    assert {row["state"] for row in await letters()} == {"held"}
    await alice.api.post(f"{path}/sending")
    assert await fed(path) == 3
    assert [row["state"] for row in await letters()] == ["queued"] * 5


async def test_audiences_are_those_they_name_and_each_on_one_address_gets_their_own(
    alice: Somebody, hani: Somebody
) -> None:
    event = await make_events.published(alice.actor.organisation)
    offices = [
        await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
        for name in ("Kenanga", "Melati", "Mawar")
    ]
    asked = [await make_invitations.invitation(event, one, seats=2, send=True) for one in offices]
    await make_invitations.answered(asked[0], "accepted", "Kartini", "Budi")
    await make_invitations.answered(asked[1], "declined", reason="Rapat")
    got = {}
    for audience, chosen in (
        ("coming", []),
        ("silent", []),
        ("declined", []),
        ("chosen", [str(asked[2].id)]),
    ):
        path = await approved(alice, hani, event, audience=audience, chosen=chosen)
        rows = (await alice.api.get(f"{path}/receivers")).json()["items"]
        got[audience] = sorted((one["name"] or one["office"], one["address"]) for one in rows)
    assert got == {
        "coming": [("Budi", "kenanga@kota.example"), ("Kartini", "kenanga@kota.example")],
        "silent": [("Mawar", "mawar@kota.example")],
        "declined": [("Melati", "melati@kota.example")],
        "chosen": [("Mawar", "mawar@kota.example")],
    }


async def test_who_cannot_or_will_not_be_written_to_is_named(alice: Somebody, hani: Somebody) -> None:
    event = await asked(alice, 3)
    await execute("UPDATE institution SET email = '' WHERE name = 'Kelurahan 0'")
    await execute("UPDATE institution SET email = 'no address' WHERE name = 'Kelurahan 1'")
    path = await written(alice, event)
    answer = (await alice.api.post(f"{path}/submission")).json()
    assert answer["fates"] == {"no_address": 1, "bad_address": 1, "waiting": 1}
    await execute("UPDATE mail_wish SET wish = 'no_letters' WHERE address = 'k2@kota.example'")
    await alice.api.post(f"{path}/return")
    refused = await alice.api.post(f"{path}/submission")
    assert (refused.status_code, refused.json()["code"]) == (409, "nobody_to_write_to")


async def test_wish_made_after_handing_in_is_respected_and_nothing_overrides_it(
    alice: Somebody, hani: Somebody
) -> None:
    event = await asked(alice, 2)
    path = await approved(alice, hani, event)
    await execute("UPDATE mail_wish SET wish = 'no_letters' WHERE address = 'k1@kota.example'")
    await alice.api.post(f"{path}/sending")
    await fed(path)
    first, second = await letters()
    assert [(row["state"], row["held_because"]) for row in (first, second)] == [
        ("queued", None),
        ("held", "no_mail"),
    ]
    again = await alice.web.post(f"/outbox/{second['id']}/again")
    assert "asked not to be written to" in again.text


async def test_faults_stand_beside_their_fields_and_what_was_typed_is_kept(alice: Somebody) -> None:
    event = await asked(alice)
    typed = {
        "audience": "everyone",
        "subject_id": "{evnt}",
        "body_id": "Halo {nama} apa kabar",
        "subject_en": "Hi",
    }
    page = await alice.web.post(f"/events/{event.id}/mailings", typed)
    assert page.status_code == 422
    assert "There is no placeholder {evnt}. Did you mean {event}?" in page.text
    assert "Did you mean {name}?" in page.text
    assert "Halo {nama} apa kabar" in page.text
    refused = (await alice.api.post(f"/events/{event.id}/mailings", json=typed)).json()
    assert {(one["field"], one["code"]) for one in refused["errors"]} == {
        ("subject_id", "unknown_placeholder"),
        ("body_id", "unknown_placeholder"),
        ("body_en", "missing"),
    }


async def test_pages_walk_from_draft_to_done(alice: Somebody, hani: Somebody) -> None:
    event = await asked(alice)
    new = await alice.web.get(f"/events/{event.id}/mailings/new?about=follow_up&to=coming")
    assert "Terima kasih" in new.text
    made = await alice.web.post(f"/events/{event.id}/mailings", LETTER)
    path = made.headers["location"]
    assert "Kelurahan 0" in (await alice.web.get(path)).text
    for who, step, said in (
        (alice, "submission", "Handed in"),
        (hani, "approval", "Approved"),
        (alice, "sending", "being sent"),
        (alice, "stop", "Stopped"),
    ):
        await who.web.post(f"{path}/{step}")
        assert said in (await who.web.get(path)).text
    assert "Kabar" in (await alice.web.get(f"/events/{event.id}/mailings")).text


async def test_one_invitation_is_written_to_from_its_page(alice: Somebody) -> None:
    event = await asked(alice, 2)
    one = (await alice.api.get(f"/events/{event.id}/invitations")).json()["items"][0]["id"]
    path = f"/events/{event.id}/mailings/new?chosen={one}"
    assert path in (await alice.web.get(f"/events/{event.id}/invitations/{one}")).text
    form = await alice.web.get(path)
    assert f'name="chosen" value="{one}"' in form.text
    made = await alice.web.post(
        f"/events/{event.id}/mailings", LETTER | {"audience": "chosen", "chosen": [one]}
    )
    await alice.web.post(f"{made.headers['location']}/submission")
    assert await fetch_value("SELECT count(*) FROM mailing_recipient") == 1


async def test_letter_is_hidden_from_strangers_and_from_those_who_do_not_invite(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event = await asked(alice)
    path = await written(alice, event)
    seen = [(await who.api.get(path)).status_code for who in (alice, bob, charlie, dewi)]
    assert seen == [200, 403, 404, 403]


@pytest.mark.parametrize("count", [2, 12])
async def test_pages_ask_as_many_questions_for_many_as_for_few(
    alice: Somebody, hani: Somebody, count: int
) -> None:
    event = await asked(alice, count)
    path = await approved(alice, hani, event)
    for address in (path, f"/events/{event.id}/mailings"):
        with counting_queries() as counted:
            await alice.web.get(address)
        assert counted.count <= 20
