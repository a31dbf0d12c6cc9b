"""Letters by hand and by programs: written, looked at, issued, filed, sent, checked; who may, and what is refused."""

import hashlib
import io
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch, fetch_value
from events_app.demo.lettering import emblem
from events_app.events.tables import Event
from events_app.invitations import actions as inviting
from events_app.invitations import links
from events_app.invitations.letters import actions, codes, filing, handing, queries
from events_app.invitations.letters.forms import LetterIn
from events_app.notifications import delivery
from tests import make_events, make_invitations, make_letters, make_stakeholders
from tests.make_letters import NOW, PDF, keeper, words
from tests.notifications.conftest import mailing, postman
from tests.notifications.postman import Postman
from tests.people import Browser, Cast, Somebody

__all__ = ["mailing", "postman"]


def of(event: Event, more: str = "") -> str:
    return f"/events/{event.id}/letters{more}"


async def test_a_letter_goes_from_draft_to_filed_by_hand(city: Organisation, owner: Somebody) -> None:
    event = await make_letters.event_with(city)
    assert "No letter has been written yet" in (await owner.web.get(of(event))).text
    added = {"office": "Sekretaris Daerah", "signed_as": "own", "name": "Ratna Wulandari"}
    await owner.web.post("/settings/letters/signatories", added)
    form = (await owner.web.get(of(event, "/new"))).text
    assert "Ratna Wulandari" in form
    assert "bersama ini kami mengundang" in form  # the usual words, in the event's language
    signer = await fetch_value("SELECT id FROM signatory")
    body = {
        "subject": "Rapat",
        "classification": "urgent",
        "mode": "one",
        "scope": "everybody",
        "signatory_id": signer,
    }
    written = await owner.web.post(of(event, "/new"), {name: str(value) for name, value in body.items()})
    here = written.headers["location"]
    assert "400.2/1/" in (await owner.web.get(here)).text
    shown = await owner.web.get(f"{here}/letter.pdf")
    assert shown.headers["content-disposition"].startswith("inline")
    assert "KONSEP" in words(shown.content)
    await owner.web.post(f"{here}/issue", {"number": "005/17/UM", "letter_date": "2026-11-25"})
    assert "005/17/UM" in words((await owner.web.get(f"{here}/letter.pdf")).content)
    refused = await owner.web.post(f"{here}/copies", files={"file": ("a.pdf", b"<html>")})
    assert refused.status_code == 422
    assert "A signed letter is a PDF, or a picture of it (JPEG, PNG)." in refused.text
    assert "MP3" not in refused.text, "a letter is no recording"
    await owner.web.post(f"{here}/copies", files={"file": ("ttd.pdf", PDF)})
    page = (await owner.web.get(here)).text
    assert hashlib.sha256(PDF).hexdigest() in page
    await owner.web.post(f"{here}/cancel", {"reason": "Salah jam"})
    register = (await owner.web.get("/letters?year=2026")).text
    for part in ("005/17/UM", "Salah jam", "signed copy filed", "Cancelled"):
        assert part in register


async def test_what_is_wrong_stands_beside_its_field_and_what_was_typed_stays(
    city: Organisation, owner: Somebody
) -> None:
    event = await make_letters.event_with(city)
    first = await make_letters.issued(city, event, number="7/X")
    letter = await make_letters.draft(city, event, subject="Satu")
    taken = await owner.web.post(
        of(event, f"/{letter.id}/issue"), {"number": "7/x", "letter_date": "2026-11-25"}
    )
    assert taken.status_code == 422
    assert "register already" in taken.text
    assert 'value="7/x"' in taken.text
    bad = {"names": "Kota", "number_pattern": "{nomor}/{number}"}
    pattern = await owner.web.post("/settings/letters", bad)
    assert "can stand in braces" in pattern.text
    assert 'value="{nomor}/{number}"' in pattern.text
    bomb = await owner.web.post("/settings/letters/logo", files={"logo": ("l.png", PDF)})
    assert bomb.status_code == 422
    script = await owner.web.post("/settings/letters/logo", files={"logo": ("l.png", b"<html>")})
    assert ("A logo is a picture" in script.text, "MP3" in script.text) == (True, False)
    late = await owner.web.post(of(event, f"/{letter.id}/edit"), {"subject": "Dua", "row_version": "9"})
    assert late.status_code == 422
    assert 'value="Dua"' in late.text
    nothing = await owner.web.post(of(event, f"/{first.id}/cancel"), {"reason": " "})
    assert nothing.status_code == 422


