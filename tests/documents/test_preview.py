"""Drawing strangers' papers: apart, and without our secrets."""

import asyncio
import json
import sys
from datetime import date
from typing import Any

import pytest

from events_app.accounts.tables import Organisation
from events_app.database import fetch_value
from events_app.demo import proofs
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


def _program(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    """Another program is run where a paper would be drawn, started just as that one."""
    start = asyncio.create_subprocess_exec

    async def started(*_program: str, **how: Any) -> Any:
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
