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


def check(what, seen):
    print(("ok      " if seen else "DIFFERS ") + what)
    if not seen:
        sys.exit(1)


def mail_of(step):
    return email.message_from_bytes((HERE / f"{step}.eml").read_bytes(), policy=email.policy.default)


def calendar_of(step):
    part = next(one for one in mail_of(step).walk() if one.get_content_type() == "text/calendar")
    check(
        f"{step}: the mail part names the calendar's own method",
        part.get_param("method") in part.get_content(),
    )
    return part.get_content()


def by_vobject(step, text):
    """Parsing, and the moments that follow from the VTIMEZONE."""
    entry = vobject.readOne(text).vevent
    start, sequence = STEPS[step]
    check(f"{step}: vobject {version('vobject')} reads SEQUENCE {sequence}", entry.sequence.value == sequence)
    if start:
        begins, ends = entry.dtstart.value, entry.dtend.value
        check(f"{step}: vobject finds the same start", begins.astimezone(UTC) == start)
        check(f"{step}: vobject finds the same end", ends.astimezone(UTC) == start + timedelta(hours=6))
        if step == "1-request":
            hours = [one.utcoffset() // timedelta(hours=1) for one in (begins, ends)]
            check("1-request: vobject reads +1 before and +2 after the clocks change", hours == [1, 2])


def by_xandikos(folder):
    """iTIP by mail: each step is imported into an inbox; then what its calendar holds."""
    for step in STEPS:
        mail = mail_of(step)
        del mail["Auto-Submitted"]  # it leaves alone what says that a program sent it
        command = [sys.executable, "-m", "xandikos", "import-imip", "-d", str(folder), "--autocreate"]
        done = subprocess.run(command, input=mail.as_bytes(), capture_output=True, check=False)
        check(f"{step}: xandikos {version('xandikos')} imports it", done.returncode == 0)
        held = [one.read_text() for one in folder.rglob("*.ics")]
        inbox = list(folder.rglob("inbox/*.ics"))
        kept = [one.read_text() for one in folder.rglob("*.ics") if one not in inbox]
        print(f"        after it: {len(inbox)} in the inbox, {len(kept)} in the calendar")
        check(f"{step}: xandikos holds it", any(f"SEQUENCE:{STEPS[step][1]}" in one for one in held))
        for one in kept:
            entry = Calendar.from_ical(one).walk("VEVENT")[0]
            print(f"        calendar: SEQUENCE {entry.get('SEQUENCE')}, STATUS {entry.get('STATUS')}")


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
        _store(_client(port))
    finally:
        server.terminate()
        server.wait(10)


def _client(port):
    client = caldav.DAVClient(url=f"http://127.0.0.1:{port}/", username="dwi", password="dwi")
    fault = None
    for _try in range(50):
        try:
            return client.principal().make_calendar(name="Dwi", cal_id="dwi")
        except Exception as wrong:
            fault = wrong
            time.sleep(0.2)
    sys.exit(f"radicale did not start: {fault!r}")


def _store(calendar):
    names = f"radicale {version('radicale')} with caldav {version('caldav')}"
    for step, (start, sequence) in STEPS.items():
        text = calendar_of(step)
        method = "METHOD:CANCEL" if step == "3-cancel" else "METHOD:REQUEST"
        # As it is: the client's own way of saving would count SEQUENCE up.
        body = text.replace("\r\n", "\n").replace(f"{method}\n", "")
        calendar.client.put(f"{calendar.url}event.ics", body, {"Content-Type": "text/calendar"})
        events = calendar.events()
        check(f"{step}: {names} holds one entry", len(events) == 1)
        entry = Calendar.from_ical(events[0].data).walk("VEVENT")[0]
        check(f"{step}: {names} holds SEQUENCE {sequence}", str(entry["SEQUENCE"]) == sequence)
        if start:
            check(f"{step}: {names} holds the start", entry.start.astimezone(UTC) == start)
        else:
            check(f"{step}: {names} holds STATUS CANCELLED", entry["STATUS"] == "CANCELLED")


def reply():
    """xandikos writes the reply of an attendee who says yes to the moved event; it goes back as a mail."""
    asked = Calendar.from_ical(calendar_of("2-moved"))
    asked.walk("VEVENT")[0]["ATTENDEE"].params["PARTSTAT"] = "ACCEPTED"
    answer = build_itip_reply(asked, "mailto:dwi@dinas.example")
    mail = EmailMessage()
    mail["From"], mail["To"] = "dwi@dinas.example", "events@lembayung.example"
    mail["Subject"] = "Accepted: Rapat"
    mail.set_content("Dwi: yes")
    mail.add_alternative(answer.to_ical().decode(), subtype="calendar", params={"method": "REPLY"})
    (HERE / "reply.eml").write_bytes(mail.as_bytes())
    (HERE / "reply.ics").write_bytes(answer.to_ical())


for each in STEPS:
    by_vobject(each, calendar_of(each))
by_xandikos(HERE / "xandikos")
by_radicale(HERE / "radicale")
reply()
