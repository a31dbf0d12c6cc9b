"""Everybody of the demo finds the story on the pages that are theirs."""

from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import pytest

from events_app import clock, demo, settings
from events_app.accounts import sessions
from events_app.accounts.rights import Right, rights_of
from events_app.accounts.tables import User
from events_app.events.tables import DoorAssignment, Event
from tests.people import Browser, Cast

PAGES = ("/", "/events", "/institutions", "/people", "/commitments", "/actions", "/reports")
PARTS = ("", "/sessions", "/invitations", "/guests", "/attendance", "/commitments", "/documents")


@pytest.fixture
async def story(cast: Cast, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[UUID]:
    """The demo, with files of its own."""
    monkeypatch.setenv("EVENTS_DATA_DIR", str(tmp_path))
    settings.current.cache_clear()
    yield await demo.load(clock.now())
    settings.current.cache_clear()


async def _browsers(cast: Cast, organisation: UUID) -> AsyncIterator[tuple[User, Browser]]:
    """Every user of the demo, come in by their own link."""
    for user in await User.objects().where(User.organisation == organisation).order_by(User.id):
        browser = Browser(await cast.client())
        token = await sessions.make_link(user, clock.now())
        assert (await browser.post(f"/login/{token}")).headers["location"] == "/"
        yield user, browser


async def test_pages_show_the_story_to_every_role(cast: Cast, story: UUID) -> None:
    events = await Event.objects().where(Event.organisation == story)
    titles = {f"/events/{event.id}{part}": event.title for event in events for part in PARTS}
    async for user, browser in _browsers(cast, story):
        if Right.read not in rights_of(user.roles):
            continue
        for path in (*PAGES, *titles):
            answer = await browser.get(path)
            assert answer.status_code == 200, f"{path} for {user.roles}: {answer.status_code}"
            assert titles.get(path, "Lembayung") in answer.text, path


async def test_door_staff_work_their_own_door_and_no_other(cast: Cast, story: UUID) -> None:
    mine = await DoorAssignment.objects().where(DoorAssignment.organisation == story).first()
    assert mine is not None
    other = await Event.objects().where((Event.organisation == story) & (Event.id != mine.event)).first()
    assert other is not None
    async for user, browser in _browsers(cast, story):
        if user.id == mine.user:
            assert f"/door/{mine.event}" in (await browser.get("/")).text
            assert (await browser.get(f"/door/{mine.event}")).status_code == 200
            assert (await browser.get(f"/door/{other.id}")).status_code in (403, 404)
