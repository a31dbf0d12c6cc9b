"""Writing together: every save lands, none takes a word of another, and a repeated one changes nothing."""

import asyncio
import json
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.minutes.merging import How
from events_app.commitments.minutes.refusals import WordingUnknown
from events_app.commitments.minutes.tables import MinutesDecision, MinutesText, MinutesWording
from events_app.database import counting_queries, execute
from events_app.errors import NotAllowed
from events_app.events.programme.actions import remove_item
from events_app.events.tables import Event
from events_app.ids import new_id
from tests import make_events
from tests.make_commitments import staff
from tests.make_minutes import content, item, write
from tests.people import Somebody


@pytest.fixture
async def event(city: Organisation) -> Event:
    return await make_events.published(city)


async def test_two_who_wrote_apart_are_joined_and_both_know(
    dewi: Somebody, chair: Somebody, city: Organisation, event: Event
) -> None:
    topic = await item(city, event)
    first = await write(dewi, event, "Satu dua.\nTiga empat.", 0, topic)
    theirs = await write(chair, event, "Satu dua.\nTiga empat lima.", first.version, topic)
    mine = await write(dewi, event, "Satu satu setengah dua.\nTiga empat.", first.version, topic)
    assert (theirs.how, mine.how) == (How.alone, How.joined)
    assert mine.content == "Satu satu setengah dua.\nTiga empat lima."
    assert (mine.version, mine.sent_version) == (theirs.version + 2, theirs.version + 1)
    assert await content(event) == {"discussion": mine.content}


async def test_who_typed_on_goes_on_from_what_was_sent(dewi: Somebody, chair: Somebody, event: Event) -> None:
    await write(chair, event, "Kedua.", 0)
    sent = await write(dewi, event, "Pertama.", 0)
    more = await write(dewi, event, "Pertama. Lalu lagi.", sent.sent_version)
    assert more.content.count("Pertama.") == 1
    assert all(words in more.content for words in ("Kedua.", "Pertama. Lalu lagi."))


async def test_the_same_word_changed_by_two_stands_twice_and_names_who_wrote(
    dewi: Somebody, chair: Somebody, event: Event
) -> None:
    first = await write(dewi, event, "Jadwal Senin.", 0)
    await write(chair, event, "Jadwal Selasa.", first.version)
    clash = await write(dewi, event, "Jadwal Rabu.", first.version)
    assert clash.how == How.both
    assert all(words in clash.content for words in ("Jadwal Selasa.", "Jadwal Rabu.", "Fitri"))


async def test_a_repeated_save_changes_nothing(dewi: Somebody, chair: Somebody, event: Event) -> None:
    save = new_id()
    first = await write(dewi, event, "Awal.", 0, save_id=save)
    await write(chair, event, "Awal. Lalu.", first.version)
    again = await write(dewi, event, "Awal.", 0, save_id=save)
    assert (again.sent_version, again.content) == (first.sent_version, "Awal. Lalu.")
    assert await MinutesWording.count() == 2


async def test_many_at_once_lose_no_word(dewi: Somebody, chair: Somebody, event: Event) -> None:
    first = await write(dewi, event, "Awal.", 0)
    who = [dewi, chair] * 6
    await asyncio.gather(
        *(
            write(one, event, f"Awal.\nBaris{number} kata{number}.", first.version)
            for number, one in enumerate(who)
        )
    )
    text = (await content(event))["discussion"]
    assert all(f"kata{number}" in text for number in range(12))
    versions = [row["version"] for row in await MinutesWording.select(MinutesWording.version)]
    assert len(versions) == len(set(versions))


async def test_a_wording_nobody_sent_is_no_base(dewi: Somebody, event: Event) -> None:
    with pytest.raises(WordingUnknown):
        await write(dewi, event, "Kata.", 7)


async def test_wordings_are_never_changed(dewi: Somebody, event: Event) -> None:
    await write(dewi, event, "Kata.", 0)
    with pytest.raises(Exception, match="append-only"):
        await execute("UPDATE minutes_wording SET content = 'lain'")


async def test_who_only_reads_does_not_write(alice: Somebody, eko: Somebody, event: Event) -> None:
    for one in (alice, eko):
        with pytest.raises(NotAllowed):
            await write(one, event, "Kata.", 0)
        shown = await one.web.get(f"/events/{event.id}/minutes")
        assert ("<textarea" in shown.text, shown.status_code) == (False, 200)
        assert (await one.web.post(f"/events/{event.id}/minutes/texts", {"content": "x"})).status_code == 403


async def test_a_stranger_finds_nothing(charlie: Somebody, event: Event) -> None:
    assert (await charlie.web.get(f"/events/{event.id}/minutes")).status_code == 404
    assert (await charlie.web.get(f"/events/{event.id}/minutes/live")).status_code == 404
    assert (await charlie.web.post(f"/events/{event.id}/minutes/texts", {"content": "x"})).status_code == 404


async def test_a_gone_agenda_item_takes_no_word_along(
    dewi: Somebody, city: Organisation, event: Event
) -> None:
    topic = await item(city, event, "Acara yang dicoret")
    await write(dewi, event, "Kata yang tinggal.", 0, topic)
    sent = {"content": "Keputusan yang tinggal.", "agenda_item_id": str(topic.id)}
    await dewi.web.post(f"/events/{event.id}/minutes/decisions", sent)
    await remove_item(staff(city), event, topic)
    shown = (await dewi.web.get(f"/events/{event.id}/minutes")).text
    for words in ("Acara yang dicoret", "Kata yang tinggal.", "Keputusan yang tinggal."):
        assert words in shown


