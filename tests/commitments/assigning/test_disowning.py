"""Mail about duties leads to a page on which one says that they are not one's own; reminders do not simply stop."""

from datetime import date
from typing import Any

import asyncpg
import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.commitments import mails
from events_app.commitments.assigning import disowning
from events_app.commitments.contacts import Contact, owners_of
from events_app.commitments.queries import action as action_facts
from events_app.commitments.ratifying import answering
from events_app.database import execute, fetch, fetch_value
from events_app.notifications import delivery
from events_app.notifications.actions import enqueue
from events_app.notifications.wishes.actions import MOST_A_DAY
from events_app.notifications.wishes.links import PURPOSE
from events_app.notifications.wishes.queries import ASK
from events_app.notifications.words import KINDS
from tests import make_commitments as make
from tests.commitments.assigning.test_reassigning import scene
from tests.commitments.ratifying.waiting import YES, comer, waiting
from tests.make_commitments import Scene
from tests.notifications.conftest import mailing, postman, set_smtp
from tests.notifications.postman import Postman
from tests.people import Browser, Somebody

__all__ = ["mailing", "postman", "scene"]
TITLE = "This is not my task"


async def reminded(city: Organisation, scene: Scene) -> tuple[Any, Any]:
    """An open action, and the reminder that its owner got."""
    action = await make.opened(city, scene)
    (to,) = (await owners_of([city.id], [action.id])).values()
    assert to is not None
    item = {
        "id": action.id,
        "ref": action.ref,
        "title": action.title,
        "due": action.due,
        "left": 1,
        "rule": "H-1",
        "responsible_name": "Dinas",
        "timezone": "Asia/Jakarta",
        "url": None,
    }
    return action, await enqueue(city.id, mails.reminder(to, [item], date(2026, 8, 1), "k"))


async def path() -> str:
    return f"/unsubscribe/{tokens.derive(PURPOSE, await fetch_value('SELECT id FROM mail_wish ORDER BY id LIMIT 1'))}"


async def test_a_reminder_carries_the_header_without_one_click(
    city: Organisation, scene: Scene, mailing: Postman
) -> None:
    _action, message = await reminded(city, scene)
    await delivery.deliver(message.id, clock.now())
    (got,) = mailing.mails
    assert got["List-Unsubscribe"] == f"<http://acara.lembayung.example{await path()}>"
    assert got["List-Unsubscribe-Post"] is None
    assert got["Auto-Submitted"] == "auto-generated"


async def test_no_mail_at_all_still_lets_duties_through(
    city: Organisation, scene: Scene, public: Browser, mailing: Postman
) -> None:
    await reminded(city, scene)
    await public.post(await path(), {"wish": "no_mail"})
    await execute("UPDATE message SET dedup_key = NULL")
    to = await fetch("SELECT id FROM message")
    await delivery.deliver(to[-1]["id"], clock.now())
    assert len(mailing.mails) == 1
    page = (await public.get(await path())).text
    assert TITLE in page
    assert "They stop when it is done" in page


async def told() -> list[Any]:
    """What those who keep commitments got, after every objection's job ran."""
    for row in await fetch("SELECT id FROM duty_objection ORDER BY created_at"):
        await disowning.tell(row["id"])
    return await fetch(
        "SELECT to_address, text, html FROM message WHERE kind = 'commitments.duties_disowned' ORDER BY id"
    )


async def disown(public: Browser, note: str) -> Any:
    return await public.post(f"{await path()}/not-mine", {"note": note})


