"""Drawing strangers' papers: apart, without our secrets, and of many at once only some."""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import fetch_value
from events_app.demo import proofs
from events_app.documents import preview, store
from tests import make_commitments as make
from tests.people import Somebody

TELL = "import json, os, sys; sys.stdin.buffer.read(); print(json.dumps(dict(os.environ)))"
KNOWN = "SELECT e.id::text FROM evidence e WHERE e.document IS NOT NULL"


@pytest.fixture
async def paper(city: Organisation) -> str:
    """The address of a paper that was handed in as evidence."""
    row = await make.opened(city, await make.scene(city))
    letter = proofs.letter("Dinas Sosial", "Posko", date(2026, 12, 1))
    await make.submitted(row, await make.holder_of(row), files=(letter,), links=[])
    return f"/evidence/{await fetch_value(KNOWN)}"


@pytest.fixture(autouse=True)
def easels(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those of this test's loop."""
    monkeypatch.setattr(preview, "_easels", preview.Easels(places=2, waiting=10))


def _program(monkeypatch: pytest.MonkeyPatch, code: str, before: Callable[[], Any] | None = None) -> None:
    """Another program is run where a paper would be drawn, started just as that one."""
    start = asyncio.create_subprocess_exec

    async def started(*_program: str, **how: Any) -> Any:
        if before is not None:
            await before()
        return await start(sys.executable, "-c", code, **how)

    monkeypatch.setattr(asyncio, "create_subprocess_exec", started)


async def test_what_draws_is_not_told_our_secrets(
    paper: str, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    secrets = ("EVENTS_SECRET_KEY", "EVENTS_DATABASE_URL", "AWS_SECRET_ACCESS_KEY", "PGPASSWORD")
    for name in secrets:
        monkeypatch.setenv(name, "a secret")
    _program(monkeypatch, TELL)
    told = json.loads((await dewi.web.get(f"{paper}/picture")).content)
    assert "a secret" not in told.values()
    assert told["LANG"] == "C.UTF-8"
    assert set(told) <= {"PATH", "PYTHONPATH", "TMPDIR", "LANG", "LC_CTYPE"}


async def test_of_many_at_once_two_are_read_ten_wait_and_the_next_is_refused(
    paper: str, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, read, opened = asyncio.Event(), [], store.open

    async def counted(sha: str) -> Any:
        read.append(sha)
        return await opened(sha)

    monkeypatch.setattr(store, "open", counted)
    _program(monkeypatch, "import sys; sys.stdin.buffer.read(); print(1)", go.wait)
    asked = [asyncio.create_task(dewi.web.get(f"{paper}/picture")) for _ in range(13)]
    done, _waiting = await asyncio.wait(asked, timeout=10, return_when=asyncio.FIRST_COMPLETED)
    assert [(one.result().status_code, "retry-after" in one.result().headers) for one in done] == [
        (503, True)
    ]
    assert len(read) == 2
    words = "Many files are being shown at once. Please try again in a minute, or download this one."
    page = (await dewi.web.get(f"{paper}/preview")).text
    assert (words in page, f"{paper}/picture" in page, f'href="{paper}"' in page) == (True, False, True)
    go.set()
    assert sorted([(await one).status_code for one in asked]) == [200] * 12 + [503]
    assert f'src="{paper}/picture"' in (await dewi.web.get(f"{paper}/preview")).text
