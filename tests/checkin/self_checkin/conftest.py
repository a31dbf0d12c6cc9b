"""Wrong answers cost a second; the tests that are not about it do not wait."""

import pytest

from events_app.checkin.self_checkin import slowly
from tests import make_self_checkin as selfmade
from tests.people import Browser, Cast


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(slowly, "SECONDS", 0.0)


@pytest.fixture
async def phone(cast: Cast) -> Browser:
    """A participant's phone, not signed in."""
    return await selfmade.phone(cast)
