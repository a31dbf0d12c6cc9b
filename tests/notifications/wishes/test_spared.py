"""Who asked to be spared is spared also by what was written before, whichever button or job comes to it."""

from uuid import UUID

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import execute, fetch_one
from events_app.ids import new_id
from events_app.notifications import actions, delivery, holding
from events_app.notifications.tables import Message
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman
from tests.people import Somebody

HELD = ("held", "no_mail")


async def written(city: Organisation, bulk: UUID | None = None) -> Message:
    return await actions.enqueue(city.id, invitation(kind="invitations.letter", bulk=bulk))


async def wish(said: str = "no_letters") -> None:
    await execute("UPDATE mail_wish SET wish = $1", said)


async def fate(message: Message) -> tuple[str, str | None]:
    row = await fetch_one("SELECT state, held_because FROM message WHERE id = $1", message.id)
    assert row is not None
    return row["state"], row["held_because"]


async def test_what_was_sent_is_not_sent_once_more(
    alice: Somebody, city: Organisation, mailing: Postman
) -> None:
    letter = await written(city)
    await delivery.deliver(letter.id, clock.now())
    await wish()
    refused = await alice.api.post(f"/outbox/{letter.id}/resend")
    assert (refused.status_code, refused.json()["code"]) == (409, "wants_no_mail")
    await wish("all")
    await Organisation.update({Organisation.demo: True}, force=True)
    assert (await alice.api.post(f"/outbox/{letter.id}/resend")).json()["code"] == "demo_never_sends"


async def test_what_was_held_or_failed_stays_here(
    alice: Somebody, city: Organisation, mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        set_smtp(without, None)
        held, other = await written(city), await actions.enqueue(city.id, invitation(to="b@dinas.example"))
    await wish()
    assert await actions.release_held(alice.actor) == 1
    assert (await fate(held), await fate(other)) == (HELD, ("queued", None))
    await execute("UPDATE message SET state = 'failed', held_because = NULL WHERE id = $1", held.id)
    assert "asked not to be written to" in (await alice.web.post(f"/outbox/{held.id}/again")).text
    assert await fate(held) == ("failed", None)


async def test_a_crowd_that_goes_on_leaves_them_out(
    alice: Somebody, city: Organisation, mailing: Postman
) -> None:
    bulk = new_id()
    letter = await written(city, bulk)
    await holding.stop("invitations.letter", bulk)
    await wish()
    assert await holding.go_on("invitations.letter", bulk) == 0
    assert await fate(letter) == HELD


@pytest.mark.parametrize(
    ("said", "state"), [("no_letters", HELD), ("no_mail", HELD), ("all", ("sent", None))]
)
async def test_what_is_queued_is_not_handed_over(
    alice: Somebody, city: Organisation, mailing: Postman, said: str, state: tuple[str, str | None]
) -> None:
    letter = await written(city)
    await wish(said)
    await delivery.deliver(letter.id, clock.now())
    assert await fate(letter) == state
    assert len(mailing.mails) == (1 if said == "all" else 0)
