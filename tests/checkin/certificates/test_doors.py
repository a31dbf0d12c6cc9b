"""Doors of certificates: who sees them, who issues, what a holder and a stranger with a code get."""

import io
import re
import zipfile
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.certificates import actions, links, making
from events_app.database import counting_queries, execute
from events_app.events.runs.tables import PaperRun
from events_app.invitations import links as passes
from events_app.invitations.tables import Guest
from tests import make_badges, make_letters
from tests import make_certificates as make
from tests.make_badges import pages_of
from tests.people import Browser, Somebody

LONG = "Prof. Dr. Ir. H. Muhammad Abdurrahman Wahid Kusumanegara Soerachmadhiningrat, S.T., M.Eng., Ph.D."


def _plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


async def test_those_who_know_who_came_read_and_planners_issue(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, eko: Somebody, city: Organisation
) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event)
    path = f"/events/{event.id}/certificates"
    seen = [(await who.web.get(path)).status_code for who in (alice, bob, charlie, dewi, eko)]
    assert seen == [200, 403, 404, 200, 403]
    for api in ("certificates", "certificate-settings"):
        seen = [
            (await who.api.get(f"/events/{event.id}/{api}")).status_code
            for who in (alice, bob, charlie, dewi, eko)
        ]
        assert seen == [200, 403, 404, 200, 403]
    seen = [
        (await who.api.post(f"/events/{event.id}/certificates", json={})).status_code
        for who in (bob, charlie, dewi)
    ]
    assert seen == [403, 404, 403]
    answer = await alice.api.post(f"/events/{event.id}/certificates", json={})
    assert (answer.status_code, answer.json()) == (201, {"certificates": 1, "mailed": 0, "left": 0})
    again = await alice.api.post(f"/events/{event.id}/certificates", json={})
    assert (again.status_code, again.json()["code"]) == (409, "nobody_earned")


async def test_page_issues_and_says_why_somebody_gets_none(alice: Somebody, city: Organisation) -> None:
    event = await make.held(city)
    await make.came(event, "Ani", left=30)
    await make.came(event, "Budi")
    await make.set_up(city, event, earned_by="time", share=80)
    path = f"/events/{event.id}/certificates"
    shown = _plain((await alice.web.get(path)).text)
    assert "stayed for 30 of 240 minutes" in shown
    assert "Issue 1 certificate" in shown
    done = await alice.web.post(f"{path}/issue")
    assert done.headers["location"] == f"{path}?show=issued"
    denied = _plain((await alice.web.get(f"{path}?show=denied")).text)
    assert "Ani" in denied
    assert "Budi" not in denied
    ani = (await make.judged(event))["Ani"]
    empty = await alice.web.post(f"{path}/people/{ani.person}", {"reason": ""})
    assert empty.status_code == 422
    given = await alice.web.post(f"{path}/people/{ani.person}", {"reason": "Dipanggil atasan"})
    [_budi, row] = await make.all_of(event.id)
    assert given.headers["location"] == f"{path}/{row.id}"
    assert "Dipanggil atasan" in (await alice.web.get(f"{path}/{row.id}")).text


async def test_settings_say_all_faults_at_once_and_keep_what_was_typed(
    alice: Somebody, charlie: Somebody, city: Organisation
) -> None:
    event = await make.held(city)
    path = f"/events/{event.id}/certificates/settings"
    said = {
        "wanted": "true",
        "body": "kepada {nama}",
        "share": "120",
        "number_pattern": "tanpa",
        "earned_by": "time",
    }
    wrong = await alice.web.post(path, said | {"jp_of": "event", "jp": "-1"})
    assert wrong.status_code == 422
    for words in (
        "can stand in braces",
        "The pattern needs {number} exactly once.",
        "kepada {nama}",
        "tanpa",
    ):
        assert words in wrong.text
    assert wrong.text.count("field-error") >= 4
    theirs = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert theirs is not None
    signer = await make_letters.signatory(theirs)
    body = {"wanted": True, "signatory_id": str(signer.id)}
    foreign = await alice.api.put(f"/events/{event.id}/certificate-settings", json=body)
    assert foreign.status_code in (404, 409, 422)
    mine = await make_letters.signatory(city)
    good = said | {"body": "", "share": "75", "number_pattern": "S/{number}", "jp": "6", "jp_of": "event"}
    saved = await alice.web.post(path, good | {"signatory_id": str(mine.id), "dated": ""})
    assert saved.status_code == 303
    kept = (await alice.api.get(f"/events/{event.id}/certificate-settings")).json()
    assert (kept["wanted"], kept["share"], kept["jp"], kept["stage"], kept["signatory_id"]) == (
        True, 75, 6, False, str(mine.id),
    )  # fmt: skip
    stale = await alice.api.put(f"/events/{event.id}/certificate-settings", json=kept | {"row_version": 9})
    assert (stale.status_code, stale.json()["code"]) == (409, "changed_meanwhile")
    again = await alice.api.put(f"/events/{event.id}/certificate-settings", json=kept)
    assert again.status_code == 200


