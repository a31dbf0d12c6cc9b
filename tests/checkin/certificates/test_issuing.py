"""Issuing: a number each and never two, in one transaction; correcting, revoking; who is told, and how."""

import asyncio
import re
from datetime import UTC, datetime, timedelta

import asyncpg
import pytest

from events_app import clock, tokens
from events_app.accounts.tables import AuditEntry, Organisation
from events_app.checkin.certificates import actions, links, paper, queries
from events_app.checkin.certificates.refusals import (
    CertificateGiven,
    CertificateRevoked,
    CertificatesOff,
    EventNotOver,
    NobodyEarned,
    NobodySigns,
)
from events_app.checkin.certificates.tables import Certificate, CertificateVersion
from events_app.database import execute, fetch
from events_app.invitations.tables import Guest
from events_app.notifications.tables import Message
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import MergeKind
from events_app.stakeholders.tables import Person
from tests import make_badges, make_checkin, make_letters
from tests import make_certificates as make
from tests.invitations.consents.test_before_sending import said
from tests.people import Somebody

REASON = "Listrik padam di pintu selatan"


async def _mailbox(guest: Guest, address: str = "ani@kota.example") -> None:
    await Person.update({Person.email: address}).where(Person.id == guest.person)


async def test_everybody_who_earned_one_gets_a_number_once(city: Organisation) -> None:
    await make_letters.letterhead(city)
    event = await make.held(city)
    for name in ("Citra", "Ani", "Budi"):
        await make.came(event, name)
    await make_checkin.guest(event, "Tidak Hadir")
    await make.set_up(city, event, number_pattern="SERT/{number:3}/{unit}/{year}")
    rows = await make.issued(city, event)
    year = clock.now().year
    assert [(row.name, row.number) for row in rows] == [
        ("Ani", f"SERT/001/SETDA/{year}"),
        ("Budi", f"SERT/002/SETDA/{year}"),
        ("Citra", f"SERT/003/SETDA/{year}"),
    ]
    with pytest.raises(NobodyEarned):
        await actions.issue_earned(make.keeper(city), event, clock.now())
    await make.came(event, "Dewi")
    assert [row.number for row in await make.issued(city, event)][-1] == f"SERT/004/SETDA/{year}"


async def test_two_who_press_at_once_give_nobody_two_numbers(city: Organisation) -> None:
    event, other = await make.held(city), await make.held(city)
    for number in range(8):
        await make.came(event, f"Tamu {number}")
        await make.came(other, f"Peserta {number}")
    await make.set_up(city, event)
    await make.set_up(city, other)
    asked = [
        actions.issue_earned(make.keeper(city), one, clock.now()) for one in (event, other, event, other)
    ]
    done = await asyncio.gather(*asked, return_exceptions=True)
    assert sum(isinstance(one, NobodyEarned) for one in done) == 2
    rows = await fetch("SELECT number, sequence FROM certificate")
    assert sorted(row["sequence"] for row in rows) == list(range(1, 17))
    assert len({row["number"] for row in rows}) == 16


@pytest.mark.parametrize(
    ("plan", "refusal"), [({"wanted": False}, CertificatesOff), ({"signatory_id": None}, NobodySigns)]
)
async def test_nothing_is_issued_before_everything_is_set(
    city: Organisation, plan: dict[str, object], refusal: type[Exception]
) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event, **plan)
    with pytest.raises(refusal):
        await make.issued(city, event)
    assert await make.all_of(event.id) == []


async def test_nothing_is_issued_before_the_event_is_over(city: Organisation) -> None:
    event = await make_checkin.today(city)
    await make.came(event, "Ani")
    await make.set_up(city, event)
    with pytest.raises(EventNotOver):
        await make.issued(city, event)


async def test_one_for_a_reason_keeps_the_reason_and_is_one(city: Organisation) -> None:
    event = await make.held(city)
    guest = await make_checkin.guest(event, "Made")
    await make.set_up(city, event)
    await actions.issue_one(make.keeper(city), event, guest.person, REASON, clock.now())
    with pytest.raises(CertificateGiven):
        await actions.issue_one(make.keeper(city), event, guest.person, REASON, clock.now())
    [row] = await make.all_of(event.id)
    assert (row.name, row.reason, row.jp) == ("Made", REASON, 8)
    [entry] = await AuditEntry.objects().where(AuditEntry.verb == "certificates.issued")
    assert REASON in str(entry.after)


async def test_corrected_name_is_another_version_of_the_same_number_and_code(city: Organisation) -> None:
    event = await make.held(city)
    await _mailbox(await make.came(event, "Ani Lestari"))
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    for _twice in range(2):
        await actions.correct(make.keeper(city), row, "Dr. Ani Lestari", clock.now())
    [after] = await make.all_of(event.id)
    assert (after.name, after.version, after.number) == ("Dr. Ani Lestari", 2, row.number)
    assert (after.link_hash, after.verify_hash) == (row.link_hash, row.verify_hash)
    versions = await CertificateVersion.objects().order_by(CertificateVersion.version)
    assert [(one.version, one.name) for one in versions] == [(1, "Ani Lestari"), (2, "Dr. Ani Lestari")]
    subjects = (
        await Message.select(Message.text).where(Message.kind == "checkin.certificate").order_by(Message.id)
    )
    assert len(subjects) == 2