async def test_a_plain_form_gets_both_wordings_side_by_side(
    dewi: Somebody, chair: Somebody, event: Event
) -> None:
    path = f"/events/{event.id}/minutes/texts"
    form: dict[str, Any] = {"part": "opening", "base_version": "0"}
    assert (await dewi.web.post(path, form | {"content": "Dibuka pukul sembilan."})).status_code == 303
    clash = await chair.web.post(path, form | {"content": "Dibuka pukul sepuluh."})
    assert clash.status_code == 409
    assert ("Dibuka pukul sembilan." in clash.text, "Dibuka pukul sepuluh." in clash.text) == (True, True)
    assert 'name="base_version" value="1"' in clash.text
    settled = await chair.web.post(path, form | {"content": "Dibuka pukul sepuluh.", "base_version": "1"})
    assert settled.status_code == 303
    assert (await content(event))["opening"] == "Dibuka pukul sepuluh."


async def test_line_ends_and_blanks_stay_as_they_were_typed(dewi: Somebody, event: Event) -> None:
    form = {"part": "closing", "base_version": "0", "content": "Satu\r\n\r\n  dua \r\n"}
    await dewi.web.post(f"/events/{event.id}/minutes/texts", form)
    assert (await content(event))["closing"] == "Satu\n\n  dua \n"


async def test_an_identity_number_is_doubted_and_kept_when_somebody_insists(
    dewi: Somebody, event: Event
) -> None:
    path, headers = f"/events/{event.id}/minutes/texts", {"accept": "application/json"}
    form = {"part": "closing", "base_version": "0", "content": "Pelapor 3276011203850001 hadir."}
    doubted = await dewi.web.post(path, form, headers=headers)
    assert (doubted.status_code, doubted.json()["doubted"]) == (422, True)
    kept = await dewi.web.post(path, form | {"keep_numbers": "yes"}, headers=headers)
    assert (kept.status_code, kept.json()["version"]) == (200, 1)


async def test_decisions_are_ordered_reworded_and_taken_away(dewi: Somebody, event: Event) -> None:
    base = f"/events/{event.id}/minutes/decisions"
    for words in ("Pertama", "Kedua"):
        await dewi.web.post(base, {"content": words})
    refused = await dewi.web.post(base, {"content": ""})
    assert (refused.status_code, "Please fill this in." in refused.text) == (422, True)
    rows = await MinutesDecision.objects().order_by(MinutesDecision.place)
    await dewi.web.post(f"{base}/{rows[1].id}/move", {"direction": "up"})
    stale = await dewi.web.post(f"{base}/{rows[1].id}", {"content": "Kedua lagi", "row_version": "1"})
    assert (stale.status_code, "Kedua lagi" in stale.text) == (422, True)
    await dewi.web.post(f"{base}/{rows[1].id}", {"content": "Kedua lagi", "row_version": "2"})
    await dewi.web.post(f"{base}/{rows[0].id}/remove")
    left = await MinutesDecision.objects().order_by(MinutesDecision.place)
    assert [(one.content, one.row_version) for one in left] == [("Kedua lagi", 3)]


async def test_a_decision_is_moved_once_however_often_it_is_sent(dewi: Somebody, event: Event) -> None:
    base = f"/events/{event.id}/minutes/decisions"
    rows = [(await dewi.api.post(base, json={"content": words})).json() for words in ("Pertama", "Kedua")]
    for _ in range(2):
        moved = await dewi.api.post(
            f"{base}/{rows[0]['id']}/move", json={"direction": "down"}, headers={"idempotency-key": "satu"}
        )
        assert moved.status_code == 200
    order = [one["content"] for one in (await dewi.api.get(base)).json()["items"]]
    assert order == ["Kedua", "Pertama"]


async def test_versions_beyond_any_are_refused_by_name(dewi: Somebody, event: Event) -> None:
    text = {"part": "closing", "base_version": 2**40, "content": "Selesai."}
    answer = await dewi.api.post(f"/events/{event.id}/minutes/texts", json=text)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "base_version")


async def test_who_chaired_is_named_once(dewi: Somebody, city: Organisation, event: Event) -> None:
    person = await make_events.person(city, "Ketua Rapat")
    path = f"/events/{event.id}/minutes/head"
    form = {"chair_id": str(person.id), "row_version": "1"}
    assert (await dewi.web.post(path, form)).status_code == 303
    assert "Ketua Rapat" in (await dewi.web.get(f"/events/{event.id}/minutes")).text
    stale = await dewi.web.post(path, form)
    assert stale.status_code == 422
    elsewhere = await make_events.person(city, "Orang")
    await execute("DELETE FROM person WHERE id = $1", elsewhere.id)
    unknown = await dewi.web.post(path, {"chair_id": str(elsewhere.id), "row_version": "2"})
    assert unknown.status_code == 422


async def test_the_page_asks_no_more_for_thirty_items_than_for_three(
    dewi: Somebody, city: Organisation, event: Event
) -> None:
    async def asked() -> int:
        with counting_queries() as count:
            assert (await dewi.web.get(f"/events/{event.id}/minutes")).status_code == 200
        return count.count

    for number in range(3):
        await write(dewi, event, "Kata.", 0, await item(city, event, f"Acara {number}"))
    few = await asked()
    for number in range(27):
        await write(dewi, event, "Kata.", 0, await item(city, event, f"Acara lagi {number}"))
    assert await asked() == few
    assert await MinutesText.count() == 30


async def test_what_others_wrote_is_told_as_json(dewi: Somebody, event: Event) -> None:
    await write(dewi, event, "Kata.", 0)
    told = (await dewi.web.get(f"/events/{event.id}/minutes/live")).json()
    kept = {"version": 1, "content": "Kata.", "by": "Dewi"}
    assert json.loads(told["parts"]["text:discussion"]) == kept
    assert "Nothing has been decided." in told["parts"]["list:discussion"]
