"""A mailbox that is polled, and a message that went out."""

from collections.abc import Awaitable, Callable, Iterator
from datetime import UTC, datetime

import pytest

from events_app.accounts.tables import Organisation
from events_app.invitations.replies import inbox
from events_app.notifications import actions
from events_app.notifications.mailbox import polling
from events_app.notifications.tables import Message, MessageState
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.mailbox.server import ImapServer

assert inbox, "registers who takes calendar replies"

NOW = datetime(2026, 11, 25, 2, 0, tzinfo=UTC)
Sent = Callable[..., Awaitable[Message]]


@pytest.fixture(scope="session")
def imap_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ImapServer]:
    """Started once, since starting takes longer than most tests."""
    server = ImapServer(tmp_path_factory.mktemp("imap"))
    yield server
    server.stop()


@pytest.fixture
def imap(imap_server: ImapServer) -> ImapServer:
    """The server with an empty mailbox."""
    imap_server.make_empty()
    return imap_server


@pytest.fixture
async def polled(imap: ImapServer, db: str, monkeypatch: pytest.MonkeyPatch) -> ImapServer:
    """The mailbox that the settings name, looked at once while it was empty."""
    set_smtp(monkeypatch, "smtp://127.0.0.1:1", imap_url=imap.url)
    assert await poll() == 0
    return imap


@pytest.fixture
async def sent(organisation: Organisation, monkeypatch: pytest.MonkeyPatch) -> Sent:
    """Makes messages that went out."""

    async def one(to: str = "dwi@dinas.example", of: Organisation | None = None) -> Message:
        row = await actions.enqueue((of or organisation).id, invitation(to=to))
        row.state, row.held_because, row.sent_at = MessageState.sent, None, NOW
        await row.save()
        return row

    return one


async def poll() -> int:
    return await polling.poll(lambda: NOW)
