"""Lists of indicators: looked at before they are read, some that come along, and what is offered no more."""

import asyncio
import contextvars
import re
from typing import Any
from uuid import UUID

import httpx
import pytest

from events_app.accounts.tables import Organisation
from events_app.commitments.indicators.shipped import SHIPPED
from events_app.database import counting_queries, execute, fetch_value, transaction
from events_app.ids import new_id
from tests import make_commitments
from tests.commitments.indicators.test_indicators import RAD, added, serves
from tests.people import Somebody

HEAD = "scheme,version,code,label,label_en\n"
WAITING = """
SELECT count(*) FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid))
"""
LIST = {"scheme": RAD["scheme"], "version": RAD["version"]}


async def listed(dewi: Somebody) -> dict[str, Any]:
    """Every indicator by its code."""
    rows = (await dewi.api.get("/indicators?limit=500")).json()["items"]
    return {row["code"]: row for row in rows}


async def test_look_says_what_would_become_of_each_line_and_writes_nothing(dewi: Somebody) -> None:
    await added(dewi)
    await added(dewi, code="2.2", label="Dua")
    gone = await added(dewi, code="2.3", label="Tiga")
    await dewi.api.post(f"/indicators/{gone}/retirement")
    text = (
        HEAD + f"rad,2025-2029,2.1,{RAD['label']},\nrad,2025-2029,2.2,Dua baru,\nrad,2025-2029,2.3,Tiga,\n"
        'RAD,2025-2029,2.4,"Empat\nbaris",\nxyz,2025-2029,2.5,Lima,\nrad,2025-2029,2.4,Lain,\n'
    )
    looked = (await dewi.api.post("/indicators/import/preview", json={"csv": text})).json()
    outcomes = {row["line"]: row["outcome"] for row in looked["rows"]}
    assert outcomes == {2: "unchanged", 3: "update", 4: "update", 5: "create", 7: "error", 8: "error"}
    assert looked["counts"] == {"create": 1, "update": 2, "unchanged": 1, "error": 2}
    assert "another name" in looked["rows"][-1]["problems"][0]
    assert (await dewi.api.post("/indicators/import", json={"csv": text})).status_code == 422
    assert (set(await listed(dewi)), (await listed(dewi))["2.2"]["label"]) == ({"2.1", "2.2", "2.3"}, "Dua")


async def test_page_shows_every_line_first_and_reads_them_at_a_second_press(dewi: Somebody) -> None:
    assert 'href="/reports/indicators/import"' in (await dewi.web.get("/reports/indicators")).text
    assert "Perpres 25/2021" in (await dewi.web.get("/reports/indicators/import")).text
    nothing = await dewi.web.post("/reports/indicators/import", {"csv": ""})
    assert (nothing.status_code, "Choose a file, or paste its lines." in nothing.text) == (422, True)
    bad = await dewi.web.post("/reports/indicators/import", {"csv": "scheme,version,code,label\nx,1,1,Abah"})
    assert (bad.status_code, "Line 2: scheme" in bad.text, "Abah" in bad.text) == (200, True, True)
    assert 'value="act"' not in bad.text
    act = await dewi.web.post("/reports/indicators/import", {"csv": HEAD + "x,1,1,A,", "step": "act"})
    assert (act.status_code, "Line 2: scheme" in act.text) == (422, True)
    good = {"csv": HEAD + "rad,2025,1,Satu,One\n"}
    shown = await dewi.web.post("/reports/indicators/import", good)
    assert ("Read 1 line" in shown.text, await listed(dewi)) == (True, {})
    await dewi.web.post("/reports/indicators/import", good | {"step": "act"})
    assert set(await listed(dewi)) == {"1"}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp1252"])
async def test_file_is_read_as_spreadsheets_write_it(dewi: Somebody, encoding: str) -> None:
    file = ("rad.csv", f"{HEAD}rad,2025,1,Pos “Aman”,\n".encode(encoding), "text/csv")
    shown = await dewi.web.post("/reports/indicators/import", {}, files={"file": file})
    assert "Pos “Aman”" in shown.text


async def test_lines_may_end_as_old_programs_end_them(dewi: Somebody) -> None:
    text = f"{HEAD}rad,2025,1,Satu,\nrad,2025,2,Dua,\n".replace("\n", "\r")
    looked = await dewi.api.post("/indicators/import/preview", json={"csv": text})
    assert [row["line"] for row in looked.json()["rows"]] == [2, 3]
    file = ("rad.csv", text.encode(), "text/csv")
    shown = await dewi.web.post("/reports/indicators/import", {}, files={"file": file})
    assert "Read 2 lines" in shown.text


