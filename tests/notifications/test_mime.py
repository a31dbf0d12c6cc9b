"""The bytes of a mail, read by the standard library: nothing is lost, nothing can be smuggled in."""

import email
import email.policy
from typing import Any
from uuid import UUID

import pytest

from events_app.ids import new_id
from events_app.notifications import mime

ONE: UUID = new_id()
LONG = "Rapat koordinasi penataan kawasan kumuh tepi sungai “Lembayung” – tahap kedua 🙂 " * 3


def read(raw: bytes) -> Any:
    return email.message_from_bytes(raw, policy=email.policy.default)


@pytest.mark.parametrize(
    "subject", ["Plain", "Undangan “rapat”", LONG, "=?utf-8?b?QQ==?=", "x" * 2_000, "日本語" * 40]
)
def test_header_says_what_was_given(subject: str) -> None:
    raw = mime.header("Subject", subject) + b"\r\n"
    assert read(raw)["Subject"].split() == subject.split()
    assert max(map(len, raw.split(b"\r\n"))) < 998


@pytest.mark.parametrize("bad", ["a\r\nBcc: all@x.example", "a\nX: y", "a\u2028b\x85c", "a\x00b"])
def test_no_header_ends_before_its_line(bad: str) -> None:
    raw = mime.header("Subject", bad) + f"To: {mime.mailbox(bad, 'a@x.example')}\r\n\r\n".encode()
    assert set(read(raw).keys()) == {"Subject", "To"}


@pytest.mark.parametrize("name", ["Dwi", 'Dr. "Ani" Lestari, S.H.', "Bapak “Budi”", "a <b@x.example>,", ""])
def test_mailbox_keeps_name_and_address_apart(name: str) -> None:
    (who,) = read(f"To: {mime.mailbox(name, 'a.b+c@x.example')}\r\n\r\n".encode())["To"].addresses
    assert (who.display_name, who.addr_spec) == (name, "a.b+c@x.example")


def test_parts_come_back_as_they_were() -> None:
    words = "Yth. Bapak,\n\n.titik di awal\n" + "panjang " * 40 + "\nekor spasi \n=20 --=_1.x\n"
    shown = mime.multipart("alternative", [mime.text(words, "plain"), mime.text("<p>é</p>", "html")], ONE, 1)
    mail = read(
        b"MIME-Version: 1.0\r\n"
        + mime.multipart(
            "mixed", [shown, mime.file(bytes(range(256)), "application/pdf", "surat é.pdf")], ONE, 0
        )
    )
    text, html = mail.get_body(("plain",)), mail.get_body(("html",))
    assert text.get_content().replace("\r\n", "\n") == words
    assert html.get_content().strip() == "<p>é</p>"
    (file,) = mail.iter_attachments()
    assert (file.get_filename(), file.get_content()) == ("surat é.pdf", bytes(range(256)))
    assert mail.defects == []
