"""Finalised minutes are numbered, locked, proved by a code, and corrected by a new version only."""

import io
import re
from typing import Any

import pypdf
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.minutes import codes
from events_app.commitments.minutes.refusals import MinutesFinalised
from events_app.commitments.minutes.tables import MinutesVersion
from events_app.commitments.tables import Commitment, FollowUpAction
from events_app.database import execute
from events_app.events.programme.actions import remove_item
from events_app.events.tables import Event
from tests import make_commitments as make
from tests import make_events
from tests.make_commitments import Scene
from tests.make_minutes import item, write
from tests.people import Browser, Somebody


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


async def finalise(who: Somebody, event: Event, **more: Any) -> Any:
    return await who.api.post(f"/events/{event.id}/minutes/finalisation", json=more)


def text_of(pdf: bytes) -> str:
    pages = pypdf.PdfReader(io.BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


async def test_finalised_minutes_are_locked_in_code_and_in_the_database(
    dewi: Somebody, chair: Somebody, city: Organisation, scene: Scene
) -> None:
    topic = await item(city, scene.event)
    saved = await write(dewi, scene.event, "Posko dibuka.", 0, topic)
    made = await finalise(chair, scene.event)
    assert (made.status_code, made.json()["number"], made.json()["reason"]) == (201, 1, "")
    assert "Posko dibuka." in made.json()["content"]
    with pytest.raises(MinutesFinalised):
        await write(dewi, scene.event, "Posko ditutup.", saved.version, topic)
    refused = await dewi.api.post(f"/events/{scene.event.id}/minutes/decisions", json={"content": "Lagi."})
    assert (refused.status_code, refused.json()["code"]) == (409, "minutes_finalised")
    for statement in (
        "UPDATE minutes_text SET content = 'lain'",
        "UPDATE minutes_version SET reason = 'lain'",
        "DELETE FROM minutes_version",
    ):
        with pytest.raises(Exception, match=r"finalised|append-only"):
            await execute(statement)
    await remove_item(make.staff(city), scene.event, topic)  # the programme is not the minutes
    again = await finalise(chair, scene.event)
    assert (again.status_code, again.json()["code"]) == (409, "minutes_finalised")
    assert "<textarea" not in (await dewi.web.get(f"/events/{scene.event.id}/minutes")).text


async def test_a_correction_is_a_new_version_and_the_old_one_stays(
    dewi: Somebody, chair: Somebody, scene: Scene
) -> None:
    base = f"/events/{scene.event.id}/minutes"
    early = await chair.api.post(f"{base}/correction", json={"reason": "Terlalu dini."})
    assert early.json()["code"] == "not_finalised"
    saved = await write(dewi, scene.event, "Dihadiri Dinas Sosal.", 0)
    await finalise(chair, scene.event)
    begun = await chair.api.post(f"{base}/correction", json={"reason": "Salah ketik."})
    assert (begun.status_code, begun.json()["state"]) == (200, "correcting")
    await write(dewi, scene.event, "Dihadiri Dinas Sosial.", saved.version)
    assert (await finalise(chair, scene.event)).json()["number"] == 2
    old, new = [(await dewi.api.get(f"{base}/versions/{number}")).json() for number in (1, 2)]
    assert ("Dihadiri Dinas Sosal." in old["content"], new["reason"]) == (True, "Salah ketik.")
    told = (await dewi.api.get(f"{base}/versions/2/changes")).json()["changes"]
    assert [(one["kind"], one["text"]) for one in told if one["kind"] != "same"] == [
        ("removed", "Dihadiri Dinas Sosal."),
        ("added", "Dihadiri Dinas Sosial."),
    ]
    shown = (await dewi.web.get(f"{base}/versions/2")).text
    assert ("<del>Dihadiri Dinas Sosal.</del>" in shown, "Salah ketik." in shown) == (True, True)
    assert "A newer version took its place" in (await dewi.web.get(f"{base}/versions/1")).text
    assert (await dewi.api.get(f"{base}")).json()["state"] == "final"


async def test_the_paper_says_who_signs_what_was_promised_and_proves_itself(
    dewi: Somebody, chair: Somebody, public: Browser, city: Organisation, scene: Scene
) -> None:
    person = await make_events.person(city, "Fitri Ketua", nip="196803121993032001")
    body = {"chair_id": str(person.id), "row_version": 1}
    await dewi.api.put(f"/events/{scene.event.id}/minutes/head", json=body)
    await make.agreed(city, scene)
    await finalise(chair, scene.event)
    path = f"/events/{scene.event.id}/minutes/versions/1/minutes.pdf"
    indonesian = text_of((await dewi.api.get(path)).content)
    for words in (
        "Versi 1",
        "Fitri Ketua",
        "NIP 19680312 199303 2 001",
        "Tindak lanjut rapat sebelumnya",
        "Posko di setiap kecamatan",
        "Buka posko pengaduan",
        "0 hadir",
    ):
        assert words in indonesian, words
    english = text_of((await dewi.api.get(path + "?language=en")).content)
    assert ("Minutes of the meeting" in english, "Version 1" in english) == (True, True)
    again = await dewi.api.get(f"/events/{scene.event.id}/documents/minutes.pdf")
    assert "Versi 1" in text_of(again.content)
    version = await MinutesVersion.objects().first()
    assert version is not None
    checked = await public.get(codes.MINUTES.path + codes.MINUTES.token(version.id))
    assert (checked.status_code, scene.event.title in checked.text) == (200, True)
    assert "Fitri Ketua" in checked.text
    assert (await public.get(codes.MINUTES.path + "A" * 26)).status_code == 404
    await execute("UPDATE event SET confidential = true")
    hidden = await public.get(codes.MINUTES.path + codes.MINUTES.token(version.id))
    assert (scene.event.title in hidden.text, "Fitri Ketua" in hidden.text) == (False, False)


async def test_the_same_paper_comes_out_whenever_it_is_asked_for(chair: Somebody, scene: Scene) -> None:
    await finalise(chair, scene.event)
    path = f"/events/{scene.event.id}/minutes/versions/1/minutes.pdf"
    assert (await chair.api.get(path)).content == (await chair.api.get(path)).content


async def test_a_draft_says_that_it_is_one(dewi: Somebody, scene: Scene) -> None:
    made = await dewi.api.get(f"/events/{scene.event.id}/documents/minutes.pdf")
    assert "Rancangan, belum final" in text_of(made.content)


async def test_only_the_drafts_that_are_named_are_agreed_and_all_or_nothing(
    chair: Somebody, city: Organisation, scene: Scene
) -> None:
    one, two = await make.draft(city, scene), await make.draft(city, scene)
    unready = await make.draft(city, scene, actions=[])
    refused = await finalise(chair, scene.event, agree=[str(one.id), str(unready.id)])
    assert (refused.status_code, refused.json()["code"]) == (409, "not_ready")
    assert await MinutesVersion.count() == 0
    made = await finalise(chair, scene.event, agree=[str(one.id)])
    assert made.status_code == 201, made.text
    states = {row.id: row.state for row in await Commitment.objects()}
    assert (states[one.id], states[two.id]) == ("agreed", "draft")
    opened = await FollowUpAction.objects().where(FollowUpAction.commitment == one.id).first()
    assert opened is not None
    assert opened.state == "open"


async def test_the_chair_finalises_what_the_chair_has_read(
    dewi: Somebody, chair: Somebody, scene: Scene
) -> None:
    seen = (await chair.api.get(f"/events/{scene.event.id}/minutes")).json()["mark"]
    await write(dewi, scene.event, "Sesudah dibaca.", 0)
    late = await finalise(chair, scene.event, seen=seen)
    assert (late.status_code, late.json()["code"]) == (409, "written_since")
    page = await chair.web.get(f"/events/{scene.event.id}/minutes/finalise")
    assert "Sesudah dibaca." in page.text
    sent = await chair.web.post(f"/events/{scene.event.id}/minutes/finalise", {"seen": seen})
    assert sent.status_code == 422


async def test_who_finalises(
    alice: Somebody, charlie: Somebody, dewi: Somebody, chair: Somebody, scene: Scene
) -> None:
    answers = [(await finalise(who, scene.event)).status_code for who in (alice, dewi, charlie, chair)]
    assert answers == [403, 403, 404, 201]
    assert (await charlie.api.get(f"/events/{scene.event.id}/minutes/versions/1")).status_code == 404
    assert (await alice.api.get(f"/events/{scene.event.id}/minutes/versions/1")).status_code == 200


async def test_a_row_of_the_paper_stays_on_one_page(dewi: Somebody, city: Organisation, scene: Scene) -> None:
    name = "Dinas Sosial, Pengendalian Penduduk dan Keluarga Berencana, sampai UJUNG"
    await execute("UPDATE institution SET name = $2 WHERE id = $1", scene.promiser.id, name)
    rows = [make.action_in(scene, title=f"Tindak {number}") for number in range(40)]
    await make.agreed(city, scene, actions=rows)
    paper = await dewi.api.get(f"/events/{scene.event.id}/documents/minutes.pdf")
    pages = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(paper.content)).pages]
    counted = [(len(re.findall(r"Tindak \d", page)), page.count("UJUNG")) for page in pages]
    assert sum(titles for titles, _ends in counted) == 40
    assert len(pages) > 2
    assert all(titles == ends for titles, ends in counted[1:]), counted


async def test_what_was_captured_in_one_line_is_not_printed_twice(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    words = "Kami membuka kelas malam"
    await make.agreed(city, scene, title=words, statement=f"{words}.")
    paper = await dewi.api.get(f"/events/{scene.event.id}/documents/minutes.pdf")
    said = text_of(paper.content)
    assert words in said
    assert f"{words}." not in said
