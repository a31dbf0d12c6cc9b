"""From the outbox to a real mail server."""

from datetime import timedelta
from email.message import EmailMessage
from io import BytesIO
from typing import Any

import pytest
import zxingcpp
from PIL import Image

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.database import fetch, fetch_one, fetch_value
from events_app.errors import NotAllowed, NotFound
from events_app.ids import new_id
from events_app.notifications import actions, delivery, permits
from events_app.notifications.links import qr
from events_app.notifications.mail import Attachment
from events_app.notifications.tables import Message
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman, free_port, standing

CALENDAR = "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nEND:VCALENDAR\r\n"
PUBLIC = "http://acara.lembayung.example"


async def deliver(message: Message, minutes: int = 0) -> Any:
    """Deliver, so many minutes from now, and the row as it is then."""
    await delivery.deliver(message.id, clock.now() + timedelta(minutes=minutes))
    return await fetch_one("SELECT * FROM message WHERE id = $1", message.id)


async def outcomes(message: Message) -> list[str]:
    rows = await fetch("SELECT outcome FROM delivery WHERE message = $1 ORDER BY id", message.id)
    return [row["outcome"] for row in rows]


def organiser(organisation: Organisation) -> Actor:
    return Actor(organisation.id, rights=frozenset({Right.invite}))


def part(mail: EmailMessage, kind: str) -> Any:
    return next(one for one in mail.walk() if one.get_content_type() == kind)


def content(mail: EmailMessage, kind: str) -> Any:
    return part(mail, kind).get_content()


async def test_deliver_fills_in_links_and_draws_codes(organisation: Organisation, mailing: Postman) -> None:
    mail = invitation("Dwi", calendar=CALENDAR, calendar_method="REQUEST")
    assert mail.subject_row is not None
    row = await deliver(await actions.enqueue(organisation.id, mail))
    (got,) = mailing.mails
    answer = f"{PUBLIC}/rsvp/{tokens.derive('rsvp', mail.subject_row)}"
    assert answer in content(got, "text/plain")
    assert f'href="{answer}"' in content(got, "text/html")
    image = part(got, "image/png")
    assert f'src="cid:{image["Content-ID"][1:-1]}"' in content(got, "text/html")
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(image.get_content())).convert("L"))
    assert code.text == f"{PUBLIC}/T/{tokens.derive('pass', mail.subject_row)}".upper()
    assert part(got, "text/calendar").get_param("method") == "REQUEST"
    assert content(got, "application/ics").decode() == CALENDAR
    assert (row["state"], row["attempts"], row["last_error"]) == ("sent", 1, None)


async def test_deliver_signs_with_the_organisation(organisation: Organisation, mailing: Postman) -> None:
    message = await actions.enqueue(organisation.id, invitation('Dwi, "Boss" Hartono'))
    await deliver(message)
    (got,) = mailing.mails
    assert got["From"] == "Kota Lembayung <events@lembayung.example>"
    assert got["Message-ID"] == f"<{message.id}@lembayung.example>"
    assert got["Auto-Submitted"] == "auto-generated"
    assert got["To"].addresses[0].display_name == 'Dwi, "Boss" Hartono'


async def test_deliver_attaches_files_and_codes(organisation: Organisation, mailing: Postman) -> None:
    guest = new_id()
    files = (
        Attachment("agenda.pdf", "application/pdf", b"%PDF-1.7"),
        Attachment("pass.png", "image/png", qr("pass", guest, 2, "/T/")),
    )
    await deliver(await actions.enqueue(organisation.id, invitation(attachments=files)))
    attached = {one.get_filename(): one.get_content() for one in mailing.mails[0].iter_attachments()}
    (code,) = zxingcpp.read_barcodes(Image.open(BytesIO(attached["pass.png"])).convert("L"))
    assert attached["agenda.pdf"] == b"%PDF-1.7"
    assert code.text.endswith(tokens.derive("pass", guest, 2))


async def test_deliver_twice_sends_once(organisation: Organisation, mailing: Postman) -> None:
    message = await actions.enqueue(organisation.id, invitation())
    await deliver(message)
    await deliver(message)
    assert (len(mailing.mails), await outcomes(message)) == (1, ["sent"])


async def test_deliver_keeps_one_connection(organisation: Organisation, mailing: Postman) -> None:
    rows = await actions.enqueue_all(organisation.id, [invitation() for _number in range(5)])
    for row in rows:
        await deliver(row)
    assert len({id(mail) for mail in mailing.mails}) == 5
    assert mailing.connections == 1


