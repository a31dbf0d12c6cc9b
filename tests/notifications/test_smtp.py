"""Reading the URL, and asking whether anybody is there."""

import pytest

from events_app.notifications.smtp import Server, parse, probe, without_addresses
from tests.notifications.postman import Postman, free_port


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://relay.example", Server("relay.example", 25, None, None, tls=False, starttls=False)),
        (
            "smtp://relay.example?starttls=1",
            Server("relay.example", 25, None, None, tls=False, starttls=True),
        ),
        (
            "smtp://me:p%40ss@relay.example",
            Server("relay.example", 587, "me", "p@ss", tls=False, starttls=True),
        ),
        ("smtp://me:x@[::1]:2525?starttls=0", Server("::1", 2525, "me", "x", tls=False, starttls=False)),
        ("smtps://me:x@relay.example", Server("relay.example", 465, "me", "x", tls=True, starttls=False)),
    ],
)
def test_parse_never_sends_a_password_in_the_clear_unasked(url: str, server: Server) -> None:
    assert parse(url) == server


async def test_probe_says_whether_the_server_answers(postman: Postman) -> None:
    assert await probe(f"smtp://127.0.0.1:{postman.port}") is None
    assert await probe(f"smtp://127.0.0.1:{free_port()}") == "SMTPConnectError"


def test_without_addresses_keeps_the_rest_of_a_reply() -> None:
    assert without_addresses("550 5.1.1\r\n<ada@x.example>: unknown") == "550 5.1.1 <…> unknown"