async def test_the_letterhead_is_kept_by_owners_alone(
    city: Organisation, owner: Somebody, alice: Somebody, charlie: Somebody
) -> None:
    body = {"names": "Pemerintah Kota", "town": "Lembayung", "number_pattern": "{number:3}/{month}"}
    assert (await alice.api.put("/letterhead", json=body)).status_code == 403
    kept = (await owner.api.put("/letterhead", json=body | {"next_number": 9})).json()
    assert (kept["names"], kept["next_number"], kept["has_logo"]) == ("Pemerintah Kota", 9, False)
    logo = await owner.api.post("/letterhead/logo", files={"file": ("l.png", emblem())})
    assert logo.json()["has_logo"] is True
    assert (await owner.web.get("/settings/letters/logo.png")).content.startswith(b"\x89PNG")
    stale = await owner.api.put("/letterhead", json=body | {"row_version": kept["row_version"]})
    assert stale.json()["code"] == "changed_meanwhile"
    signer = (await owner.api.post("/signatories", json={"office": "Camat", "name": "Budi"})).json()
    assert (await charlie.api.get(f"/signatories/{signer['id']}")).status_code == 404
    await owner.api.delete(f"/signatories/{signer['id']}")
    assert (await alice.api.get("/signatories")).json()["items"] == []


async def test_a_program_writes_issues_and_reads_the_register(city: Organisation, owner: Somebody) -> None:
    event = await make_letters.event_with(city, "Dinas Sosial", "Dinas Kesehatan")
    signer = (await owner.api.post("/signatories", json={"office": "Camat", "name": "Budi"})).json()["id"]
    empty = (await owner.api.post(of(event), json={})).json()
    unsigned = await owner.api.post(of(event, f"/{empty['id']}/issuance"), json={})
    assert (unsigned.status_code, unsigned.json()["code"]) == (422, "signatory_missing")
    assert (await owner.api.delete(of(event, f"/{empty['id']}"))).status_code == 204
    made = (await owner.api.post(of(event), json={"mode": "each", "signatory_id": signer})).json()
    issued = (
        await owner.api.post(of(event, f"/{made['id']}/issuance"), json={"letter_date": "2026-11-25"})
    ).json()
    assert (issued["state"], issued["sequence"], issued["recipients"]) == ("issued", 1, 2)
    again = await owner.api.put(of(event, f"/{made['id']}"), json={})
    assert again.json()["code"] == "letter_issued"
    to = (await owner.api.get(of(event, f"/{made['id']}/recipients"), params={"limit": 1})).json()
    rest = (await owner.api.get(of(event, f"/{made['id']}/recipients"), params={"cursor": to["next"]})).json()
    assert [one["institution"] for one in to["items"] + rest["items"]] == ["Dinas Kesehatan", "Dinas Sosial"]
    nobody = await owner.api.post(of(event, f"/{made['id']}/copies"), files={"file": ("a.pdf", PDF)})
    assert nobody.json()["code"] == "whose_copy"
    for version in (1, 2):
        whose = {"recipient_id": to["items"][0]["id"]}
        filed = await owner.api.post(
            of(event, f"/{made['id']}/copies"), files={"file": ("a.pdf", PDF)}, data=whose
        )
        assert filed.json()["version"] == version
    lines = (await owner.api.get("/letters", params={"year": 2026})).json()["items"]
    assert [(one["number"], one["state"], one["signed_copy"]) for one in lines] == [
        ("400.2/1/2026", "issued", True)
    ]
    assert (await owner.api.get("/letters/gaps", params={"year": 2026})).json() == {"year": 2026, "gaps": []}