async def test_revoked_is_for_good_and_its_number_stays_used(city: Organisation) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    await actions.revoke(make.keeper(city), row, REASON, clock.now())
    for again in (
        actions.revoke(make.keeper(city), row, REASON, clock.now()),
        actions.correct(make.keeper(city), row, "Anita", clock.now()),
        actions.issue_earned(make.keeper(city), event, clock.now()),
    ):
        with pytest.raises((CertificateRevoked, NobodyEarned)):
            await again
    await make.came(event, "Budi")
    assert [one.sequence for one in await make.issued(city, event)] == [1, 2]


@pytest.mark.parametrize(
    "change",
    ["number = 'X/1'", "jp = 99", "role = 'speaker'", "event_day = event_day + 1", "reason = 'lain'"],
)
async def test_database_lets_nothing_else_of_an_issued_one_change(city: Organisation, change: str) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    with pytest.raises(asyncpg.IntegrityConstraintViolationError):
        await execute(f"UPDATE certificate SET {change} WHERE id = $1", row.id)


async def test_childs_certificate_says_the_first_name_until_somebody_writes_more(city: Organisation) -> None:
    event = await make.held(city)
    guest = await make.came(event, "Yohanes Pratama Wijaya")
    await make_badges.child(guest.person)
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    assert row.name == "Yohanes"
    after = await actions.correct(make.keeper(city), row, "Yohanes Pratama Wijaya", clock.now())
    assert after.name == "Yohanes Pratama Wijaya"


async def test_holders_are_told_once_by_a_link_that_is_kept_nowhere(city: Organisation) -> None:
    event = await make.held(city, title="Pelatihan Relawan")
    await _mailbox(await make.came(event, "Ani"))
    await make.came(event, "Budi")
    await make.set_up(city, event)
    done = await actions.issue_earned(make.keeper(city), event, clock.now())
    assert (done.certificates, done.mailed) == (2, 1)
    [mail] = await Message.objects().where(Message.kind == "checkin.certificate")
    [row] = await Certificate.objects().where(Certificate.name == "Ani")
    token = links.holder_token(row.id)
    assert mail.to_address == "ani@kota.example"
    assert token not in mail.text + mail.html
    assert f"{{{{link:certificate:{row.id}:1:/certificate/:" in mail.text
    assert tokens.digest(token) == row.link_hash
    assert re.search(r"Pelatihan Relawan", mail.subject)


async def test_who_wants_no_mail_or_took_back_the_consent_is_not_written_to(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.held(city)
    quiet, gone = await make.came(event, "Ani"), await make.came(event, "Budi")
    await _mailbox(quiet, "Ani@kota.example")
    await _mailbox(gone, "budi@kota.example")
    wish = """INSERT INTO mail_wish (id, organisation, created_at, address, link_hash, wish)
      VALUES (gen_random_uuid(), $1, now(), 'ani@kota.example', 'x', 'no_mail')"""
    await execute(wish, city.id)
    await said(alice, gone.person, "contact", back=True)
    await make.set_up(city, event)
    done = await actions.issue_earned(make.keeper(city), event, clock.now())
    assert (done.certificates, done.mailed) == (2, 0)


async def test_another_pattern_never_writes_a_number_that_stands(city: Organisation) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event, number_pattern="S-{number:2}")
    [first] = await make.issued(city, event)
    assert first.number == "S-01"
    await execute("UPDATE certificate_series SET last = 0")
    later = await make.held(city, title="Lain")
    await make.came(later, "Budi")
    await make.set_up(city, later, number_pattern="s-{number:2}")
    [second] = await make.issued(city, later)
    assert second.number.casefold() == "s-02"


async def test_day_of_the_event_is_the_one_where_it_was_held(city: Organisation) -> None:
    start = datetime(2025, 12, 31, 14, 0, tzinfo=UTC)
    event = await make.held(
        city, starts_at=start, ends_at=start + timedelta(hours=2), timezone="Asia/Jayapura"
    )
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    assert row.event_day.year == 2026


async def test_event_that_ends_at_midnight_counts_in_the_year_in_which_it_was(city: Organisation) -> None:
    start = datetime(2025, 12, 31, 13, 0, tzinfo=UTC)
    event = await make.held(city, starts_at=start, ends_at=start + timedelta(hours=4))
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    assert (row.event_day.year, paper.dates_of(event)) == (2025, "Rabu, 31 Desember 2025")


async def _one_person(city: Organisation, loser: Guest, survivor: Guest) -> None:
    ids = {"loser_id": loser.person, "survivor_id": survivor.person}
    await merging.merge(make.keeper(city), MergeIn(kind=MergeKind.person, **ids))


async def test_hours_of_an_event_count_once_for_two_who_were_found_to_be_one(city: Organisation) -> None:
    event = await make.held(city)
    one, other = await make.came(event, "Ani"), await make.came(event, "Ani Lestari")
    await make.set_up(city, event, jp=8)
    await make.issued(city, event)
    await _one_person(city, one, other)
    rows = await queries.of_person(make.keeper(city), other.person)
    assert len(rows) == 2
    assert [(year.jp, year.certificates) for year in queries.years(rows)] == [(8, 1)]


async def test_either_pass_of_somebody_leads_to_the_certificate(city: Organisation) -> None:
    event = await make.held(city)
    came, absent = await make.came(event, "Ani"), await make_checkin.guest(event, "Ani Lestari")
    stranger = await make_checkin.guest(event, "Budi")
    await _one_person(city, came, absent)
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    assert [await queries.of_guest(one.id) for one in (came, absent, stranger)] == [row.id, row.id, None]
