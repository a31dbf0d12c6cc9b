"""The mailbox is read from a real IMAP server: each mail once, whatever dies in between."""

import asyncio
import os
import signal
import sys
from typing import Any
from uuid import UUID

import pytest

from events_app.database import execute, fetch, fetch_one, fetch_value
from events_app.ids import new_id
from events_app.notifications.mailbox import actions, polling
from events_app.notifications.mailbox.imap import Box, parse, probe
from events_app.notifications.mailbox.reading import Arrived
from events_app.notifications.mailbox.tables import MailKind
from tests.make_mail import dsn, letter, message_id, prose
from tests.notifications.conftest import set_smtp
from tests.notifications.mailbox.conftest import Sent, poll
from tests.notifications.mailbox.server import PASSWORD, ImapServer

ALONE = """
import asyncio, sys
from events_app import clock, database
from events_app.notifications.mailbox import polling
async def main():
    await database.connect(sys.argv[1], size=2)
    await polling.poll(clock.now)
    await database.disconnect()
asyncio.run(main())
"""


async def mails() -> list[tuple[str, str, str]]:
    rows = await fetch("SELECT kind, state, reason FROM inbound_mail ORDER BY id")
    return [tuple(row) for row in rows]


async def bounces() -> list[tuple[str, bool, str]]:
    return [tuple(row) for row in await fetch("SELECT address, permanent, status FROM bounce ORDER BY id")]


async def test_poll_takes_a_bounce_once_and_marks_the_address(polled: ImapServer, sent: Sent) -> None:
    polled.put(dsn(await sent()))
    assert await poll() == 1
    assert await mails() == [("bounce", "done", "")]
    assert await bounces() == [("dwi@dinas.example", True, "5.1.1")]
    assert await fetch_value("SELECT count(*) FROM bad_address WHERE cleared_at IS NULL") == 1
    assert polled.unread() == 0
    assert await poll() == 0
    assert len(await bounces()) == 1


async def test_poll_notes_a_delay_and_leaves_the_address_alone(polled: ImapServer, sent: Sent) -> None:
    polled.put(dsn(await sent(), action="delayed", status="4.4.1"))
    await poll()
    assert await mails() == [("delay", "done", "")]
    assert await bounces() == [("dwi@dinas.example", False, "4.4.1")]
    assert not await fetch_value("SELECT count(*) FROM bad_address")


async def test_poll_marks_the_address_written_to_never_one_that_a_mail_names(
    polled: ImapServer, sent: Sent
) -> None:
    polled.put(dsn(await sent("head@dinas.example"), to="somebody.else@dinas.example"))
    await poll()
    assert [row[0] for row in await bounces()] == ["head@dinas.example"]


async def test_poll_keeps_for_a_person_what_it_cannot_match_or_understand(
    polled: ImapServer, sent: Sent
) -> None:
    message = await sent()
    polled.put(
        dsn(new_id()),
        dsn(message, named="<other@elsewhere.example>", number="2"),
        prose(f"Something went wrong.\n{message_id(message)}"),
        letter("Apakah ada parkir?", In_Reply_To=message_id(message)),
    )
    await poll()
    assert await mails() == [
        ("bounce", "waiting", "no_message"),
        ("bounce", "waiting", "no_message"),
        ("bounce", "waiting", "no_status"),
        ("letter", "waiting", ""),
    ]
    assert await bounces() == []
    linked = await fetch_value("SELECT count(*) FROM inbound_mail WHERE message = $1", message.id)
    assert linked == 2


async def test_poll_counts_automatic_replies_and_needs_nobody_for_them(
    polled: ImapServer, sent: Sent
) -> None:
    polled.put(letter("Saya cuti.", Auto_Submitted="auto-replied", In_Reply_To=message_id(await sent())))
    await poll()
    assert await mails() == [("auto_reply", "ignored", "")]


async def test_a_mailbox_numbered_anew_does_nothing_twice(polled: ImapServer, sent: Sent) -> None:
    message = await sent()
    kept = [dsn(message), letter("Apakah ada parkir?")]
    polled.put(*kept)
    assert await poll() == 2
    polled.stop()
    polled.start()
    polled.put(*kept)
    assert await poll() == 2
    assert [kind for kind, _state, _reason in await mails()] == ["bounce", "letter"]
    assert len(await bounces()) == 1