async def test_whoever_keeps_commitments_is_told_each_reason_with_what_is_owed(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action, _message = await reminded(city, scene)
    empty = await disown(public, " ")
    assert empty.status_code == 422
    assert TITLE in empty.text
    for note in ("Saya pindah tugas.", "Saya pindah tugas.", "Tanyakan kepada Bu Sari."):
        assert (await disown(public, note)).status_code == 303
    for _twice in range(2):
        first, second = await told()
    assert {first["to_address"], second["to_address"]} == {dewi.user.email}
    assert "Saya pindah tugas." in first["text"]
    assert "Tanyakan kepada Bu Sari." in second["text"]
    assert action.ref in first["text"]
    assert "This is what they answer for now:" in first["text"]
    assert "You wrote to the secretariat" in (await public.get(await path())).text
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute("UPDATE duty_objection SET note = 'x'")


async def test_more_than_a_handful_a_day_is_refused_by_name_and_what_was_typed_stays(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    await reminded(city, scene)
    for number in range(MOST_A_DAY):
        assert (await disown(public, f"Bukan saya {number}")).status_code == 303
    much = await disown(public, "Sekali lagi")
    assert much.status_code == 422
    assert "You wrote 3 times within a day" in much.text
    assert ">Sekali lagi</textarea>" in much.text
    assert (await disown(public, "Bukan saya 1")).status_code == 303
    assert len(await told()) == MOST_A_DAY
    assert (
        await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'mail_wish.disowned'") == MOST_A_DAY
    )


async def test_staff_see_the_words_at_the_person_and_only_those_who_keep_commitments(
    city: Organisation,
    scene: Scene,
    public: Browser,
    dewi: Somebody,
    eko: Somebody,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    await reminded(city, scene)
    address = await fetch_value("SELECT address FROM mail_wish ORDER BY id LIMIT 1")
    assert "says that a task is not theirs" not in (await dewi.web.get(f"/people/{scene.person.id}")).text
    await disown(public, "Bukan <saya>.")
    await execute("UPDATE institution SET email = upper($1) WHERE id = $2", address, scene.other.id)
    await execute("UPDATE person SET email = $1 WHERE id = $2", address, scene.person.id)
    for here in (f"/people/{scene.person.id}", f"/institutions/{scene.other.id}"):
        page = (await dewi.web.get(here)).text
        assert f"{address} says that a task is not theirs" in page, here
        assert "<q>Bukan &lt;saya&gt;.</q>" in page, here
        other = await eko.web.get(here)
        assert (other.status_code, "Bukan" in other.text) == (200, False)


async def test_a_verifier_or_head_who_disowns_is_not_said_to_owe_nothing(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action = await make.opened(city, scene)
    facts: Any = await action_facts(city.id, action.id, clock.now())
    judge = Contact("verifikator@inspektorat.example", "Pak Verifikator", "id")
    await execute("DELETE FROM message")
    await execute("DELETE FROM mail_wish")
    await enqueue(city.id, mails.waiting(judge, facts, "selesai"))
    await execute("UPDATE follow_up_action SET state = 'submitted'")
    await disown(public, "Saya bukan verifikator lagi.")
    (got,) = await told()
    assert "This waits for a verdict that they were asked for:" in got["text"]
    assert f"({action.ref}, " in got["text"]
    assert "No open task" not in got["text"]


async def test_a_head_who_disowns_is_told_of_with_the_promise_that_waits_for_their_word(
    city: Organisation, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    it = await waiting(city)
    wish = await fetch_value("SELECT id FROM mail_wish WHERE address = 'kadis@dinsos.example'")
    here = f"/unsubscribe/{tokens.derive(PURPOSE, wish)}/not-mine"
    assert (await public.post(here, {"note": "Saya sudah pensiun."})).status_code == 303
    (got,) = await told()
    assert "This waits for their word, since it was promised in their place:" in got["text"]
    assert it.promise.title in got["text"]
    await answering.answer(await comer(it), it.promise.id, YES, clock.now())
    await public.post(here, {"note": "Masih pensiun."})
    assert "No open task that you may read stands in their name." in (await told())[1]["text"]


async def test_a_decision_asked_for_is_listed_as_open_and_told(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action = await make.opened(city, scene)
    facts: Any = await action_facts(city.id, action.id, clock.now())
    head = Contact("kepala@dinas.example", "Bu Kepala", "id")
    await execute("DELETE FROM message")
    await execute("DELETE FROM mail_wish")
    await enqueue(city.id, mails.infeasible_asked(head, facts, "Banjir.", "force_majeure"))
    await disown(public, "Bukan wewenang saya.")
    (got,) = await told()
    assert "This is open, and they were written to about it:" in got["html"]
    assert action.title in got["html"]


async def test_a_confidential_duty_is_named_to_nobody_who_may_not_read_it(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action, _message = await reminded(city, scene)
    await execute("UPDATE event SET confidential = true")
    await execute("UPDATE app_user SET roles = ARRAY['secretariat'] WHERE id = $1", dewi.user.id)
    await disown(public, "Bukan saya.")
    (got,) = await told()
    may = "read_confidential" in {right.value for right in dewi.actor.rights}
    assert (action.ref in got["text"]) is may
    assert (action.title in got["html"]) is may
    assert ("No open task that you may read" in got["text"]) is not may


async def test_who_was_never_reminded_has_nothing_to_disown(public: Browser, alice: Somebody) -> None:
    from tests.notifications.wishes.test_wishes import invited

    await invited(alice)
    assert TITLE not in (await public.get(await path())).text
    assert (await public.post(f"{await path()}/not-mine", {"note": "x"})).status_code == 404


@pytest.mark.parametrize("kind", ["minutes", "action_verified", "duties_disowned", "ratification_declined"])
async def test_what_asks_nothing_of_its_receiver_offers_nothing(
    city: Organisation, scene: Scene, public: Browser, kind: str
) -> None:
    await reminded(city, scene)
    await execute("UPDATE message SET kind = $1", f"commitments.{kind}")
    assert TITLE not in (await public.get(await path())).text
    assert (await disown(public, "Bukan saya.")).status_code == 404


def test_every_kind_that_asks_something_is_sent() -> None:
    assert set(ASK) <= set(KINDS)
