"""Reading replies: real shapes of mail and calendar are read, everything else is refused by name."""

import re

import pytest

from events_app.errors import Refusal
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations.replies.mail import MOST
from events_app.invitations.replies.reading import read_reply
from events_app.invitations.replies.refusals import NoCalendar, NotAReply, ReplyTooLarge
from tests.make_events import NINE
from tests.make_replies import mailed, reply

EVENT = Event(organisation=new_id(), starts_at=NINE, calendar_sequence=3)
TAG = "0123456789ABCDEFGHJKMNPQRS"
PLAIN = reply(EVENT, None, organiser=f"events+{TAG.lower()}@x.example", comment="Terima kasih")

GOOGLE = PLAIN.replace(
    b"ATTENDEE;PARTSTAT=ACCEPTED;CN=Kartini:mailto:",
    b"ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=\r\n ACCEPTED;X-NUM-GUESTS=0:mailto:",
)
OUTLOOK = PLAIN.replace(
    b"ATTENDEE;PARTSTAT=ACCEPTED;CN=Kartini:mailto:", b'ATTENDEE;PARTSTAT=ACCEPTED;CN="Dewi, Kartini":MAILTO:'
)


@pytest.mark.parametrize(
    "raw", [PLAIN, b"\xef\xbb\xbf\r\n" + PLAIN, GOOGLE, OUTLOOK, PLAIN.replace(b"\r\n", b"\n"), mailed(PLAIN)]
)
def test_what_programs_write(raw: bytes) -> None:
    said = read_reply(raw)
    assert (said.said, said.sequence, said.tag, said.problem) == ("ACCEPTED", 3, TAG, "")
    assert said.attendee == "kartini@x.example"
    assert said.comment == "Terima kasih"


def test_an_attached_file_and_other_charsets() -> None:
    latin = PLAIN.decode().replace("Terima kasih", "Müller").encode("latin-1")
    attached = mailed(PLAIN).replace(
        b"text/calendar; charset=utf-8; method=REPLY", b'application/octet-stream; name="invite.ics"'
    )
    assert read_reply(attached).said == "ACCEPTED"
    assert read_reply(latin).comment == "Müller"
    for charset in (b"punycode", b"zlib", b"no-such", b"unicode_escape"):
        assert read_reply(
            mailed(PLAIN).replace(b"charset=utf-8; method", b"charset=" + charset + b"; method")
        ).said


def test_a_mail_that_disagrees_with_its_calendar() -> None:
    assert read_reply(mailed(PLAIN, method="REQUEST")).problem == "two_methods"


def test_several_entries() -> None:
    entry = PLAIN[PLAIN.index(b"BEGIN:VEVENT") : PLAIN.index(b"END:VCALENDAR")]
    assert read_reply(PLAIN.replace(b"END:VCALENDAR", entry + b"END:VCALENDAR")).problem == "several_events"


@pytest.mark.parametrize(
    ("raw", "refusal"),
    [
        (b"", NoCalendar),
        (b"\x00\xff\xfe", NoCalendar),
        (b"%PDF-1.4", NoCalendar),
        (b"BEGIN:VCALENDAR", NoCalendar),
        (b"BEGIN:VCALENDAR\r\nEND:VEVENT\r\nEND:VCALENDAR", NoCalendar),
        (b"BEGIN:VCALENDAR\r\nMETHOD:REPLY\r\nEND:VCALENDAR", NotAReply),
        (PLAIN.replace(b"METHOD:REPLY", b"METHOD:REQUEST"), NotAReply),
        (PLAIN.replace(b"METHOD:REPLY\r\n", b""), NotAReply),
        (b"x" * (5 * 1024 * 1024), ReplyTooLarge),
        (PLAIN + b"X" * MOST, ReplyTooLarge),
        (mailed(PLAIN.replace(b"COMMENT:", b"COMMENT:" + b"x" * 300_000)), ReplyTooLarge),
        (b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x--", NoCalendar),
    ],
)
def test_what_is_no_reply_is_refused_by_name(raw: bytes, refusal: type[Refusal]) -> None:
    with pytest.raises(refusal):
        read_reply(raw)


def test_broken_bytes_are_refused_or_read_and_nothing_else() -> None:
    raw = mailed(PLAIN)
    for place in range(0, len(raw), 7):
        for broken in (
            raw[:place],
            raw[:place] + b"\x00\xff:;" + raw[place + 3 :],
            raw[:place] + raw[place + 9 :],
        ):
            try:
                read_reply(broken)
            except Refusal:
                continue


@pytest.mark.parametrize("year", ["0001", "1899", "9999"])
def test_a_time_that_no_clock_wrote_is_no_time(year: str) -> None:
    stamped = re.sub(rb"DTSTAMP:\d{4}", b"DTSTAMP:" + year.encode(), PLAIN)
    assert read_reply(stamped).stamped_at is None