async def test_old_mail_is_nobodys_business_unless_it_names_ours(
    imap: ImapServer, db: str, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    imap.put(letter("Rapat keluarga hari Minggu."), dsn(await sent()))
    set_smtp(monkeypatch, None, imap_url=imap.url)
    assert await poll() == 2
    assert await mails() == [("bounce", "done", "")]


async def test_killed_between_deciding_and_marking_has_no_double_effect(
    polled: ImapServer, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled.put(dsn(await sent()))

    async def dies(self: Box, uid: int) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Box, "mark_read", dies)
        with pytest.raises(KeyboardInterrupt):
            await poll()
    assert polled.unread() == 1
    assert await poll() == 0
    assert len(await bounces()) == 1


async def test_killed_while_deciding_decides_again(
    polled: ImapServer, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled.put(dsn(await sent()))

    async def dies(*_given: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(actions, "_settle", dies)
        with pytest.raises(KeyboardInterrupt):
            await poll()
    assert (await mails(), await bounces(), polled.unread()) == ([], [], 1)
    assert await poll() == 1
    assert (len(await bounces()), polled.unread()) == (1, 0)


async def test_a_process_killed_at_any_moment_takes_each_mail_once(
    polled: ImapServer, sent: Sent, db: str
) -> None:
    message = await sent()
    polled.put(*(dsn(message, number=str(number)) for number in range(30)))
    environment = os.environ | {"EVENTS_IMAP_URL": polled.url}
    for taken in (1, 7, 18):
        child = await asyncio.create_subprocess_exec(sys.executable, "-c", ALONE, db, env=environment)
        while len(await mails()) < taken and child.returncode is None:  # noqa: ASYNC110
            await asyncio.sleep(0.005)
        child.send_signal(signal.SIGKILL)
        assert await child.wait() == -signal.SIGKILL
    while await poll():
        pass
    assert len(await mails()) == 30
    assert len(await bounces()) == 30


async def test_two_workers_at_once_take_each_mail_once(polled: ImapServer, sent: Sent) -> None:
    message = await sent()
    polled.put(*(dsn(message, number=str(number)) for number in range(10)))
    await asyncio.gather(poll(), poll())
    assert len(await bounces()) == 10


async def test_a_mail_that_makes_us_stumble_does_not_stand_in_the_way(
    polled: ImapServer, sent: Sent, monkeypatch: pytest.MonkeyPatch
) -> None:
    polled.put(letter("Pertama."), dsn(await sent()))
    real = actions._fate

    async def stumbles(mail: UUID, arrived: Arrived, *more: Any) -> actions.Fate:
        if arrived.kind == MailKind.letter:
            raise ZeroDivisionError
        return await real(mail, arrived, *more)

    monkeypatch.setattr(actions, "_fate", stumbles)
    assert await poll() == 2
    assert await mails() == [("unreadable", "waiting", ""), ("bounce", "done", "")]


async def test_poll_writes_down_what_is_wrong_and_no_password(
    imap: ImapServer, db: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    for url, said in (
        (imap.url.replace(PASSWORD, "salah-sekali"), "the server refused the name or the password"),
        (imap.url.replace("starttls=0", "starttls=1"), "the server does not offer STARTTLS"),
        (imap.url.replace("/INBOX", "/Nirgendwo"), "the server answered NO"),
        ("imap://surat:rahasia-sekali@127.0.0.1:1/INBOX?starttls=0", "ConnectionRefusedError"),
    ):
        set_smtp(monkeypatch, None, imap_url=url)
        assert await poll() == 0
        key = polling.key_of(parse(url))
        row: Any = await fetch_one("SELECT fault, reached_at FROM mailbox WHERE key = $1", key)
        assert (row["fault"], row["reached_at"]) == (said, None)
        assert await probe(url) == said
        await execute("DELETE FROM mailbox")
    assert "sekali" not in caplog.text


async def test_a_fault_is_forgotten_once_the_mailbox_answers(polled: ImapServer) -> None:
    polled.stop()
    assert await poll() == 0
    assert await fetch_value("SELECT fault FROM mailbox") == "ConnectionRefusedError"
    polled.start()
    await poll()
    assert await fetch_value("SELECT fault FROM mailbox") == ""


async def test_without_a_mailbox_nothing_is_polled(db: str, monkeypatch: pytest.MonkeyPatch) -> None:
    set_smtp(monkeypatch, None, imap_url=None)
    assert await poll() == 0
    assert not await fetch_value("SELECT count(*) FROM mailbox")
