"""Mail about duties leads to a page on which one says that they are not one's own; reminders do not simply stop."""

from datetime import date
from typing import Any

import pytest

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.commitments import mails
from events_app.commitments.assigning import disowning
from events_app.commitments.contacts import owners_of
from events_app.database import execute, fetch, fetch_value
from events_app.notifications import delivery
from events_app.notifications.actions import enqueue
from events_app.notifications.wishes.links import PURPOSE
from tests import make_commitments as make
from tests.commitments.assigning.test_reassigning import scene
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


async def test_whoever_keeps_commitments_is_told_once_a_day_with_what_is_owed(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action, _message = await reminded(city, scene)
    empty = await public.post(f"{await path()}/not-mine", {"note": " "})
    assert empty.status_code == 422
    assert TITLE in empty.text
    wish = await fetch_value("SELECT id FROM mail_wish ORDER BY id LIMIT 1")
    for note in ("Saya pindah tugas.", "Saya pindah ke Bappeda."):
        done = await public.post(f"{await path()}/not-mine", {"note": note})
        assert done.status_code == 303
        await disowning.tell(wish)
    told = await fetch("SELECT to_address, text FROM message WHERE kind = 'commitments.duties_disowned'")
    assert [row["to_address"] for row in told] == [dewi.user.email]
    assert "Saya pindah tugas." in told[0]["text"]
    assert action.ref in told[0]["text"]
    assert (
        await fetch_value("SELECT objection FROM mail_wish WHERE id = $1", wish) == "Saya pindah ke Bappeda."
    )
    assert "You wrote to the secretariat" in (await public.get(await path())).text


async def test_a_confidential_duty_is_named_to_nobody_who_may_not_read_it(
    city: Organisation, scene: Scene, public: Browser, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, "smtp://127.0.0.1:1")
    action, _message = await reminded(city, scene)
    await execute("UPDATE event SET confidential = true")
    await execute("UPDATE app_user SET roles = ARRAY['secretariat'] WHERE id = $1", dewi.user.id)
    await public.post(f"{await path()}/not-mine", {"note": "Bukan saya."})
    await disowning.tell(await fetch_value("SELECT id FROM mail_wish ORDER BY id LIMIT 1"))
    (told,) = await fetch("SELECT text, html FROM message WHERE kind = 'commitments.duties_disowned'")
    may = "read_confidential" in {right.value for right in dewi.actor.rights}
    assert (action.ref in told["text"]) is may
    assert (action.title in told["html"]) is may


async def test_who_was_never_reminded_has_nothing_to_disown(public: Browser, alice: Somebody) -> None:
    from tests.notifications.wishes.test_wishes import invited

    await invited(alice)
    assert TITLE not in (await public.get(await path())).text
    assert (await public.post(f"{await path()}/not-mine", {"note": "x"})).status_code == 404