async def test_sample_is_marked_as_one(alice: Somebody, city: Organisation) -> None:
    await make_letters.letterhead(city)
    event = await make.held(city, title="Pelatihan Relawan")
    await make.set_up(city, event)
    made = await alice.web.get(f"/events/{event.id}/certificates/sample.pdf")
    [page] = pages_of(made.content)
    said = _plain(page)
    for words in (
        "CONTOH",
        making.LONG_NAME.split()[3],
        "Pelatihan Relawan",
        "8 jam pelajaran",
        "Ratna Wulandari",
    ):
        assert words in said
    assert await make.all_of(event.id) == []


async def test_holder_opens_it_without_an_account_until_it_is_revoked(
    public: Browser, city: Organisation
) -> None:
    event = await make.held(city, title="Pelatihan Relawan")
    await make.came(event, LONG)
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    here = f"/certificate/{links.holder_token(row.id)}"
    page = await public.get(here)
    assert page.status_code == 200
    assert row.number in page.text
    made = await public.get(f"{here}/certificate.pdf")
    [sheet] = pages_of(made.content)
    said = re.sub(r"\s", "", sheet)
    for words in ("Soerachmadhiningrat", "M.Eng.,Ph.D.", row.number, "Peserta", links.CHECK.token(row.id)):
        assert words in said
    await actions.revoke(make.keeper(city), row, "Keliru", clock.now())
    gone = await public.get(here)
    assert "revoked" in gone.text or "dicabut" in gone.text
    assert "Keliru" not in gone.text
    assert (await public.get(f"{here}/certificate.pdf")).status_code == 410
    assert (await public.get("/certificate/" + "Z" * 26)).status_code == 404


async def test_code_proves_the_name_and_opens_nothing_else(public: Browser, city: Organisation) -> None:
    event = await make.held(city, title="Pelatihan Relawan")
    await make.came(event, "Ani Lestari", institution_name="Dinas Sosial")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    code = links.CHECK.token(row.id)
    page = _plain((await public.get(f"/verify/certificate/{code}")).text)
    for words in ("Ani Lestari", "Pelatihan Relawan", row.number, ">8<"):
        assert words in page
    for hidden in ("Dinas Sosial", links.holder_token(row.id), "/events/"):
        assert hidden not in page
    assert (await public.get(f"/certificate/{code}")).status_code == 404
    assert (await public.get(f"/verify/certificate/{links.holder_token(row.id)}")).status_code == 404
    told = (await public.client.get(f"/api/v1/verify/certificate/{code}")).json()
    assert (told["name"], told["valid"], told["jp"]) == ("Ani Lestari", True, 8)
    await actions.revoke(make.keeper(city), row, "Keliru", clock.now())
    told = (await public.client.get(f"/api/v1/verify/certificate/{code}")).json()
    assert told["valid"] is False


async def test_confidential_event_and_child_are_shielded_from_whoever_holds_the_paper(
    public: Browser, city: Organisation
) -> None:
    event = await make.held(city, title="Rahasia Besar", confidential=True)
    guest = await make.came(event, "Yohanes Pratama")
    await make_badges.child(guest.person)
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    await actions.correct(make.keeper(city), row, "Yohanes Pratama", clock.now())
    page = (await public.get(f"/verify/certificate/{links.CHECK.token(row.id)}")).text
    assert "Yohanes" in page
    assert "Pratama" not in page
    assert "Rahasia" not in page


async def test_event_that_became_confidential_is_no_longer_called_by_its_title(
    public: Browser, city: Organisation
) -> None:
    event = await make.held(city, title="Kasus Mawar")
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    await execute("UPDATE event SET confidential = true WHERE id = $1", event.id)
    code, here = links.CHECK.token(row.id), f"/certificate/{links.holder_token(row.id)}"
    for path in (here, f"/verify/certificate/{code}", f"/api/v1/verify/certificate/{code}"):
        said = (await public.get(path)).text
        assert event.ref in said
        assert "Mawar" not in said
    made = await public.get(f"{here}/certificate.pdf")
    assert b"Mawar" not in made.content
    assert "Mawar" not in "".join(pages_of(made.content))


async def test_pass_leads_to_the_certificate_once_there_is_one(public: Browser, city: Organisation) -> None:
    event = await make.held(city)
    guest = await make.came(event, "Ani")
    await make.set_up(city, event)
    here = f"/T/{passes.pass_token(guest.id, guest.pass_version)}"
    assert "/certificate" not in (await public.get(here)).text
    assert (await public.get(f"{here}/certificate")).status_code == 404
    [row] = await make.issued(city, event)
    assert f"{here}/certificate" in (await public.get(here)).text
    led = await public.get(f"{here}/certificate")
    assert led.headers["location"] == f"/certificate/{links.holder_token(row.id)}"


