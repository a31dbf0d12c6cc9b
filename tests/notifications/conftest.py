"""An organisation, a mail server, and templates to try with."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from jinja2 import ChoiceLoader, FileSystemLoader

from events_app import settings, templating
from events_app.accounts.tables import Organisation
from events_app.notifications import smtp
from tests.notifications.postman import Postman, standing


@pytest.fixture(autouse=True)
def templates(monkeypatch: pytest.MonkeyPatch) -> None:
    """Beside the product's templates, those of this folder."""
    environment = templating.environment()
    here = FileSystemLoader(Path(__file__).parent)
    monkeypatch.setattr(environment, "loader", ChoiceLoader([here, environment.loader]))  # type: ignore[list-item]


@pytest.fixture
async def organisation(db: str) -> Organisation:
    row = Organisation(slug="lembayung", name="Kota Lembayung", office="Bappeda", address="")
    await row.save()
    return row


@pytest.fixture
def postman() -> Iterator[Postman]:
    man = Postman()
    with standing(man, man.port):
        yield man


@pytest.fixture
async def mailing(postman: Postman, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Postman]:
    """Mail goes to the postman."""
    set_smtp(monkeypatch, f"smtp://127.0.0.1:{postman.port}")
    yield postman
    await smtp.hang_up()


def set_smtp(monkeypatch: pytest.MonkeyPatch, url: str | None, **more: Any) -> None:
    """This process's settings, with another mail server."""
    given: dict[str, Any] = {
        "smtp_url": url,
        "mail_from": "Lama <events@lembayung.example>",
        "public_url": "http://acara.lembayung.example",
    }
    changed = replace(settings.current(), **(given | more))
    monkeypatch.setattr(settings, "current", lambda: changed)
