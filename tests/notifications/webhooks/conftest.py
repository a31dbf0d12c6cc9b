"""A receiver on this machine, which is an inward address and has to be allowed."""

from collections.abc import AsyncIterator
from dataclasses import replace

import pytest

from events_app import settings
from tests.notifications.webhooks.receiver import Receiver, standing


@pytest.fixture
def inward(monkeypatch: pytest.MonkeyPatch) -> None:
    """This installation lets webhooks reach private addresses."""
    changed = replace(settings.current(), webhooks_inward=True)
    monkeypatch.setattr(settings, "current", lambda: changed)


@pytest.fixture
async def receiver(inward: None) -> AsyncIterator[Receiver]:
    async with standing(Receiver()) as one:
        yield one