@pytest.mark.parametrize(("before", "line"), [("", 1), (HEAD + "rad,2025,1,Satu,\n", 3)])
async def test_quotation_mark_that_is_never_closed_is_told_by_its_line(
    dewi: Somebody, before: str, line: int
) -> None:
    text = f'{before}"rad,2025,2,' + "Dua\n" * 40_000
    refused = await dewi.api.post("/indicators/import", json={"csv": text})
    assert [refused.status_code, refused.json()["errors"][0]["code"]] == [422, "no_csv"]
    shown = await dewi.web.post("/reports/indicators/import", {"csv": text})
    assert (shown.status_code, f"Line {line} cannot be read" in shown.text) == (422, True)


async def test_file_is_read_up_to_what_its_field_promises(dewi: Somebody) -> None:
    text = HEAD + "".join(f"rad,2025,{n},{'Panjang ' * 35}{n},\n" for n in range(900))
    assert len(text) > 200_000
    look = await dewi.web.post("/reports/indicators/import", {}, files={"file": ("a.csv", text, "text/csv")})
    assert "Read 900 lines" in look.text
    # A browser sends what stands in a textarea with CR and LF.
    pressed = {"csv": text.replace("\n", "\r\n"), "step": "act"}
    assert (await dewi.web.post("/reports/indicators/import", pressed)).status_code == 303
    large = {"file": ("a.csv", text + "x" * 1024 * 1024, "text/csv")}
    for step in ("look", "act"):
        refused = await dewi.web.post("/reports/indicators/import", {"step": step}, files=large)
        assert (refused.status_code, "This file is larger than 1 MB." in refused.text) == (422, True)


async def test_lists_that_come_along_are_read_once_and_name_their_source(
    dewi: Somebody, eko: Somebody
) -> None:
    offered = (await dewi.api.get("/indicator-lists")).json()["items"]
    assert {one["name"]: (one["scheme"], one["count"]) for one in offered} == {
        "sdg": ("sdg", 20),
        "kla": ("kla", 6),
    }
    assert all(one["source"] and one["version"] for one in offered)
    for _twice in range(2):
        assert (await dewi.api.post("/indicator-lists/kla")).json() == {"count": 6}
    codes = [(row["code"], row["version"]) for row in (await listed(dewi)).values()]
    assert codes == [(str(number), SHIPPED["kla"].version) for number in range(6)]
    assert (await dewi.api.post("/indicator-lists/bmkg")).json()["code"] == "not_found"
    assert (await dewi.web.post("/reports/indicators/shipped/bmkg")).status_code == 404
    assert (await eko.api.post("/indicator-lists/kla")).status_code == 403


async def test_retired_one_is_kept_by_who_chose_it_and_chosen_by_nobody_else(
    city: Organisation, dewi: Somebody, eko: Somebody
) -> None:
    here, indicator = await make_commitments.scene(city), await added(dewi, label="Tentang yang lama")
    before, after = [await make_commitments.agreed(city, here) for _two in range(2)]
    await serves(dewi, before.id, indicator)
    for _twice in range(2):
        answer = await dewi.api.post(f"/indicators/{indicator}/retirement")
        assert (answer.status_code, bool(answer.json()["retired_at"])) == (200, True)
    assert await fetch_value("SELECT count(*) FROM audit_entry WHERE verb = 'indicator.retired'") == 1
    other = await added(dewi, code="9")
    await serves(dewi, before.id, indicator, other)
    refused = await dewi.api.put(f"/commitments/{after.id}/indicators", json={"indicators": [indicator]})
    assert [refused.status_code, refused.json()["errors"][0]["code"]] == [422, "retired"]
    assert "Tentang yang lama" not in (await dewi.web.get(f"/commitments/{after.id}/indicators")).text
    assert "Tentang yang lama" in (await dewi.web.get(f"/commitments/{before.id}/indicators")).text
    with pytest.raises(Exception, match="not offered any more"):
        await execute(
            "INSERT INTO commitment_indicator (id, organisation, created_at, commitment, indicator)"
            " VALUES ($1, $2, now(), $3, $4)",
            new_id(), city.id, after.id, indicator,
        )  # fmt: skip
    assert "Offered no more since" in (await eko.web.get(f"/reports/indicators/{indicator}")).text
    back = await dewi.api.delete(f"/indicators/{indicator}/retirement")
    assert (back.status_code, back.json()["retired_at"]) == (200, None)
    await serves(dewi, after.id, indicator)


