"""One link to all that somebody answers for: the most urgent first, each item's page within reach."""

from datetime import timedelta

from events_app import clock, tokens
from events_app.accounts.tables import Organisation
from events_app.commitments.actions import links
from events_app.commitments.mails import PURPOSE
from events_app.commitments.owning.queries import Owner
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import counting_queries, execute, fetch_value, transaction
from tests import make_commitments as make
from tests import make_stakeholders
from tests.commitments.reminding import runs
from tests.make_commitments import Scene
from tests.people import Browser, Somebody


async def path_of(owner: Owner) -> str:
    async with transaction():
        link = (await links.of_digests([owner], clock.now()))[owner]
    return f"/p/{tokens.derive(PURPOSE, link.subject, link.version)}"


def of(organisation: Organisation, here: Scene) -> Owner:
    return Owner(organisation.id, here.person.id, None)


async def late(organisation: Organisation, here: Scene, days: int, title: str) -> FollowUpAction:
    now = clock.now()
    return await make.opened(
        organisation, here, now, title=title, due=clock.today(here.event.timezone) - timedelta(days=days)
    )


async def test_page_lists_the_most_urgent_first_with_what_is_late_in_words(
    city: Organisation, public: Browser
) -> None:
    here = await make.scene(city, language="en")
    await make.opened(city, here, title="Masih lama")
    await late(city, here, 40, "Paling terlambat")
    await late(city, here, 3, "Agak terlambat")
    await make.in_state(city, here, ActionState.submitted, title="Menunggu putusan")
    await make.in_state(city, here, ActionState.verified, title="Sudah selesai semua")
    page = (await public.get(await path_of(of(city, here)))).text
    places = [
        page.index(f">{one}<")
        for one in ("Paling terlambat", "Agak terlambat", "Masih lama", "Menunggu putusan")
    ]
    assert places == sorted(places)
    assert "Sudah selesai semua" not in page
    assert "2 di antaranya terlambat" in page
    assert "40 hari" in page


async def test_item_is_worked_on_by_the_link_to_everything(city: Organisation, public: Browser) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    base = await path_of(of(city, here))
    item = f"{base}/items/{row.id}"
    assert item in (await public.get(base)).text
    assert f'href="{base}"' in (await public.get(item)).text
    bad = await public.post(f"{item}/progress", {"percent": "900", "narrative": "Lima posko"})
    assert bad.status_code == 422
    assert "Lima posko" in bad.text
    said = await public.post(
        f"{item}/progress", {"percent": "40", "narrative": "Lima posko", "obstacle": "none"}
    )
    assert said.headers["location"] == item
    assert (await make.fresh(row)).percent == 40
    proof = {"statement": "Selesai.", "links": "https://posko.example/a"}
    assert (await public.post(f"{item}/submit", proof)).status_code == 303
    assert await fetch_value("SELECT person FROM submission") == here.person.id
    assert (await public.post(f"{item}/withdraw")).status_code == 303
    assert (await public.post(f"{base}/progress", {"percent": "1", "narrative": "x"})).status_code == 404


async def test_pages_ask_only_for_what_there_is(city: Organisation, public: Browser) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    base = await path_of(of(city, here))
    with counting_queries() as all_of_it:
        await public.get(base)
    async with transaction():
        one = (await links.of_actions([row.id], clock.now()))[row.id]
    own = f"/p/{tokens.derive(PURPOSE, one.subject, one.version)}"
    with counting_queries() as fresh:
        await public.get(own)
    assert (all_of_it.count, fresh.count) == (4, 3)
    await public.post(f"{own}/progress", {"percent": "40", "narrative": "Lima posko", "obstacle": "none"})
    await public.post(f"{own}/due-change", {"due": "2199-01-01", "reason": "Banjir"})
    with counting_queries() as worked_on:
        page = await public.get(own)
    assert (worked_on.count, "Lima posko" in page.text, "Banjir" in page.text) == (5, True, True)


async def test_link_to_everything_opens_nobody_elses_items(
    city: Organisation, charlie: Somebody, public: Browser
) -> None:
    elsewhere = await Organisation.objects().get(Organisation.id == charlie.user.organisation)
    assert elsewhere is not None
    here = await make.scene(city)
    mine = await make.opened(city, here)
    other = await make_stakeholders.person(city.id, "Tono", institution=here.promiser, email="tono@x.example")
    theirs = await make.opened(city, here, title="Milik Tono", responsible_person_id=other.id)
    foreign = await make.opened(elsewhere, await make.scene(elsewhere))
    base = await path_of(of(city, here))
    assert "Milik Tono" not in (await public.get(base)).text
    for row in (theirs, foreign):
        assert (await public.get(f"{base}/items/{row.id}")).status_code == 404
        assert (await public.post(f"{base}/items/{row.id}/progress", {"percent": "1"})).status_code == 404
    single = f"/p/{(await make.link_of(mine))[1]}"
    assert (await public.get(f"{single}/items/{mine.id}")).status_code == 200
    assert (await public.get(f"{single}/items/{theirs.id}")).status_code == 404


async def test_an_offices_mailbox_has_a_page_of_its_own_and_it_may_be_empty(
    city: Organisation, public: Browser
) -> None:
    here = await make.scene(city, language="en")
    await execute("UPDATE organisation SET language = 'en'")
    base = await path_of(Owner(city.id, None, here.promiser.id))
    assert "Nothing is expected of you" in (await public.get(base)).text
    row = await make.opened(city, here, responsible_person_id=None)
    await make.opened(city, here, title="Milik Sari")
    page = (await public.get(base)).text
    assert str(row.id) in page
    assert "Milik Sari" not in page


async def test_digest_of_the_ladder_leads_to_it_once_for_each_person(city: Organisation) -> None:
    here = await make.scene(city)
    await make.opened(city, here, due=runs.DUE)
    for days in (7, 1):
        await runs.run(runs.before(days))
    assert await fetch_value("SELECT count(*) FROM access_token WHERE scope = 'digest'") == 1
    known = await fetch_value("SELECT id::text FROM access_token WHERE scope = 'digest'")
    texts = [one["text"] for one in await runs.messages()]
    assert len(texts) == 2
    assert all(known in text for text in texts)


async def test_page_costs_the_same_for_ten_and_for_a_hundred(city: Organisation, public: Browser) -> None:
    here = await make.scene(city)
    base = await path_of(of(city, here))
    counts = []
    for more in (10, 90):
        await make.agreed(
            city, here, actions=[make.action_in(here, title=f"T{n}") for n in range(min(more, 50))]
        )
        if more > 50:
            await make.agreed(city, here, actions=[make.action_in(here) for _ in range(more - 50)])
        with counting_queries() as count:
            assert (await public.get(base)).text.count(f'href="{base}/items/') == min(more, 50)
        counts.append(count.count)
    assert counts[0] == counts[1]
    assert "?page=2" in (await public.get(base)).text
    assert "?page=3" not in (await public.get(f"{base}?page=2")).text
    assert (await public.get(f"{base}?page=x")).status_code == 200
