"""What a mail is, told from its bytes; nothing that arrives makes the reader stumble."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from events_app import settings
from events_app.ids import new_id
from events_app.notifications.mailbox import marks
from events_app.notifications.mailbox.reading import read
from events_app.notifications.mailbox.tables import MailKind
from tests.make_mail import dsn, letter, message_id, prose
from tests.make_replies import MAIL
from tests.notifications.conftest import set_smtp

ID = new_id()


def test_a_delivery_status_names_the_message_the_status_and_the_words() -> None:
    found = read(dsn(ID))
    [notice] = found.notices
    assert found.kind == MailKind.bounce
    assert found.messages == (ID,)
    assert (notice.fate, notice.status, notice.receiver) == ("permanent", "5.1.1", "dwi@dinas.example")
    assert notice.said == "550 5.1.1 <dwi@dinas.example>: user unknown"


def test_headers_alone_may_be_returned() -> None:
    assert read(dsn(ID, returned="text/rfc822-headers")).messages == (ID,)


@pytest.mark.parametrize(
    ("action", "status", "kind", "fate"),
    [
        ("delayed", "4.4.1", MailKind.delay, "delayed"),
        ("failed", "4.2.2", MailKind.delay, "delayed"),
        ("failed", "", MailKind.bounce, "permanent"),
        ("delivered", "2.0.0", MailKind.notice, "fine"),
        ("relayed", "2.0.0", MailKind.notice, "fine"),
        ("what", "5.0.0", MailKind.bounce, "unclear"),
    ],
)
def test_action_and_status_decide_together(action: str, status: str, kind: MailKind, fate: str) -> None:
    found = read(dsn(ID, action=action, status=status))
    assert (found.kind, found.notices[0].fate) == (kind, fate)


@pytest.mark.parametrize(
    ("text", "fate"),
    [
        ("Remote host said: 550 5.1.1 unknown user", "permanent"),
        ("<dwi@dinas.example>: host mx said: 554 delivery error", "permanent"),
        ("Akan dicoba lagi: 451 4.7.1 greylisted", "delayed"),
        ("It did not work. Nobody knows why. Call 021-550-1234.", "unclear"),
    ],
)
def test_prose_of_a_robot_is_understood_as_far_as_it_goes(text: str, fate: str) -> None:
    found = read(prose(f"{text}\n\nMessage-ID: {message_id(ID)}"))
    assert (found.notices[0].fate, found.messages) == (fate, (ID,))


def test_a_message_id_is_never_read_as_a_reply_code() -> None:
    own = UUID("01a2f450-a550-7d50-b421-cf450abcdef0")
    [notice] = read(prose(f"It did not work.\n\n{message_id(own)}")).notices
    assert (notice.fate, notice.status) == ("unclear", "")


def test_a_person_who_quotes_a_bounce_is_no_robot() -> None:
    found = read(letter(f"Saya menerima: 550 5.1.1 unknown user {message_id(ID)}", subject="Undeliverable?"))
    assert (found.kind, found.notices, found.messages) == (MailKind.letter, (), ())


@pytest.mark.parametrize(
    ("subject", "headers"),
    [
        ("Re: Undangan", {"Auto_Submitted": "auto-replied"}),
        ("Re: Undangan", {"X_Autoreply": "yes"}),
        ("Re: Undangan", {"Precedence": "bulk"}),
        ("Automatic reply: Undangan", {}),
        ("Balasan otomatis: Undangan", {}),
    ],
)
def test_machines_that_answer_are_told_from_people(subject: str, headers: dict[str, str]) -> None:
    assert read(letter("Saya cuti.", subject=subject, **headers)).kind == MailKind.auto_reply
    assert read(letter("Saya cuti.", subject="Re: Undangan")).kind == MailKind.letter


def test_a_letter_names_the_message_that_it_answers() -> None:
    other = new_id()
    found = read(letter("Baik.", In_Reply_To=message_id(ID), References=f"{message_id(other)} <x@y>"))
    assert found.messages == (ID, other)


def test_the_return_address_comes_first_and_only_ours_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    assert marks.return_address(ID, "events@lembayung.example") == "events@lembayung.example"
    set_smtp(monkeypatch, None, return_address="Acara <pantul@lembayung.example>")
    ours = marks.return_address(ID, "events@lembayung.example")
    assert len(ours.partition("@")[0]) <= 64
    assert read(
        dsn(new_id(), named="<gone@x>").replace(b"events@lembayung.example", ours.encode())
    ).messages == (ID,)
    forged = ours.replace(ours.partition("@")[0][-12:], "0" * 12)
    assert read(letter("x", to=forged)).messages == ()
    assert settings.current().return_address


def test_a_calendar_is_for_those_who_read_calendars() -> None:
    raw = MAIL.format(to="events@x.example", method="REPLY", calendar="BEGIN:VCALENDAR").encode()
    assert read(raw).kind == MailKind.calendar_reply


def test_the_same_mail_is_known_however_it_travelled() -> None:
    raw = letter("Baik.")
    travelled = b"Received: from a by b\r\nX-Spam: no\r\n" + raw
    assert read(raw).identity == read(travelled.replace(b"\r\n", b"\n")).identity
    assert read(raw).identity != read(letter("Tidak.")).identity


def test_nothing_that_answers_for_somebody_is_kept() -> None:
    text = "Lihat https://acara.lembayung.example/rsvp/ABC dan events+0123456789abcdefghjkmnpqrs@x.example"
    excerpt = read(letter(text)).excerpt
    assert "ABC" not in excerpt
    assert "0123456789" not in excerpt
    assert excerpt.startswith("Lihat")


@given(st.binary(max_size=400))
def test_no_bytes_make_the_reader_stumble(raw: bytes) -> None:
    assert read(raw).identity
    assert read(dsn(ID)[:700] + raw).identity
    assert read(b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n" + raw + b"\r\n--x--").identity


def test_mail_within_mail_without_end_is_read() -> None:
    nested = b"Content-Type: message/rfc822\r\n\r\n" * 5_000
    assert read(nested).identity