async def test_a_letter_of_a_confidential_event_is_confidential_if_nobody_says_otherwise(
    city: Organisation, owner: Somebody
) -> None:
    for confidential, usual in ((True, "confidential"), (False, "ordinary")):
        event = await make_letters.event_with(city, f"Dinas {confidential}", confidential=confidential)
        letter = await actions.draft(keeper(city), event, LetterIn())
        assert letter.classification == usual
        said = await actions.change(
            keeper(city), event, letter, LetterIn.model_validate({"classification": "urgent"})
        )
        assert said.classification == "urgent"


async def test_a_fresh_link_stands_in_letters_and_a_signed_file_with_the_old_one_is_marked(
    city: Organisation, owner: Somebody
) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.issued(city, event, mode="each")
    [to] = await queries.recipients_of(letter.id, 1)
    await filing.file_copy(keeper(city), letter, "ttd.pdf", PDF, to.recipient)
    page = of(event, f"/{letter.id}")
    assert "no longer works" not in (await owner.web.get(page)).text
    await owner.api.post(f"/events/{event.id}/invitations/{to.invitation}/fresh-link")
    [fresh] = await queries.recipients_of(letter.id, 1)
    assert (to.link_version, fresh.link_version) == (1, 2)
    assert "Its answer code no longer works since" in (await owner.web.get(page)).text
    await filing.file_copy(keeper(city), letter, "baru.pdf", PDF + b"%", to.recipient)
    assert (await owner.web.get(page)).text.count("no longer works") == 1