async def test_deliver_waits_after_a_temporary_refusal(organisation: Organisation, mailing: Postman) -> None:
    mailing.refusals["dwi@dinas.example"] = ["452 4.2.2 <dwi@dinas.example> mailbox full"]
    message = await actions.enqueue(organisation.id, invitation())
    row = await deliver(message)
    assert (row["state"], row["attempts"]) == ("queued", 1)
    assert row["last_error"] == "452 4.2.2 <…> mailbox full"
    assert await fetch_value("SELECT max(execute_after) > now() FROM pgqueuer WHERE entrypoint = 'deliver'")
    assert (await deliver(message))["state"] == "sent"
    assert await outcomes(message) == ["later", "sent"]


async def test_deliver_gives_up_after_the_last_pause(organisation: Organisation, mailing: Postman) -> None:
    tries = len(delivery.PAUSES) + 1
    mailing.refusals["dwi@dinas.example"] = ["452 mailbox full"] * tries
    message = await actions.enqueue(organisation.id, invitation())
    states = [(await deliver(message))["state"] for _try in range(tries)]
    assert states == ["queued"] * (tries - 1) + ["failed"]


async def test_deliver_fails_at_once_when_refused_for_good(
    organisation: Organisation, mailing: Postman
) -> None:
    mailing.refusals["dwi@dinas.example"] = ["550 5.1.1 no such person"]
    message = await actions.enqueue(organisation.id, invitation())
    row = await deliver(message)
    assert (row["state"], row["last_error"]) == ("failed", "550 5.1.1 no such person")
    again = await actions.try_again(organiser(organisation), message.id)
    assert (again.state, (await deliver(message))["state"]) == ("queued", "sent")


async def test_deliver_survives_a_server_that_is_away(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = free_port()
    set_smtp(monkeypatch, f"smtp://127.0.0.1:{port}")
    message = await actions.enqueue(organisation.id, invitation())
    assert (await deliver(message))["state"] == "queued"
    man = Postman()
    with standing(man, port):
        assert (await deliver(message))[
            "attempts"
        ] == 1  # a server that was away is left in peace for a while
        assert (await deliver(message, 1))["state"] == "sent"
    with standing(man, port):  # the kept connection is dead; the next mail finds a new one
        assert (await deliver(await actions.enqueue(organisation.id, invitation())))["state"] == "sent"
    assert len(man.mails) == 2


async def test_deliver_holds_when_the_server_was_taken_away(
    organisation: Organisation, mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    message = await actions.enqueue(organisation.id, invitation())
    set_smtp(monkeypatch, None)
    assert (await deliver(message))["state"] == "held"


async def test_deliver_never_sends_for_a_demonstration(organisation: Organisation, mailing: Postman) -> None:
    message = await actions.enqueue(organisation.id, invitation())
    await Organisation.update({Organisation.demo: True}, force=True)
    assert (await deliver(message))["state"] == "held"
    assert mailing.mails == []
    with pytest.raises(permits.DemoNeverSends):
        await actions.release_held(organiser(organisation))


async def test_release_held_queues_what_waited_for_a_server(
    organisation: Organisation, mailing: Postman, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as without:
        set_smtp(without, None)
        message = await actions.enqueue(organisation.id, invitation())
        with pytest.raises(permits.MailNotConfigured):
            await actions.release_held(organiser(organisation))
    assert await actions.release_held(organiser(organisation)) == 1
    assert (await deliver(message))["state"] == "sent"


async def test_try_again_is_for_those_who_invite(organisation: Organisation, mailing: Postman) -> None:
    message = await actions.enqueue(organisation.id, invitation())
    with pytest.raises(NotAllowed):
        await actions.try_again(Actor(organisation.id), message.id)
    with pytest.raises(NotFound):
        await actions.try_again(organiser(await _another()), message.id)
    await deliver(message)
    with pytest.raises(actions.NotFailed):
        await actions.try_again(organiser(organisation), message.id)


async def test_sweep_finds_a_message_without_a_job(organisation: Organisation, mailing: Postman) -> None:
    await actions.enqueue(organisation.id, invitation())
    await fetch("DELETE FROM pgqueuer")
    later = clock.now() + delivery.FORGOTTEN + timedelta(seconds=5)
    assert (await delivery.sweep(clock.now()), await delivery.sweep(later), await delivery.sweep(later)) == (
        0,
        1,
        1,
    )
    assert await fetch_value("SELECT count(*) FROM pgqueuer WHERE entrypoint = 'deliver'") == 1


async def _another() -> Organisation:
    row = Organisation(slug="lain", name="Lain", office="", address="")
    await row.save()
    return row
