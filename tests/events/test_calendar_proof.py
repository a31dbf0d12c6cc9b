"""The mails that `make calendar-proof` shows to other programs can still be written, each for its one receiver."""

import asyncio
import email
import email.policy
import sys
from pathlib import Path

import pytest
from icalendar import Calendar

ROOT = Path(__file__).parents[2]
STEPS = {"1-request": ("REQUEST", "0"), "2-moved": ("REQUEST", "1"), "3-cancel": ("CANCEL", "2")}


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("proof")
    asyncio.run(_write(folder))
    return folder


async def _write(folder: Path) -> None:
    script = ROOT / "scripts" / "calendar_proof" / "write.py"
    environment = {"EVENTS_DATA_DIR": str(folder / "data"), "PYTHONPATH": str(ROOT)}
    run = await asyncio.create_subprocess_exec(sys.executable, script, folder, env=environment)
    assert await run.wait() == 0


@pytest.mark.parametrize("kind", ["event", "session"])
@pytest.mark.parametrize("step", STEPS)
def test_the_proof_writes_each_mail_as_it_is_sent(written: Path, kind: str, step: str) -> None:
    mail = email.message_from_bytes(
        (written / f"{kind}-{step}.eml").read_bytes(), policy=email.policy.default
    )
    part = next(one for one in mail.walk() if one.get_content_type() == "text/calendar")
    calendar = Calendar.from_ical(part.get_content())
    [entry] = calendar.walk("VEVENT")
    method, sequence = STEPS[step]
    assert (part.get_param("method"), str(calendar["method"])) == (method, method)
    assert str(entry["sequence"]) == sequence
    assert str(entry["attendee"]) == "mailto:dwi@dinas.example"
    assert "+" in str(entry["organizer"]), "a reply finds the way back by this tag alone"