async def test_version_is_retired_as_a_whole_and_taken_back_from_the_page(dewi: Somebody) -> None:
    for code in ("1", "2"):
        await added(dewi, code=code)
    await added(dewi, version="2030-2034", code="3")
    assert "Offer this version no more" in (await dewi.web.get("/reports/indicators")).text
    await dewi.web.post("/reports/indicators/lists/retire", LIST)
    shown = (await dewi.web.get("/reports/indicators")).text
    versions = re.findall(r'<small class="muted">(20\d\d-20\d\d)</small></h2>', shown)
    assert versions == ["2030-2034", "2025-2029"], "what is offered no more stands last"
    assert 'action="/reports/indicators/lists/offer"' in shown
    assert {code for code, row in (await listed(dewi)).items() if row["retired_at"]} == {"1", "2"}
    await dewi.web.post("/reports/indicators/lists/offer", LIST)
    assert not [row for row in (await listed(dewi)).values() if row["retired_at"]]
    assert (await dewi.api.post("/indicators/retirement", json=LIST)).json() == {"count": 2}
    assert (await dewi.api.post("/indicators/retirement", json=LIST)).json() == {"count": 0}
    assert (await dewi.api.delete("/indicators/retirement", params=LIST)).json() == {"count": 2}
    for answer in (
        await dewi.api.post("/indicators/retirement", json=LIST | {"version": "1999"}),
        await dewi.api.delete("/indicators/retirement", params=LIST | {"version": "1999"}),
    ):
        assert [answer.status_code, answer.json()["errors"][0]["field"]] == [422, "version"]


async def test_taking_back_a_version_leaves_what_was_retired_before_as_it_was(dewi: Somebody) -> None:
    for code in ("1", "2", "3"):
        await added(dewi, code=code)
    one = (await listed(dewi))["1"]["id"]
    await dewi.web.post(f"/reports/indicators/{one}/retire")
    await dewi.web.post("/reports/indicators/lists/retire", LIST)
    shown = (await dewi.web.get("/reports/indicators")).text
    undo = shown.partition('name="since"')
    [since] = re.findall(r'^ value="([^"]+)"', undo[2])
    await dewi.web.post("/reports/indicators/lists/offer", LIST | {"since": since})
    assert {code for code, row in (await listed(dewi)).items() if row["retired_at"]} == {"1"}


async def test_retiring_and_choosing_at_once_is_refused_by_name(city: Organisation, dewi: Somebody) -> None:
    here, indicator = await make_commitments.scene(city), await added(dewi)
    row = await make_commitments.agreed(city, here)

    async def choose() -> httpx.Response:
        return await dewi.api.put(f"/commitments/{row.id}/indicators", json={"indicators": [indicator]})

    async with transaction():
        await execute("UPDATE indicator_ref SET retired_at = now() WHERE id = $1", UUID(indicator))
        # A context of its own: the choice runs on another connection than this transaction.
        choosing = asyncio.create_task(choose(), context=contextvars.Context())
        while not choosing.done() and not await fetch_value(WAITING):  # noqa: ASYNC110 - who waits tells nobody
            await asyncio.sleep(0.01)
    refused = await choosing
    assert [refused.status_code, refused.json()["errors"][0]["code"]] == [422, "retired"]


async def test_strangers_and_readers_retire_nothing(dewi: Somebody, eko: Somebody, charlie: Somebody) -> None:
    indicator = await added(dewi)
    path = f"/indicators/{indicator}/retirement"
    for door in (charlie.api.post, charlie.api.delete):
        assert (await door(path)).status_code == 404
    for door in (eko.api.post, eko.api.delete):
        assert (await door(path)).status_code == 403
    assert (await charlie.api.post("/indicators/retirement", json=LIST)).status_code == 422
    assert (await charlie.web.post(f"/reports{path.replace('ment', '')}")).status_code == 404
    assert (await eko.web.get("/reports/indicators/import")).status_code == 403
    assert "Offer it no more" not in (await eko.web.get(f"/reports/indicators/{indicator}")).text
    assert (await listed(dewi))["2.1"]["retired_at"] is None


async def test_long_list_costs_no_more_queries_than_a_short_one(dewi: Somebody) -> None:
    counts = []
    for many in (10, 300):
        text = HEAD + "".join(f"rad,{many},{number},Indikator {number},\n" for number in range(many))
        with counting_queries() as asked:
            assert (await dewi.api.post("/indicators/import", json={"csv": text})).json() == {"count": many}
            await dewi.api.post("/indicators/import/preview", json={"csv": text})
        counts.append(asked.count)
    assert counts[0] == counts[1]
