"""The demo tells its whole story, and leaves nothing behind."""

import asyncio
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from events_app import clock, demo, jobs, settings
from events_app.accounts import actions as accounts
from events_app.accounts.actor import Actor
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState, CommitmentState
from events_app.database import fetch, fetch_value, transaction
from events_app.demo import proofs
from events_app.demo.cast import LIST
from events_app.documents import store
from events_app.documents.actions import keep
from events_app.ids import new_id
from events_app.notifications.wishes.actions import disown
from events_app.notifications.wishes.tables import MailWish
from events_app.stakeholders.lists import actions as lists
from events_app.stakeholders.merging.queries import suspects
from tests.people import Cast

STORY = (
    "SELECT title, state, kind FROM event ORDER BY 1",
    "SELECT e.title, n.name, i.state FROM invitation i JOIN event e ON e.id = i.event"
    " JOIN institution n ON n.id = i.institution ORDER BY 1, 2",
    "SELECT p.full_name, g.position_title, g.state, g.walk_in FROM guest g JOIN person p ON p.id = g.person ORDER BY 1, 2, 3, 4",
    "SELECT outcome, method, device, scanned_at FROM scan WHERE guest IS NOT NULL ORDER BY 4, 3, 2",
    "SELECT ref, title, state, due, original_due, done_on, percent FROM follow_up_action ORDER BY 1",
    "SELECT sha256 FROM document ORDER BY 1",
)
"""What a reader of the demo sees, without ids."""


async def _counts() -> dict[str, int]:
    sql = "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'"
    names = [row["table_name"] for row in await fetch(sql)]
    skipped = {"migration", "pgqueuer_log", "pgqueuer_statistics"}
    return {
        name: await fetch_value(f'SELECT count(*) FROM "{name}"') for name in names if name not in skipped
    }


async def _story() -> list[list[tuple[Any, ...]]]:
    return [[tuple(row.values()) for row in await fetch(sql)] for sql in STORY]


