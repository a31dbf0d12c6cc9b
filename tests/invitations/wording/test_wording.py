"""An organisation says it in its own words: checked, shown as a real receiver reads it, tried out, given up."""

from typing import Any

import pytest

from events_app.database import fetch, fetch_value
from events_app.invitations.tables import Invitation
from tests import make_events, make_invitations, make_stakeholders
from tests.notifications.conftest import set_smtp
from tests.people import Somebody

PATH = "/message-words/invitation/id"
MINE = {"subject": "Yth. {name}: {event}", "body": "{salutation}\n\nMari datang.\n\n{facts}\n\n{link}"}


async def asked(alice: Somebody, name: str = "Kenanga", *, send: bool = True) -> Invitation:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(alice.actor, name, email=f"{name.lower()}@kota.example")
    return await make_invitations.invitation(event, office, send=send)


async def written() -> list[Any]:
    return await fetch("SELECT subject, text FROM message WHERE kind = 'invitations.invitation' ORDER BY id")


async def test_own_words_are_said_from_then_on_and_given_up_again(alice: Somebody) -> None:
    await asked(alice)
    kept = await alice.api.put(PATH, json=MINE)
    assert (kept.json()["own"], kept.json()["row_version"]) == (True, 1)
    await asked(alice, "Melati")
    await alice.api.delete(PATH)
    await asked(alice, "Mawar")
    first, second, third = await written()
    assert second["subject"].startswith("Yth. Melati:")
    assert "Mari datang." in second["text"]
    assert ("Mari datang." in first["text"], "Mari datang." in third["text"]) == (False, False)
    assert third["text"].replace("Mawar", "Kenanga").split("\n")[0] == first["text"].split("\n")[0]


async def test_faults_are_named_beside_their_fields(alice: Somebody) -> None:
    wrong = {"subject": "{evnt}", "body": "{salutasi} {facts.rows}"}
    refused = (await alice.api.put(PATH, json=wrong)).json()
    assert [(one["field"], one["code"]) for one in refused["errors"]] == [
        ("subject", "unknown_placeholder"),
        ("body", "unknown_placeholder"),
        ("body", "unknown_placeholder"),
        ("body", "missing_placeholder"),
    ]
    page = await alice.web.post("/outbox/words/invitation/id", wrong | {"step": "keep"})
    assert page.status_code == 422
    assert "Did you mean {event}?" in page.text
    assert "{salutasi} {facts.rows}" in page.text
    assert await fetch_value("SELECT count(*) FROM message_wording") == 0


async def test_later_of_two_editors_is_told(alice: Somebody) -> None:
    await alice.api.put(PATH, json=MINE)
    for version in (0, 7):
        late = await alice.api.put(PATH, json=MINE | {"row_version": version})
        assert (late.status_code, late.json()["code"]) == (409, "words_changed")
    assert (await alice.api.put(PATH, json=MINE | {"row_version": 1})).json()["row_version"] == 2


async def test_preview_shows_a_real_receiver_in_both_languages_and_no_working_link(alice: Somebody) -> None:
    invitation = await asked(alice)
    page = await alice.web.post(
        "/outbox/words/invitation/id", MINE | {"step": "preview", "receiver": str(invitation.id)}
    )
    assert "Mari datang." in page.text
    assert "How it reads in English" in page.text
    assert "[personal link]" in page.text
    assert "/rsvp/" not in page.text
    shown = await alice.api.post(f"{PATH}/preview", json=MINE | {"receiver_id": str(invitation.id)})
    assert shown.json()["subject"].startswith("Yth. Kenanga:")
    assert await fetch_value("SELECT count(*) FROM message_wording") == 0


async def test_preview_knows_nobody_of_another_organisation(alice: Somebody, charlie: Somebody) -> None:
    invitation = await asked(alice)
    shown = await charlie.api.post(f"{PATH}/preview", json=MINE | {"receiver_id": str(invitation.id)})
    assert shown.status_code == 404


async def test_test_goes_to_oneself_and_its_link_leads_nowhere(
    alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    invitation = await asked(alice, send=False)
    typed = MINE | {"receiver_id": str(invitation.id)}
    assert (await alice.api.post(f"{PATH}/test", json=typed)).json()["code"] == "mail_not_configured"
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    assert (await alice.api.post(f"{PATH}/test", json=typed)).status_code == 202
    (row,) = await fetch("SELECT * FROM message WHERE kind = 'invitations.invitation'")
    assert (row["to_address"], row["event"]) == (alice.user.email, None)
    assert str(invitation.id) not in row["text"] + row["html"]


@pytest.mark.parametrize(
    "kind", ["invitation", "invitation_reminder", "pass", "event_cancelled", "letter", "follow_up"]
)
async def test_every_kind_has_its_page(alice: Somebody, kind: str) -> None:
    invitation = await asked(alice)
    await make_invitations.answered(invitation, "accepted", "Kartini")
    page = await alice.web.get(f"/outbox/words/{kind}/en")
    assert page.status_code == 200
    assert "How it reads in English" in page.text


async def test_words_are_for_those_who_invite(alice: Somebody, dewi: Somebody, bob: Somebody) -> None:
    seen = [(await who.api.get(PATH)).status_code for who in (alice, dewi, bob)]
    assert seen == [200, 403, 403]
    assert (await alice.api.get("/message-words/nothing/id")).status_code == 404
    assert (await alice.api.get("/message-words/invitation/fr")).status_code == 404
