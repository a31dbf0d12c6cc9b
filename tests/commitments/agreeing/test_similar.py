"""What was promised before in nearly the same words is shown, inside one organisation only."""

from dataclasses import replace
from typing import Any

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests import make_events
from tests.people import Somebody

SAME = "Posko pengaduan akan kami buka di kecamatan-kecamatan."


async def similar(who: Somebody, row: object) -> list[tuple[str, float]]:
    answer = await who.api.get(f"/commitments/{row.id}/similar")  # type: ignore[attr-defined]
    assert answer.status_code == 200, answer.text
    return [(one["title"], one["share"]) for one in answer.json()["items"]]


async def test_the_most_alike_comes_first_and_others_do_not(dewi: Somebody, city: Organisation) -> None:
    here = await make.scene(city)
    await make.agreed(city, here, title="Pelatihan guru", statement="Kami melatih 40 guru BK.")
    await make.agreed(city, here, title="Pembukaan posko kecamatan", statement=SAME)
    row = await make.draft(city, here)
    exact = await make.draft(city, here)
    [(title, share)] = await similar(dewi, row)
    assert title == "Pembukaan posko kecamatan"
    assert 0.4 <= share < 1
    assert [share for _title, share in await similar(dewi, exact)] == [1.0, share]
    page = (await dewi.web.get(f"/commitments/{row.id}")).text
    assert "Said before?" in page
    assert "Pembukaan posko kecamatan" in (await dewi.web.get(f"/commitments/{row.id}/edit")).text


async def test_only_earlier_ones_and_only_ones_own(
    dewi: Somebody, charlie: Somebody, city: Organisation
) -> None:
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.actor.organisation)
    assert elsewhere is not None
    await make.agreed(elsewhere, await make.scene(elsewhere))
    here = await make.scene(city)
    row = await make.draft(city, here)
    later = await make.draft(city, here)
    assert await similar(dewi, row) == []
    assert len(await similar(dewi, later)) == 1
    assert (await charlie.api.get(f"/commitments/{row.id}/similar")).status_code == 404


async def test_confidential_events_keep_theirs(bob: Somebody, dewi: Somebody, city: Organisation) -> None:
    here = await make.scene(city)
    secret = replace(here, event=await make_events.published(city, confidential=True))
    await make.agreed(city, secret)
    row = await make.draft(city, here)
    assert len(await similar(dewi, row)) == 1
    await execute("UPDATE app_user SET roles = '{viewer}' WHERE id = $1", bob.user.id)
    assert await similar(bob, row) == []


async def test_quotes_and_signs_break_nothing(dewi: Somebody, city: Organisation) -> None:
    here = await make.scene(city)
    odd: dict[str, Any] = {
        "title": "Pos' \\ & | ! : * ( ) d'or",
        "statement": "http://x.example/a\\b'c?d=e 'f' \\",
    }
    await make.draft(city, here, **odd)
    row = await make.draft(city, here, **odd)
    assert [share for _title, share in await similar(dewi, row)] == [1.0]
    words = await make.draft(city, here, title="dan", statement="yang di ke")
    assert await similar(dewi, words) == []


async def test_it_asks_two_questions_however_many_there_are(dewi: Somebody, city: Organisation) -> None:
    here = await make.scene(city)
    rows = [await make.draft(city, here) for _ in range(12)]
    counts = []
    for row in (rows[1], rows[-1]):
        with counting_queries() as asked:
            await similar(dewi, row)
        counts.append(asked.count)
    assert counts[0] == counts[1]
    assert len(await similar(dewi, rows[-1])) == 5
    plan = "SELECT count(*) FROM pg_indexes WHERE indexname = 'commitment_words'"
    assert await fetch_value(plan) == 1