@pytest.fixture
def own_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Files of this test alone."""
    monkeypatch.setenv("EVENTS_DATA_DIR", str(tmp_path))
    settings.current.cache_clear()
    yield
    settings.current.cache_clear()


async def test_load_tells_the_whole_story_once(db: str, own_files: None) -> None:
    first = await demo.load(clock.now())
    before = await _counts()
    assert await demo.load(clock.now()) == first
    assert await _counts() == before
    actions = {row["state"] for row in await fetch("SELECT DISTINCT state FROM follow_up_action")}
    assert actions == {state.value for state in ActionState}
    commitments = {row["state"] for row in await fetch("SELECT DISTINCT state FROM commitment")}
    assert commitments == {state.value for state in CommitmentState}
    outcomes = {row["outcome"] for row in await fetch("SELECT DISTINCT outcome FROM scan")}
    assert {"admitted", "left", "refused"} <= outcomes
    walked = await fetch("SELECT event, count(*) AS n FROM guest WHERE walk_in GROUP BY 1")
    assert sorted(row["n"] for row in walked) == [1, 3]
    posts = await fetch(
        "SELECT i.id, p.title FROM invitation i JOIN position p ON p.id = i.position ORDER BY 2"
    )
    assert [row["title"] for row in posts] == ["Kepala Dinas", "Sekretaris Dinas"]
    answers = {row["state"] for row in await fetch("SELECT DISTINCT state FROM invitation")}
    assert {"draft", "accepted", "declined", "tentative", "waitlisted"} <= answers
    assert await fetch_value("SELECT count(*) FROM follow_up_action WHERE reopened > 0") == 1
    assert await fetch_value("SELECT count(*) FROM due_change WHERE decision = 'pending'") == 1


async def test_late_work_is_late_by_days_weeks_and_months(db: str, own_files: None) -> None:
    now = clock.now()
    await demo.load(now)
    today = now.astimezone(ZoneInfo("Asia/Jakarta")).date()
    rows = await fetch(
        "SELECT $1::date - due AS late FROM follow_up_action WHERE due < $1 AND state = ANY($2)",
        today,
        ["open", "in_progress", "returned"],
    )
    assert {3, 12, 45, 100} <= {row["late"] for row in rows}


async def test_load_tells_the_same_story_every_time(db: str, own_files: None) -> None:
    now = clock.now()
    await demo.load(now)
    first = await _story()
    await demo.clear()
    await demo.load(now)
    assert await _story() == first


async def test_load_twice_at_once_makes_one_demo(db: str, own_files: None) -> None:
    one, other = await asyncio.gather(demo.load(clock.now()), demo.load(clock.now()))
    assert one == other
    assert await Organisation.count() == 1


async def test_load_never_sends_whatever_is_configured(
    db: str, own_files: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EVENTS_SMTP_URL", "smtp://127.0.0.1:1")
    settings.current.cache_clear()
    await demo.load(clock.now())
    states = {
        row["state"]: row["n"] for row in await fetch("SELECT state, count(*) AS n FROM message GROUP BY 1")
    }
    assert set(states) == {"held"}
    assert states["held"] > 50
    assert await fetch_value("SELECT count(*) FROM pgqueuer") == 0


async def test_clear_leaves_no_row_and_no_file_behind(db: str, own_files: None) -> None:
    before, files = await _counts(), await store.digests()
    await demo.load(clock.now())
    assert await store.digests() != files
    assert await demo.clear() is True
    assert await _counts() == before
    assert await store.digests() == files
    assert await demo.clear() is False


async def test_clear_keeps_the_same_file_of_another_organisation(db: str, own_files: None) -> None:
    other = Actor.system((await accounts.found("Kota Nyata")).id)
    draft = await lists.keep(other, "undangan.csv", LIST.read_bytes(), None, clock.now())
    photo = await keep(other, "foto.png", proofs.photo("Kota Nyata", "Rapat").data)
    kept = await store.digests()
    await demo.load(clock.now())
    await demo.clear()
    assert await store.digests() == kept == sorted([draft.sha256, photo.sha256])


async def test_clear_forgets_its_own_jobs_alone(db: str, own_files: None) -> None:
    organisation = await demo.load(clock.now())
    message = await fetch_value("SELECT id FROM message WHERE organisation = $1 LIMIT 1", organisation)
    wish = await MailWish.objects().where(MailWish.organisation == organisation).first()
    assert wish is not None
    await disown(Actor.system(organisation), wish, "Bukan tugas saya.", clock.now())
    async with transaction():
        await jobs.enqueue("deliver", {"message": message})
        await jobs.enqueue("event_cancelled", {"organisation": organisation, "event": new_id()})
        await jobs.enqueue("deliver", {"message": new_id()})
        await jobs.enqueue("sweep_outbox", {})
    await demo.clear()
    assert await fetch_value("SELECT count(*) FROM pgqueuer") == 2
    assert await fetch_value("SELECT count(DISTINCT job_id) FROM pgqueuer_log") == 2


async def test_nobody_in_the_demo_can_be_reached(db: str, own_files: None) -> None:
    await demo.load(clock.now())
    for sql in (
        "SELECT email AS x FROM person",
        "SELECT email AS x FROM institution",
        "SELECT email AS x FROM app_user",
    ):
        assert all(row["x"] in {"", None} or row["x"].endswith(".example") for row in await fetch(sql))
    assert await fetch_value("SELECT count(*) FROM person WHERE phone <> ''") == 0


async def test_only_a_demo_owner_can_take_the_demo_away(
    cast: Cast, own_files: None, owner: Any, alice: Any
) -> None:
    organisation = await Organisation.objects().get(Organisation.id == await demo.load(clock.now()))
    assert organisation is not None
    assert (await owner.web.post("/demo/clear")).status_code == 404
    viewer = await cast.somebody(organisation, "Vina", Role.viewer)
    assert (await viewer.web.post("/demo/clear")).status_code == 403
    gita = await cast.somebody(organisation, "Gitanjali", Role.owner)
    assert (await gita.web.post("/demo/clear")).status_code == 303
    assert not await Organisation.exists().where(Organisation.demo.eq(True))
    assert await Organisation.exists().where(Organisation.id == owner.user.organisation)


async def test_the_city_has_two_who_were_written_down_twice_and_no_false_pairs(
    db: str, own_files: None
) -> None:
    city = await demo.load(clock.now())
    for weak in (False, True):
        pairs = await suspects(city, "person", weak=weak)
        assert [one.reasons for one in pairs] == [["name"], ["name"]]
        assert all({one.older.more == "", one.newer.more == ""} == {False, True} for one in pairs)
    assert await suspects(city, "institution", weak=True) == []
