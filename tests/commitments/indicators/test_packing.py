"""Large evidence packs: their weight is said before, they are packed meanwhile, and what is too large is refused by name."""

import hashlib
import zipfile
from io import BytesIO
from typing import Any
from uuid import UUID

import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.actions.evidence import File
from events_app.commitments.indicators import packing
from events_app.database import execute, fetch_value
from events_app.documents import store
from events_app.events.runs.actions import forget
from events_app.events.runs.jobs import make_paper
from events_app.rooms import load_jobs
from tests import make_commitments
from tests.commitments.indicators.test_indicators import added, lines, proved, serves
from tests.make_reports import NOW
from tests.people import Somebody

PAPER, SECRET = b"%PDF-1.4 keputusan", b"%PDF-1.4 nama korban"


@pytest.fixture(autouse=True)
def makers() -> None:
    """What makes packs is known once the rooms' jobs are loaded, as the worker loads them."""
    load_jobs()


@pytest.fixture
async def indicator(city: Organisation, dewi: Somebody) -> str:
    """One that a verified action with two files serves, one of which holds personal data."""
    here, made = await make_commitments.scene(city), await added(dewi)
    action = await proved(city, here, File("SK.pdf", PAPER), File("KTP.pdf", SECRET))
    await execute("UPDATE evidence SET contains_personal_data = true WHERE document = (SELECT id FROM document WHERE"
                  " sha256 = $1)", hashlib.sha256(SECRET).hexdigest())  # fmt: skip
    await serves(dewi, action.commitment, made)
    return made


@pytest.fixture
def all_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every pack is packed meanwhile."""
    monkeypatch.setattr(packing, "AT_ONCE", 0)


def held(content: bytes) -> set[bytes]:
    archive = zipfile.ZipFile(BytesIO(content))
    assert archive.testzip() is None
    return {archive.read(name) for name in archive.namelist() if name.startswith("files/")}


async def test_the_weight_is_said_before(indicator: str, dewi: Somebody, eko: Somebody) -> None:
    shown = (await eko.web.get(f"/reports/indicators/{indicator}")).text
    assert "1 file · 1 kB" in shown
    assert "With personal data" not in shown
    assert "2 files · 1 kB" in (await dewi.web.get(f"/reports/indicators/{indicator}")).text


async def test_a_large_pack_is_packed_meanwhile_and_let_go(
    indicator: str, dewi: Somebody, all_is_large: None
) -> None:
    way = f"/reports/indicators/{indicator}"
    assert f'action="{way}/evidence"' in (await dewi.web.get(way)).text
    at_once = await dewi.api.get(f"/indicators/{indicator}/evidence")
    assert (at_once.status_code, at_once.json()["code"]) == (409, "pack_large")
    lies = (await dewi.web.post(f"{way}/evidence")).headers["location"]
    again = (await dewi.web.post(f"{way}/evidence")).headers["location"]
    assert lies == again, "asked twice at once, it is packed once"
    await make_paper({"run": lies.rpartition("/")[2]})
    assert "The paper is ready." in (await dewi.web.get(lies)).text
    assert "Evidence pack" in (await dewi.web.get("/")).text
    assert held((await dewi.web.get(f"{lies}/file")).content) == {PAPER}
    assert await fetch_value("SELECT done = total FROM paper_run")
    await execute("UPDATE paper_run SET made_at = $1::timestamptz - interval '2 hours'", NOW)
    await forget(NOW)
    assert await fetch_value("SELECT sealed FROM paper_run") is None, "it does not stay"
    assert (await dewi.web.get(f"{lies}/file")).status_code == 409


async def test_programs_have_it_packed(indicator: str, dewi: Somebody, eko: Somebody) -> None:
    way = f"/indicators/{indicator}/evidence-runs"
    refused = await eko.api.post(way, json={"personal": True})
    assert (refused.status_code, refused.json()["code"]) == (403, "personal_data")
    run = (await dewi.api.post(way, json={"personal": True})).json()
    assert (run["kind"], run["total"], run["state"]) == ("evidence-pack", 2, "waiting")
    await make_paper({"run": run["id"]})
    assert held((await dewi.api.get(f"/paper-runs/{run['id']}/file")).content) == {PAPER, SECRET}
    verb = "SELECT count(*) FROM audit_entry WHERE verb = 'indicator.personal_evidence'"
    assert await fetch_value(verb) == 1


async def test_who_lost_the_right_meanwhile_gets_no_personal_data(indicator: str, dewi: Somebody) -> None:
    run = (await dewi.api.post(f"/indicators/{indicator}/evidence-runs", json={"personal": True})).json()[
        "id"
    ]
    await execute("UPDATE app_user SET roles = '{viewer}' WHERE id = $1", dewi.user.id)
    await make_paper({"run": run})
    assert await fetch_value("SELECT state FROM paper_run WHERE id = $1", UUID(run)) == "discarded"
    assert (await dewi.api.get(f"/paper-runs/{run}")).status_code == 404


async def test_what_is_too_large_for_one_pack_is_named_with_the_limit(
    indicator: str, dewi: Somebody, all_is_large: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(packing, "LARGEST", 10)
    answer = await dewi.api.post(f"/indicators/{indicator}/evidence-runs", json={})
    assert (answer.status_code, answer.json()["code"]) == (409, "pack_too_large")
    shown = (await dewi.web.get(f"/reports/indicators/{indicator}")).text
    assert "Please fetch them action by action." in shown
    assert await fetch_value("SELECT count(*) FROM paper_run") == 0


async def test_a_file_that_is_not_what_was_handed_in_is_left_out_and_named(
    indicator: str, dewi: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def spoiled(_digest: str) -> bytes:
        raise store.FileLost()

    monkeypatch.setattr(store, "get", spoiled)
    archive: Any = zipfile.ZipFile(BytesIO((await dewi.api.get(f"/indicators/{indicator}/evidence")).content))
    assert "left out: the file in the store is no longer the one that was handed in" in str(lines(archive))
    assert [name for name in archive.namelist() if name.startswith("files/")] == []


async def test_another_organisation_finds_no_pack(indicator: str, charlie: Somebody) -> None:
    assert (await charlie.api.post(f"/indicators/{indicator}/evidence-runs", json={})).status_code == 404
    assert (await charlie.web.post(f"/reports/indicators/{indicator}/evidence")).status_code == 404