async def test_all_are_printed_at_once_or_by_the_worker_or_a_file_each(
    alice: Somebody, city: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make.held(city)
    for name in ("Ani", "Budi", "Citra"):
        await make.came(event, name)
    await make.set_up(city, event)
    none = await alice.api.get(f"/events/{event.id}/documents/certificates.pdf")
    assert (none.status_code, none.json()["code"]) == (409, "no_certificates")
    [first, *_rest] = await make.issued(city, event)
    await make.came(event, "Dewi")
    await make.set_up(city, event, title="Piagam Penghargaan")
    await make.issued(city, event)
    await actions.revoke(make.keeper(city), first, "Keliru", clock.now())
    made = await alice.web.post(f"/events/{event.id}/certificates/print", {"bundle": "pdf"})
    pages = [_plain(page) for page in pages_of(made.content)]
    assert [("SERTIFIKAT" in page, "PIAGAM PENGHARGAAN" in page) for page in pages] == [
        (True, False), (True, False), (False, True),
    ]  # fmt: skip
    for bundle, count in (("zip", 3), ("pdf", 3)):
        monkeypatch.setattr(making, "SHORT", 1)
        begun = await alice.web.post(f"/events/{event.id}/certificates/print", {"bundle": bundle})
        run = await make_badges.begun(event.id)
        assert begun.headers["location"].endswith(f"/paper-runs/{run.id}")
        await make_badges.work(run)
        file = (await alice.web.get(f"/events/{event.id}/paper-runs/{run.id}/file")).content
        assert _pieces(file, bundle) == count
    ready = await PaperRun.objects().where(PaperRun.event == event.id)
    assert [(one.done, one.total, one.state) for one in ready] == [(3, 3, "done")] * 2


def _pieces(file: bytes, bundle: str) -> int:
    if bundle == "pdf":
        return len(pages_of(file))
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return sum(archive.read(name)[:4] == b"%PDF" for name in set(archive.namelist()))


async def test_archive_holds_a_file_each_though_two_years_have_the_same_number(city: Organisation) -> None:
    event = await make.held(city)
    this_year = clock.now().date().replace(month=1, day=1)
    for name, day in (("Ani", this_year), ("Budi", this_year.replace(year=this_year.year + 1))):
        await make.came(event, name)
        await make.set_up(city, event, number_pattern="S/{number}", dated=day)
        await make.issued(city, event)
    made = await making.each(event, clock.now())
    with zipfile.ZipFile(io.BytesIO(made.data)) as archive:
        names = [f"{event.ref}-certificate-s-1.pdf", f"{event.ref}-certificate-s-1-2.pdf"]
        assert archive.namelist() == names


async def test_persons_lesson_hours_are_those_of_valid_certificates_by_year(
    alice: Somebody, bob: Somebody, charlie: Somebody, city: Organisation
) -> None:
    rows: list[Any] = []
    guest = None
    for jp in (8, 5, 3):
        event = await make.held(city)
        mine = await make.came(event, "Ani")
        guest = guest or mine
        await Guest.update({Guest.person: guest.person}).where(Guest.id == mine.id)
        await make.set_up(city, event, jp=jp)
        rows += await make.issued(city, event)
    assert guest is not None
    await actions.revoke(make.keeper(city), rows[2], "Keliru", clock.now())
    told = (await alice.api.get(f"/people/{guest.person}/certificates")).json()
    assert told["jp"] == 13
    assert [(one["jp"], one["certificates"]) for one in told["years"]] == [(13, 2)]
    assert len(told["certificates"]) == 3
    page = await alice.web.get(f"/people/{guest.person}/certificates")
    assert rows[0].number in page.text
    assert (await bob.web.get(f"/people/{guest.person}/certificates")).status_code == 403
    assert (await charlie.web.get(f"/people/{guest.person}/certificates")).status_code == 404
    read = (await alice.api.get(f"/certificates/{rows[0].id}")).json()
    assert (read["number"], read["jp"]) == (rows[0].number, 8)
    assert (await charlie.api.get(f"/certificates/{rows[0].id}")).status_code == 404
    named = await alice.api.put(f"/certificates/{rows[0].id}/name", json={"name": "Dr. Ani"})
    assert (named.json()["name"], named.json()["version"]) == ("Dr. Ani", 2)
    gone = await alice.api.post(f"/certificates/{rows[0].id}/revocation", json={"reason": "Keliru"})
    assert gone.json()["revoked_reason"] == "Keliru"


async def test_list_runs_no_more_queries_for_many(alice: Somebody, city: Organisation) -> None:
    event = await make.held(city)
    await make.set_up(city, event)
    asked = []
    for start, end in ((0, 3), (3, 15)):
        for number in range(start, end):
            await make.came(event, f"Tamu {number}")
        await make.issued(city, event)
        await alice.web.get(f"/events/{event.id}/certificates")
        with counting_queries() as counted:
            assert (await alice.web.get(f"/events/{event.id}/certificates")).status_code == 200
        asked.append(counted.count)
    assert asked[0] == asked[1]


async def test_workbook_says_who_earned_one_and_why(alice: Somebody, city: Organisation) -> None:
    event = await make.held(city)
    await make.came(event, "Ani")
    await make.set_up(city, event)
    [row] = await make.issued(city, event)
    made = await alice.api.get(f"/events/{event.id}/exports/certificates.xlsx")
    with zipfile.ZipFile(io.BytesIO(made.content)) as archive:
        said = archive.read("xl/sharedStrings.xml").decode()
    for words in ("Ani", row.number, "checked in", "Issued"):
        assert f">{words}<" in said
