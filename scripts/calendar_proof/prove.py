"""Gives the product's mails to other programs, and lets one of them answer. Run by `make calendar-proof`."""

import email
import email.policy
import socket
import subprocess
import sys
import time
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from importlib.metadata import version
from pathlib import Path

import caldav
import vobject
from icalendar import Calendar
from xandikos.itip import build_itip_reply

HERE = Path(sys.argv[1])
START = datetime(2027, 3, 27, 22, tzinfo=UTC)
STEPS = {"1-request": (START, "0"), "2-moved": (START + timedelta(days=1), "1"), "3-cancel": (None, "2")}
KINDS = {"event": "00000000-0000-0000-0000-000000000003@", "session": "00000000-0000-0000-0000-000000000005@"}
"""What is sent, and how its UID begins."""

WORDS = ("ACCEPTED", "TENTATIVE", "DECLINED")


def check(what, seen):
    print(("ok      " if seen else "DIFFERS ") + what)
    if not seen:
        sys.exit(1)


def mail_of(kind, step):
    return email.message_from_bytes((HERE / f"{kind}-{step}.eml").read_bytes(), policy=email.policy.default)


def calendar_of(kind, step):
    part = next(one for one in mail_of(kind, step).walk() if one.get_content_type() == "text/calendar")
    check(
        f"{kind} {step}: the mail part names the calendar's own method",
        part.get_param("method") in part.get_content(),
    )
    return part.get_content()


def by_vobject(kind, step, text):
    """Parsing, and the moments that follow from the VTIMEZONE."""
    entry = vobject.readOne(text).vevent
    start, sequence = STEPS[step]
    name = f"{kind} {step}: vobject {version('vobject')}"
    check(f"{name} reads the UID of the {kind}", entry.uid.value.startswith(KINDS[kind]))
    check(f"{name} reads SEQUENCE {sequence}", entry.sequence.value == sequence)
    if start:
        begins, ends = entry.dtstart.value, entry.dtend.value
        check(f"{name} finds the same start", begins.astimezone(UTC) == start)
        check(f"{name} finds the same end", ends.astimezone(UTC) == start + timedelta(hours=6))
        if step == "1-request":
            hours = [one.utcoffset() // timedelta(hours=1) for one in (begins, ends)]
            check(f"{name} reads +1 before and +2 after the clocks change", hours == [1, 2])


def by_xandikos(folder):
    """iTIP by mail: each step is imported into an inbox; then what its calendar holds of both."""
    for step in STEPS:
        for number, kind in enumerate(KINDS, 1):
            _import(folder, kind, step)
            held = _held(folder)
            print(f"        after it the calendar holds {len(held)}: {held}")
            wanted = "CANCELLED" if step == "3-cancel" else "CONFIRMED"
            expected = number if step == "1-request" else len(KINDS)
            name = f"{kind} {step}: xandikos {version('xandikos')}"
            check(f"{name} holds one entry for each UID", len(held) == expected)
            [state] = [one for uid, one in held.items() if uid.startswith(KINDS[kind])]
            check(f"{name} holds STATUS {wanted}", state[1] == wanted)
            if step != "3-cancel":
                check(
                    f"{name} holds SEQUENCE {STEPS[step][1]} and the start", state[::2] == STEPS[step][::-1]
                )


def _import(folder, kind, step):
    mail = mail_of(kind, step)
    del mail["Auto-Submitted"]  # it leaves alone what says that a program sent it
    command = [sys.executable, "-m", "xandikos", "import-imip", "-d", str(folder), "--autocreate"]
    done = subprocess.run(command, input=mail.as_bytes(), capture_output=True, check=False)
    check(f"{kind} {step}: xandikos {version('xandikos')} imports it", done.returncode == 0)


def _held(folder):
    """Of each UID outside the inbox: SEQUENCE, STATUS and start."""
    kept = set(folder.rglob("*.ics")) - set(folder.rglob("inbox/*.ics"))
    entries = [Calendar.from_ical(one.read_text()).walk("VEVENT")[0] for one in kept]
    return {
        str(one["UID"]): (str(one["SEQUENCE"]), str(one["STATUS"]), one.start.astimezone(UTC))
        for one in entries
    }


def by_radicale(folder):
    """CalDAV: store, update and cancel the entry on a server, and read it back by a client."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen(
        [sys.executable, "-m", "radicale", "--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none",
         "--storage-filesystem-folder", str(folder), "--logging-level", "error"]
    )  # fmt: skip
    try:
        for kind in KINDS:
            _store(_client(port, kind), kind)
    finally:
        server.terminate()
        server.wait(10)


def _client(port, kind):
    client = caldav.DAVClient(url=f"http://127.0.0.1:{port}/", username="dwi", password="dwi")
    fault = None
    for _try in range(50):
        try:
            return client.principal().make_calendar(name=kind, cal_id=kind)
        except Exception as wrong:
            fault = wrong
            time.sleep(0.2)
    sys.exit(f"radicale did not start: {fault!r}")


def _store(calendar, kind):
    for step, (start, sequence) in STEPS.items():
        name = f"{kind} {step}: radicale {version('radicale')} with caldav {version('caldav')}"
        text = calendar_of(kind, step)
        method = "METHOD:CANCEL" if step == "3-cancel" else "METHOD:REQUEST"
        # As it is: the client's own way of saving would count SEQUENCE up.
        body = text.replace("\r\n", "\n").replace(f"{method}\n", "")
        calendar.client.put(f"{calendar.url}entry.ics", body, {"Content-Type": "text/calendar"})
        events = calendar.events()
        check(f"{name} holds one entry", len(events) == 1)
        entry = Calendar.from_ical(events[0].data).walk("VEVENT")[0]
        check(f"{name} holds SEQUENCE {sequence}", str(entry["SEQUENCE"]) == sequence)
        if start:
            check(f"{name} holds the start", entry.start.astimezone(UTC) == start)
        else:
            check(f"{name} holds STATUS CANCELLED", entry["STATUS"] == "CANCELLED")


def reply(kind, word):
    """xandikos writes the reply of an attendee to what was moved; it goes back as a mail."""
    asked = Calendar.from_ical(calendar_of(kind, "2-moved"))
    asked.walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] = word
    answer = build_itip_reply(asked, "mailto:dwi@dinas.example")
    mail = EmailMessage()
    mail["From"], mail["To"] = "dwi@dinas.example", "events@lembayung.example"
    mail["Subject"] = f"{word.title()}: Rapat"
    mail.set_content(f"Dwi: {word.lower()}")
    mail.add_alternative(answer.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    (HERE / f"{kind}-{word.lower()}.eml").write_bytes(mail.as_bytes())
    (HERE / f"{kind}-{word.lower()}.ics").write_bytes(answer.to_ical())


for one in KINDS:
    for each in STEPS:
        by_vobject(one, each, calendar_of(one, each))
by_xandikos(HERE / "xandikos")
by_radicale(HERE / "radicale")
for one in KINDS:
    for said in WORDS:
        reply(one, said)
