"""Indicators: versioned, an organisation's own, with honest figures and a pack of evidence."""

import csv
import hashlib
import io
import zipfile
from typing import Any

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.actions.evidence import File
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import counting_queries, execute, fetch_value
from events_app.ids import new_id
from tests import make_commitments
from tests.people import Cast, Somebody

RAD = {"scheme": "rad", "version": "2025-2029", "code": "2.1", "label": "Posko di setiap kecamatan"}


async def added(dewi: Somebody, **more: Any) -> str:
    answer = await dewi.api.post("/indicators", json=RAD | more)
    assert answer.status_code == 201, answer.text
    found: str = answer.json()["id"]
    return found


async def serves(dewi: Somebody, commitment: Any, *indicators: str) -> None:
    answer = await dewi.api.put(
        f"/commitments/{commitment}/indicators", json={"indicators": list(indicators)}
    )
    assert answer.status_code == 200, answer.text


async def proved(city: Organisation, here: Any, *files: File) -> FollowUpAction:
    """A verified action with these files and one link."""
    action, staff = await make_commitments.opened(city, here), make_commitments.staff(city)
    submission = await make_commitments.submitted(action, staff, files=files)
    await make_commitments.judge(city, submission, accept=True)
    return action


async def test_same_code_of_a_version_is_one_and_a_new_version_another(dewi: Somebody) -> None:
    first = await added(dewi)
    assert await added(dewi, label="Posko di setiap kelurahan") == first
    assert await added(dewi, version="2030-2034") != first
    rows = (await dewi.api.get("/indicators")).json()["items"]
    assert [(row["version"], row["label"]) for row in rows] == [
        ("2030-2034", RAD["label"]),
        ("2025-2029", "Posko di setiap kelurahan"),
    ]


async def test_figures_count_what_was_promised_and_hide_small_rates(
    city: Organisation, dewi: Somebody
) -> None:
    here, indicator = await make_commitments.scene(city), await added(dewi)
    for state, times in ((ActionState.verified, 3), (ActionState.open, 1), (ActionState.cancelled, 1)):
        for _number in range(times):
            action = await make_commitments.in_state(city, here, state)
            await serves(dewi, action.commitment, indicator)
    await serves(dewi, (await make_commitments.draft(city, here)).id, indicator)
    sheet = (await dewi.api.get(f"/indicators/{indicator}")).json()
    names = ("commitments", "actions", "counted", "verified", "completion_rate")
    assert [sheet[name] for name in names] == [5, 5, 4, 3, None]
    assert len(sheet["serving"]) == 5
    action = await make_commitments.in_state(city, here, ActionState.verified)
    await serves(dewi, action.commitment, indicator)
    sheet = (await dewi.api.get(f"/indicators/{indicator}")).json()
    assert (sheet["counted"], sheet["completion_rate"]) == (5, 0.8)


async def test_list_is_read_whole_or_not_at_all(dewi: Somebody) -> None:
    good = "\ufeffscheme;version;code;label;label_en\nRAD;2025;1;Satu;One\nkla;2025;2;Dua;\n"
    assert (await dewi.api.post("/indicators/import", json={"csv": good})).json() == {"count": 2}
    assert (await dewi.api.post("/indicators/import", json={"csv": good})).json() == {"count": 2}
    wrong = "scheme,version,code,label\nrad,2025,3,Tiga\nxyz,2025,4,Empat\nrad,2025,,Lima\n"
    answer = await dewi.api.post("/indicators/import", json={"csv": wrong})
    assert answer.status_code == 422
    [fault] = answer.json()["errors"]
    assert (fault["field"], "Line 3: scheme" in fault["message"], "Line 4: code" in fault["message"]) == (
        "csv",
        True,
        True,
    )
    assert len((await dewi.api.get("/indicators")).json()["items"]) == 2
    for nothing in ("a,b\n1,2\n", '"', "x"):
        answer = await dewi.api.post("/indicators/import", json={"csv": nothing})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, "headings")


async def test_strangers_and_readers_are_kept_out(
    city: Organisation, dewi: Somebody, eko: Somebody, bob: Somebody, charlie: Somebody
) -> None:
    here, indicator = await make_commitments.scene(city), await added(dewi)
    commitment = await make_commitments.agreed(city, here)
    strange = await added(charlie)
    mixed = await dewi.api.put(f"/commitments/{commitment.id}/indicators", json={"indicators": [strange]})
    assert (mixed.status_code, mixed.json()["errors"][0]["field"]) == (422, "indicators")
    for path in ("", "/evidence"):
        assert (await charlie.api.get(f"/indicators/{indicator}{path}")).status_code == 404
        assert (await bob.api.get(f"/indicators/{indicator}{path}")).status_code == 403
        assert (await eko.api.get(f"/indicators/{indicator}{path}")).status_code == 200
    assert (await charlie.api.get(f"/commitments/{commitment.id}/indicators")).status_code == 404
    assert (await eko.api.post("/indicators", json=RAD)).status_code == 403
    choice = {"indicators": [indicator]}
    assert (await eko.api.put(f"/commitments/{commitment.id}/indicators", json=choice)).status_code == 403
    with pytest.raises(Exception, match="another organisation"):
        await execute(
            "INSERT INTO commitment_indicator (id, organisation, created_at, commitment, indicator)"
            " VALUES ($1, $2, now(), $3, $4)",
            new_id(), city.id, commitment.id, strange,
        )  # fmt: skip


