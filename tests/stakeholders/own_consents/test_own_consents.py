"""Whoever holds a personal link sees what they agreed to, and takes it back at one tap."""

from typing import Any

import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.commitments.mails import PURPOSE
from events_app.database import counting_queries, execute, fetch, fetch_one, fetch_value
from events_app.invitations import links
from events_app.invitations.answers import answer
from events_app.invitations.forms import AnswerIn
from events_app.invitations.tables import Answer, AnsweredBy
from events_app.notifications.compose import compose
from events_app.notifications.wishes.links import PURPOSE as WISH
from events_app.stakeholders.tables import Person
from tests import make_commitments, make_events, make_invitations, make_stakeholders
from tests.notifications.conftest import set_smtp
from tests.people import Browser, Cast, Somebody

WORDS = "Saya setuju disurati."


@pytest.fixture(autouse=True)
def served(monkeypatch: pytest.MonkeyPatch) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")


async def agreed(alice: Somebody, person: Any, purpose: str = "contact") -> str:
    body = {"purpose": purpose, "text_version": 1, "wording": WORDS, "via": "paper", "note": "map biru"}
    kept = await alice.api.post(f"/people/{person.id}/consents", json=body)
    assert kept.status_code == 201, kept.text
    return str(kept.json()["id"])


async def invited(alice: Somebody, person: Any, **more: Any) -> Any:
    event = await make_events.published(alice.actor.organisation, **more)
    return await make_invitations.invitation(event, person, send=True)


def rsvp(invitation: Any) -> str:
    return links.rsvp_token(invitation.id, invitation.link_version)


async def wish() -> str:
    return tokens.derive(WISH, await fetch_value("SELECT id FROM mail_wish"))


async def fates() -> list[tuple[Any, ...]]:
    sql = "SELECT state, held_because FROM message WHERE kind = 'invitations.invitation' ORDER BY id"
    return [tuple(row) for row in await fetch(sql)]


async def test_one_tap_takes_a_consent_back_and_the_office_sees_it(alice: Somebody, public: Browser) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    one, photos = await agreed(alice, person), await agreed(alice, person, "photo")
    token = rsvp(await invited(alice, person))
    assert f'href="/my-consents/{token}"' in (await public.get(f"/rsvp/{token}")).text
    before = await public.get(f"/my-consents/{token}")
    assert (WORDS in before.text, "map biru" in before.text) == (True, False)
    assert await fetch_value("SELECT count(*) FROM consent_withdrawal") == 0
    done = await public.post(f"/my-consents/{token}/{one}/taken-back")
    assert done.headers["location"] == f"/my-consents/{token}"
    after = (await public.get(f"/my-consents/{token}")).text
    assert f"/{one}/taken-back" not in after
    assert f"/{photos}/taken-back" in after
    shown = (await alice.api.get(f"/consents/{one}")).json()
    assert (shown["withdrawn_via"], bool(shown["withdrawn_at"])) == ("link", True)
    assert "Taken back" in (await alice.web.get(f"/people/{person.id}/consents")).text
    told = await fetch_one("SELECT via, actor_name, after FROM audit_entry WHERE verb = 'consent.taken_back'")
    assert told is not None
    assert (told["via"], "contact" in str(told["after"])) == ("link", True)
    assert "Kartini" in told["actor_name"]


async def test_nothing_more_is_written_to_them_as_a_person(alice: Somebody, public: Browser) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    one = await agreed(alice, person)
    token = rsvp(await invited(alice, person, title="Yang pertama"))
    await public.post(f"/my-consents/{token}/{one}/taken-back")
    await invited(alice, person, title="Yang kedua")
    assert await fates() == [("queued", None), ("held", "no_consent")]


async def test_twice_is_once_and_keeps_the_first_moment(alice: Somebody, cast: Cast) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    one = await agreed(alice, person)
    token = rsvp(await invited(alice, person))
    program = await cast.client()
    path = f"/api/v1/my-consents/{token}"
    said = [(await program.post(f"{path}/{one}/withdrawal")).json() for _time in range(2)]
    assert said[0] == said[1]
    assert set(said[0]) == {"id", "purpose", "wording", "given_at", "withdrawn_at"}
    assert (await program.get(path)).json()["items"] == [said[0]]
    assert await fetch_value("SELECT count(*) FROM consent_withdrawal") == 1


async def test_owners_pages_lead_there_too(city: Organisation, public: Browser) -> None:
    here = await make_commitments.scene(city)
    row = await make_commitments.opened(city, here)
    access, _address = await make_commitments.link_of(row)
    owner = tokens.derive(PURPOSE, access.id, access.version)
    assert f'href="/my-consents/{owner}"' in (await public.get(f"/p/{owner}")).text
    assert "Tidak ada yang tercatat" in (await public.get(f"/my-consents/{owner}")).text
    await execute("UPDATE access_token SET revoked_at = now()")
    assert (await public.get(f"/my-consents/{owner}")).status_code == 404


async def test_a_pass_opens_nobodys_consents(alice: Somebody, public: Browser) -> None:
    """An office holds the passes of its staff, and strangers photograph badges."""
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    office = await make_stakeholders.institution(alice.actor, "Kenanga", email="kenanga@kota.example")
    staff: dict[str, Any] = {"representatives": [{"full_name": "Sri Rahayu"}]}
    for asked, who in ((office, staff), (person, {})):
        invitation = await invited(alice, asked)
        given = AnswerIn.model_validate({"answer": "accepted"} | who)
        await answer(alice.actor, invitation.id, given, AnsweredBy.link, clock.now())
        guest = (await make_invitations.guests_of(invitation))[0]
        one = await agreed(alice, await Person.objects().get(Person.id == guest.person))
        token = links.pass_token(guest.id, guest.pass_version)
        assert "/my-consents/" not in (await public.get(f"/T/{token}")).text
        assert (await public.get(f"/my-consents/{token}")).status_code == 404
        assert (await public.post(f"/my-consents/{token}/{one}/taken-back")).status_code == 404
    assert await fetch_value("SELECT count(*) FROM consent_withdrawal") == 0


