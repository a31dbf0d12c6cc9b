"""The service stands, and the settings name it."""

from collections.abc import Iterator
from types import MappingProxyType

import pytest

from events_app.whatsapp_settings import WhatsappService
from tests.notifications.conftest import set_smtp
from tests.notifications.whatsapp.service import SECRET, TOKEN, VERIFY, Service


@pytest.fixture
def service(monkeypatch: pytest.MonkeyPatch) -> Iterator[Service]:
    one = Service()
    one.start()
    set_smtp(monkeypatch, None, whatsapp=settings_of(one))
    yield one
    one.stop()


def settings_of(one: Service) -> WhatsappService:
    return WhatsappService(
        url=one.url,
        token=TOKEN,
        phone_id="1122334455",
        app_secret=SECRET,
        verify_token=VERIFY,
        templates=MappingProxyType({"id": "undangan", "en": "invitation"}),
    )