async def test_who_may_see_letters(
    cast: Cast, city: Organisation, alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.issued(city, event)
    for somebody, status in ((alice, 200), (dewi, 403), (charlie, 404)):
        assert (await somebody.api.get(of(event, f"/{letter.id}"))).status_code == status
        assert (await somebody.web.get(of(event, f"/{letter.id}"))).status_code == status
    other = await make_letters.event_with(city, "Dinas Lain")
    assert (await alice.api.get(of(other, f"/{letter.id}"))).status_code == 404


async def test_the_code_says_what_was_issued_and_what_became_of_it(
    city: Organisation, public: Browser
) -> None:
    event = await make_letters.event_with(city)
    letter = await make_letters.issued(city, event, subject="Undangan Rapat", mode="each")
    [to] = await queries.recipients_of(letter.id, 1)
    assert to.recipient
    here = f"/verify/{codes.LETTER.token(to.recipient)}"
    page = (await public.get(here)).text
    for part in ("400.2/1/2026", "Undangan Rapat", "Dinas Sosial", "Kota Lembayung", "25 November 2026"):
        assert part in page
    assert "bukan tanda tangan elektronik" in page
    file = await handing.own(event, letter, to, NOW)
    for data, found in ((file.data, "Berkas sama"), (file.data + b" ", "Berkas lain")):
        assert found in (await public.post(here, files={"file": ("s.pdf", data)})).text
    await filing.file_copy(keeper(city), letter, "ttd.pdf", PDF, to.recipient)
    assert "versi 1" in (await public.post(here, files={"file": ("s.pdf", PDF)})).text
    assert await fetch_value("SELECT count(*) FROM document WHERE filename = 's.pdf'") == 0
    await actions.cancel(keeper(city), event, letter, "Salah jam", NOW)
    ended = (await public.get(here)).text
    assert "lalu dibatalkan" in ended
    assert "Salah jam" not in ended
    await letter.refresh()
    assert "DIBATALKAN" not in words(file.data)
    assert "DIBATALKAN" in words((await handing.own(event, letter, to, NOW)).data)
    assert "DIBATALKAN" in words((await handing.printed(event, letter, NOW)).data)


async def test_the_code_of_a_confidential_letter_is_neutral_and_strangers_are_slowed(
    city: Organisation, cast: Cast
) -> None:
    event = await make_letters.event_with(city, title="Operasi Senyap", confidential=True)
    letter = await make_letters.issued(city, event, subject="Operasi Senyap")
    program = await cast.client("/api/v1")
    said = (await program.get(f"/verify/{codes.LETTER.token(letter.id)}")).json()
    assert (said["about"], said["institution"], said["number"]) == ("", "", "400.2/1/2026")
    page = (await (await cast.client()).get(f"/verify/{codes.LETTER.token(letter.id)}")).text
    assert "Senyap" not in page
    assert "Dinas Sosial" not in page
    tries = [(await program.get(f"/verify/{number:026}")).status_code for number in range(21)]
    assert tries == [404] * 20 + [429]
    assert (await program.get(f"/verify/{codes.LETTER.token(letter.id)}")).status_code == 200


async def test_the_filed_copy_is_what_is_sent_and_downloaded(
    city: Organisation, public: Browser, mailing: Postman
) -> None:
    event = await make_events.published(city)
    rows = []
    for name in ("Dinas Sosial", "Dinas Kesehatan"):
        office = await make_stakeholders.institution(city.id, name, email=f"{name[6:].lower()}@kota.example")
        rows.append(await make_invitations.invitation(event, office))
    letter = await make_letters.issued(city, event, mode="each")
    to = {one.institution: one for one in await queries.recipients_of(letter.id, 9)}
    signed = PDF + b"%signed"
    await filing.file_copy(keeper(city), letter, "ttd.pdf", signed, to["Dinas Sosial"].recipient)
    await inviting.send_drafts(keeper(city), event, make_invitations.BEFORE)
    kept = await fetch("SELECT id, attachments::text AS kept, text FROM message")
    assert all("base64" not in row["kept"] for row in kept)
    assert all("surat" in row["text"].lower() for row in kept)
    for row in kept:
        await delivery.deliver(row["id"], clock.now())
    sent = {str(mail["To"]): _attached(mail) for mail in mailing.mails}
    assert [data for address, data in sent.items() if "sosial" in address] == [signed]
    [other] = [data for address, data in sent.items() if "kesehatan" in address]
    assert "PimpinanDinasKesehatan" in words(other)
    token = links.rsvp_token(rows[0].id, 1)
    assert f"/rsvp/{token}/letter" in (await public.get(f"/rsvp/{token}")).text
    assert (await public.get(f"/rsvp/{token}/letter")).content == signed
    await execute("UPDATE invitation SET state = 'withdrawn' WHERE id = $1", rows[0].id)
    assert (await public.get(f"/rsvp/{token}/letter")).status_code == 404


async def test_a_second_letter_goes_to_those_without_one(city: Organisation) -> None:
    event = await make_letters.event_with(city)
    await make_letters.issued(city, event)
    office = await make_stakeholders.institution(city.id, "Dinas Baru")
    late = await make_invitations.invitation(event, office)
    letter = await make_letters.issued(city, event, scope="without_letter")
    assert [one.invitation for one in await queries.recipients_of(letter.id, 9)] == [late.id]
    numbers = await fetch("SELECT letter_number FROM invitation ORDER BY id")
    assert [row[0] for row in numbers] == ["400.2/1/2026", "400.2/2/2026"]


@pytest.mark.parametrize("path", ["/letters?year=2026", "", "/{letter}"])
async def test_pages_ask_no_more_for_many_than_for_few(
    city: Organisation, alice: Somebody, path: str
) -> None:
    spent = []
    event = await make_letters.event_with(city)
    signer = await make_letters.signatory(city)
    for count in (2, 8):
        for number in range(count):
            office = await make_stakeholders.institution(city.id, f"Dinas {count} {number}")
            await make_invitations.invitation(event, office)
            letter = await make_letters.issued(city, event, signatory_id=signer.id)
        here = path if path.startswith("/letters") else of(event, path.format(letter=letter.id))
        with counting_queries() as count_of:
            assert (await alice.web.get(here)).status_code == 200
        spent.append(len(count_of.statements))
    assert spent[0] == spent[1]


def _attached(mail: Any) -> bytes:
    parts = [part for part in mail.iter_attachments() if part.get_content_type() == "application/pdf"]
    assert len(parts) == 1
    return bytes(io.BytesIO(parts[0].get_payload(decode=True)).getvalue())