async def test_confidential_promises_are_counted_for_those_alone_who_may_read_them(
    city: Organisation, dewi: Somebody, eko: Somebody
) -> None:
    here, indicator = await make_commitments.scene(city, confidential=True), await added(dewi)
    await proved(city, here, File("SK.pdf", b"%PDF-1.4 rahasia"))
    await serves(dewi, await fetch_value("SELECT id FROM commitment"), indicator)
    assert (await dewi.api.get(f"/indicators/{indicator}")).json()["verified"] == 1
    hidden = (await eko.api.get(f"/indicators/{indicator}")).json()
    assert (hidden["commitments"], hidden["actions"], hidden["serving"]) == (0, 0, [])
    assert len(opened((await eko.api.get(f"/indicators/{indicator}/evidence")).content).namelist()) == 2


def opened(content: bytes) -> zipfile.ZipFile:
    archive = zipfile.ZipFile(io.BytesIO(content))
    assert archive.testzip() is None
    return archive


def lines(archive: zipfile.ZipFile) -> list[list[str]]:
    return list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1:]


async def test_pack_holds_the_accepted_evidence_and_says_what_was_left_out(
    city: Organisation, dewi: Somebody, eko: Somebody, cast: Cast
) -> None:
    here, indicator = await make_commitments.scene(city), await added(dewi)
    paper, secret = b"%PDF-1.4 keputusan", b"%PDF-1.4 nama korban"
    action = await proved(city, here, File("../../SK <posko>.pdf", paper), File("KTP Siti.pdf", secret))
    await execute("UPDATE evidence SET contains_personal_data = true WHERE document = (SELECT id FROM document WHERE"
                  " sha256 = $1)", hashlib.sha256(secret).hexdigest())  # fmt: skip
    await serves(dewi, action.commitment, indicator)
    archive = opened((await eko.api.get(f"/indicators/{indicator}/evidence")).content)
    files = [name for name in archive.namelist() if name.startswith("files/")]
    assert [archive.read(name) for name in files] == [paper]
    assert all(".." not in name and "<" not in name and name.count("/") == 1 for name in files)
    index = lines(archive)
    assert "KTP Siti" not in str(index)
    assert {line[0] for line in index} == {action.ref}
    assert sorted(line[3] for line in index) == sorted(
        [files[0], "https://posko.example/daftar", "left out: it holds personal data"]
    )
    assert hashlib.sha256(paper).hexdigest() in {line[4] for line in index}
    page = archive.read("index.html").decode()
    assert "left out: it holds personal data" in page
    assert "nama korban" not in page
    refused = await eko.api.get(f"/indicators/{indicator}/evidence?personal=true")
    assert (refused.status_code, refused.json()["code"]) == (403, "personal_data")
    inspector = await cast.somebody(city, "Indah", Role.inspector)
    assert "With personal data" in (await inspector.web.get(f"/reports/indicators/{indicator}")).text
    for somebody in (dewi, inspector):
        answer = await somebody.api.get(f"/indicators/{indicator}/evidence?personal=true")
        whole = opened(answer.content)
        held = {whole.read(name) for name in whole.namelist() if name.startswith("files/")}
        assert held == {paper, secret}
    assert (
        await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'indicator.personal_evidence'") == 2
    )


async def test_pages_add_read_choose_and_show(city: Organisation, dewi: Somebody, eko: Somebody) -> None:
    here = await make_commitments.scene(city)
    commitment = await make_commitments.agreed(city, here)
    assert 'href="/reports/indicators"' in (await dewi.web.get("/reports")).text
    assert "No indicators yet" in (await dewi.web.get("/reports/indicators")).text
    assert "No indicators yet" in (await dewi.web.get(f"/commitments/{commitment.id}/indicators")).text
    wrong = await dewi.web.post("/reports/indicators", RAD | {"code": ""})
    assert (wrong.status_code, RAD["label"] in wrong.text) == (422, True)
    await dewi.web.post("/reports/indicators", RAD)
    await dewi.web.post("/reports/indicators/shipped/sdg")
    listed = (await dewi.web.get("/reports/indicators")).text
    assert "No violence against women, no trafficking" in listed
    indicator = await fetch_value("SELECT id FROM indicator_ref WHERE code = '2.1'")
    await dewi.web.post(f"/commitments/{commitment.id}/indicators", {"indicators": str(indicator)})
    assert commitment.title in (await eko.web.get(f"/reports/indicators/{indicator}")).text
    assert "Add or change an indicator" not in (await eko.web.get("/reports/indicators")).text
    assert (await eko.web.post("/reports/indicators", RAD)).status_code == 403


async def test_many_commitments_cost_no_more_queries_than_few(city: Organisation, dewi: Somebody) -> None:
    here, indicator, counts = await make_commitments.scene(city), await added(dewi), list[int]()
    for many in (3, 27):
        for _number in range(many):
            await serves(dewi, (await make_commitments.agreed(city, here)).id, indicator)
            await added(dewi, code=f"{many}.{_number}")
        with counting_queries() as asked:
            await dewi.web.get("/reports/indicators")
            await dewi.web.get(f"/reports/indicators/{indicator}")
        counts.append(asked.count)
    assert counts[0] == counts[1]
