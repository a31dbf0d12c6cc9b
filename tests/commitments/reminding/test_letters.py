"""Letters of reminder: drafted once at fourteen days, numbered by hand, never sent by themselves."""

from datetime import date, timedelta
from typing import Any

import pytest
from pypdf import PdfReader

from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import letter_paper, letters
from events_app.commitments.reminding.forms import DiscardLetterIn, IssueLetterIn
from events_app.commitments.reminding.tables import ReminderLetter
from events_app.database import fetch, fetch_value
from events_app.events.states import ChangedMeanwhile
from events_app.invitations.letters.refusals import NumberTaken, SignatoryMissing
from events_app.invitations.letters.tables import Signatory
from tests import make_commitments as make
from tests.commitments.reminding.runs import DUE, at, before, run
from tests.people import Somebody


async def signer(city: Organisation) -> Signatory:
    row = Signatory(organisation=city.id, office="Sekretaris Daerah", name="Dra. Ratna Wulandari, M.Si")
    await row.save()
    return row


async def drafted(city: Organisation, title: str = "Buka posko pengaduan") -> ReminderLetter:
    here = await make.scene(city) if title == "Buka posko pengaduan" else None
    assert here is not None
    await make.opened(city, here, title=title)
    await run(at(DUE + timedelta(days=14)))
    row = await ReminderLetter.objects().first()
    assert row is not None
    return row


def issuing(who: Signatory, number: str = "400.2/118/SETDA/2027", **more: Any) -> IssueLetterIn:
    return IssueLetterIn(number=number, signatory_id=who.id, **more)


def words_of(paper: bytes) -> str:
    import io

    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(io.BytesIO(paper)).pages)


async def test_letter_is_drafted_once_at_fourteen_days_and_no_message_carries_it(city: Organisation) -> None:
    await make.opened(city, await make.scene(city))
    await run(at(DUE + timedelta(days=13)))
    assert await fetch("SELECT * FROM reminder_letter") == []
    for days in (14, 15, 20, 40):
        await run(at(DUE + timedelta(days=days)))
    [letter] = await fetch("SELECT state, number, due_snapshot FROM reminder_letter")
    assert tuple(letter) == ("draft", None, DUE)
    assert await fetch_value("SELECT count(*) FROM message WHERE attachments <> '[]'") == 0


async def test_letter_is_drafted_after_an_outage_and_where_nobody_can_be_told(city: Organisation) -> None:
    here = await make.scene(city)
    await make.opened(city, here)
    await fetch("UPDATE person SET email = ''")
    await fetch("UPDATE institution SET email = ''")
    await run(at(DUE + timedelta(days=33)))
    assert await fetch_value("SELECT count(*) FROM reminder_letter") == 1


async def test_numbered_letter_keeps_its_words_and_its_paper_says_them(city: Organisation) -> None:
    letter = await drafted(city)
    actor, who = make.staff(city), await signer(city)
    day = DUE + timedelta(days=15)
    draft = await letters.found(city.id, letter.id)
    assert "K O N S E P" in words_of(await letter_paper.pdf_of(draft, at(day)))
    await letters.issue(actor, letter, issuing(who, letter_date=day), at(day))
    await fetch("UPDATE follow_up_action SET title = 'Lain sama sekali'")
    paper = words_of(await letter_paper.pdf_of(await letters.found(city.id, letter.id), at(day)))
    for said in (
        "400.2/118/SETDA/2027",
        "Buka posko pengaduan",
        "15 hari",
        "Ratna Wulandari",
        "Dinas Sosial",
    ):
        assert said in paper, paper
    assert "K O N S E P" not in paper
    assert await fetch_value("SELECT count(*) FROM message WHERE kind LIKE '%letter%'") == 0


async def test_number_is_given_once_and_by_one_of_two(city: Organisation) -> None:
    letter = await drafted(city)
    actor, who = make.staff(city), await signer(city)
    with pytest.raises(ChangedMeanwhile):
        await letters.issue(actor, letter, issuing(who, row_version=9), before(-15))
    await letters.issue(actor, letter, issuing(who), before(-15))
    with pytest.raises(letters.ReminderLetterEnded):
        await letters.issue(actor, letter, issuing(who, "1/2027"), before(-15))
    other = ReminderLetter(
        organisation=city.id, action=letter.action, due_snapshot=date(2027, 1, 1), state="draft"
    )
    await other.save()
    with pytest.raises(NumberTaken):
        await letters.issue(actor, other, issuing(who, "400.2/118/setda/2027"), before(-15))


async def test_letter_is_refused_where_nothing_is_owed_or_nobody_signs(city: Organisation) -> None:
    letter = await drafted(city)
    actor, who = make.staff(city), await signer(city)
    stranger = IssueLetterIn(number="9/2027", signatory_id=letter.id)
    with pytest.raises(SignatoryMissing):
        await letters.issue(actor, letter, stranger, before(-15))
    await fetch("UPDATE follow_up_action SET state = 'submitted'")
    with pytest.raises(letters.NothingOwedAnyMore):
        await letters.issue(actor, letter, issuing(who), before(-15))


async def test_letter_put_aside_says_why_and_stays_aside(city: Organisation) -> None:
    letter = await drafted(city)
    await letters.discard(make.staff(city), letter, DiscardLetterIn(reason="Sudah dibicarakan."))
    await run(at(DUE + timedelta(days=16)))
    [row] = await fetch("SELECT state, reason FROM reminder_letter")
    assert tuple(row) == ("discarded", "Sudah dibicarakan.")


async def test_secretariat_numbers_a_letter_on_its_page_and_by_program(
    city: Organisation, dewi: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    letter, who = await drafted(city), await signer(city)
    listed = await dewi.web.get("/reminders/letters")
    assert "waits for its number" in listed.text
    assert "Letter of reminder" in (await dewi.web.get(f"/actions/{letter.action}")).text
    here = f"/reminders/letters/{letter.id}"
    assert (await dewi.web.get(f"{here}/letter.pdf")).content.startswith(b"%PDF")
    refused = await dewi.web.post(f"{here}/issue", {"number": "", "signatory_id": str(who.id)})
    assert refused.status_code == 422
    done = await dewi.web.post(f"{here}/issue", {"number": "118/2027", "signatory_id": str(who.id)})
    assert done.status_code == 303, done.text
    [out] = (await dewi.api.get("/reminder-letters")).json()["items"]
    assert (out["state"], out["number"], out["owed"]) == ("issued", "118/2027", True)
    assert (await dewi.api.get(f"/reminder-letters/{letter.id}/letter.pdf")).content.startswith(b"%PDF")
    again = await dewi.api.post(f"/reminder-letters/{letter.id}/discard", json={"reason": "Tidak jadi"})
    assert (again.status_code, again.json()["code"]) == (409, "reminder_letter_ended")
    assert (await charlie.api.get(f"/reminder-letters/{letter.id}")).status_code == 404
    assert (await alice.api.get(f"/reminder-letters/{letter.id}")).status_code == 403