async def test_mails_link_knows_an_address_of_one_person_alone(
    alice: Somebody, public: Browser, cast: Cast
) -> None:
    person = await make_stakeholders.person(alice.actor, email="Kartini@kota.example")
    one = await agreed(alice, person)
    await invited(alice, person)
    assert f'href="/my-consents/{await wish()}"' in (await public.get(f"/unsubscribe/{await wish()}")).text
    assert f"/{one}/taken-back" in (await public.get(f"/my-consents/{await wish()}")).text
    program, path = await cast.client(), f"/api/v1/my-consents/{await wish()}"

    async def is_shared() -> bool:
        refused = await program.post(f"{path}/{one}/withdrawal")
        return ((await program.get(path)).json()["items"], refused.status_code) == ([], 404)

    other = await make_stakeholders.person(alice.actor, "Sri Rahayu", email="kartini@kota.example")
    assert await is_shared()
    await execute("UPDATE person SET email = '' WHERE id = $1", other.id)
    await make_stakeholders.institution(alice.actor, "Kenanga", email="KARTINI@kota.example")
    assert await is_shared()
    await execute("UPDATE institution SET email = ''")
    assert (await program.post(f"{path}/{one}/withdrawal")).status_code == 200
    assert await fetch_value("SELECT via FROM consent_withdrawal") == "mail link"


async def test_links_open_nobody_elses_consents(alice: Somebody, charlie: Somebody, public: Browser) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    token = rsvp(await invited(alice, person))
    neighbour = await agreed(alice, await make_stakeholders.person(alice.actor, "Sri Rahayu"))
    stranger = await agreed(charlie, await make_stakeholders.person(charlie.actor, "Ani"))
    for one in (neighbour, stranger):
        assert (await public.post(f"/my-consents/{token}/{one}/taken-back")).status_code == 404
    assert await fetch_value("SELECT count(*) FROM consent_withdrawal") == 0
    assert (await public.get("/my-consents/NOBODY")).status_code == 404


async def test_offices_links_say_that_they_are_nobodys_own(alice: Somebody, public: Browser) -> None:
    office = await make_stakeholders.institution(alice.actor, "Kenanga", email="kenanga@kota.example")
    token = rsvp(await invited(alice, office, language="en"))
    assert "/my-consents/" not in (await public.get(f"/rsvp/{token}")).text
    page = await public.get(f"/my-consents/{token}", headers={"Cookie": "lang=en"})
    assert (
        page.status_code,
        "not one person&#39;s own" in page.text or "not one person's own" in page.text,
    ) == (
        200,
        True,
    )


async def test_consents_given_before_a_merge_are_taken_back_too(alice: Somebody, public: Browser) -> None:
    stays = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    goes = await make_stakeholders.person(alice.actor, "Kartini")
    one = await agreed(alice, goes)
    pair = {"kind": "person", "loser_id": str(goes.id), "survivor_id": str(stays.id)}
    assert (await alice.api.post("/directory/merges", json=pair)).status_code == 201
    token = rsvp(await invited(alice, stays))
    await public.post(f"/my-consents/{token}/{one}/taken-back")
    assert str(await fetch_value("SELECT consent FROM consent_withdrawal")) == one


async def test_page_asks_as_much_for_many_consents_as_for_few(alice: Somebody, public: Browser) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    token = rsvp(await invited(alice, person))
    counts = []
    for more in (10, 90):
        for _one in range(more):
            await agreed(alice, person, "photo")
        with counting_queries() as count:
            page = await public.get(f"/my-consents/{token}")
        counts.append((count.count, page.text.count("/taken-back")))
    assert [seen for _count, seen in counts] == [10, 100]
    assert counts[0][0] == counts[1][0]


async def test_passes_and_notices_name_the_page_and_new_links_do_not(alice: Somebody) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    invitation = await invited(alice, person)
    await answer(alice.actor, invitation.id, AnswerIn(answer=Answer.accepted), AnsweredBy.link, clock.now())
    row = await fetch_one(
        "SELECT m.*, 'Kota' AS organisation_name FROM message m WHERE kind = 'invitations.pass'"
    )
    assert row is not None
    mail = compose(row, clock.now()).decode()
    assert f"List-Unsubscribe: <http://acara.lembayung.example/unsubscribe/{await wish()}>\r\n" in mail
    assert "List-Unsubscribe-Post" not in mail
    await alice.api.post(f"/events/{invitation.event}/invitations/{invitation.id}/fresh-link", json={})
    kept = await fetch("SELECT unsubscribe FROM message WHERE kind = 'invitations.fresh_link'")
    assert [row["unsubscribe"] for row in kept] == [None]


async def test_nobody_is_spared_a_pass(alice: Somebody, public: Browser) -> None:
    person = await make_stakeholders.person(alice.actor, email="kartini@kota.example")
    invitation = await invited(alice, person)
    await public.post(f"/unsubscribe/{await wish()}", {"wish": "no_mail"})
    await answer(alice.actor, invitation.id, AnswerIn(answer=Answer.accepted), AnsweredBy.link, clock.now())
    states = await fetch("SELECT state FROM message WHERE kind = 'invitations.pass'")
    assert [row["state"] for row in states] == ["queued"]
