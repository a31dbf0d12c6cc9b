"""The board by JSON: columns, cards, views, many at once with an idempotency key, and undo."""

from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from events_app.database import fetch_value
from tests import make_commitments as make
from tests.people import Somebody


async def test_board_tells_counts_cards_and_what_follows(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    for days in (-5, -1, 30):
        due = clock.today("Asia/Jakarta") + timedelta(days=days)
        await make.opened(city, here, clock.now(), due=due)
    board = (await dewi.api.get("/board", params={"cards": 2})).json()
    assert [one["key"] for one in board["columns"]] == [state.value for state in ActionState]
    column = board["columns"][1]
    assert (column["total"], column["overdue"], len(column["items"]), column["more"]) == (3, 2, 2, True)
    first = (await dewi.api.get("/board/cards", params={"key": "open", "limit": 2})).json()
    rest = (await dewi.api.get("/board/cards", params={"key": "open", "cursor": first["next"]})).json()
    assert first["items"] == column["items"]
    assert (len(rest["items"]), rest["next"]) == (1, None)
    late = await dewi.api.get("/board", params={"grouping": "institution", "overdue": "true"})
    assert [(one["name"], one["total"]) for one in late.json()["columns"]] == [("Dinas Sosial", 2)]


@pytest.mark.parametrize(
    ("query", "status", "code"),
    [
        ("due_from=2027-05-01&due_to=2027-04-01", 422, "ends_before_start"),
        ("grouping=colour", 422, None),
        ("due_from=9999-01-01", 422, "out_of_reach"),
    ],
)
async def test_filters_are_refused_by_name(
    city: Organisation, dewi: Somebody, query: str, status: int, code: str | None
) -> None:
    answer = await dewi.api.get(f"/board?{query}")
    assert answer.status_code == status, answer.text
    if code:
        assert answer.json()["errors"][0]["code"] == code


async def test_column_that_is_none_is_refused(city: Organisation, dewi: Somebody) -> None:
    for key, grouping in (("x", "state"), ("2027-13", "month"), ("x", "institution")):
        answer = await dewi.api.get("/board/cards", params={"key": key, "grouping": grouping})
        assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "key")


async def test_change_is_looked_at_made_once_by_key_and_undone(city: Organisation, chair: Somebody) -> None:
    here = await make.scene(city)
    rows = [await make.opened(city, here, clock.now()), await make.in_state(city, here, ActionState.verified)]
    body = {
        "verb": "due",
        "rows": [{"action_id": str(row.id), "row_version": row.row_version} for row in rows],
        "due": "2027-06-30",
        "reason": "Anggaran baru cair",
    }
    look = (await chair.api.post("/board/previews", json=body)).json()
    assert (look["can"], [one["refusal"] for one in look["rows"]]) == (1, [None, "wrong_state"])
    key = {"idempotency-key": "papan-1"}
    made = (await chair.api.post("/board/changes", json=body, headers=key)).json()
    again = (await chair.api.post("/board/changes", json=body, headers=key)).json()
    assert made == again
    assert made["done"] == 1
    assert await fetch_value("SELECT count(*) FROM board_change") == 1
    assert (await chair.api.get("/board/changes")).json()["items"][0]["id"] == made["id"]
    undone = await chair.api.post(f"/board/changes/{made['id']}/undo", headers={"idempotency-key": "papan-2"})
    assert undone.json()["undone_at"] is not None
    assert (await make.fresh(rows[0])).due == make.DUE
    twice = await chair.api.post(f"/board/changes/{made['id']}/undo")
    assert (twice.status_code, twice.json()["code"]) == (409, "already_undone")
    faulty = await chair.api.post("/board/changes", json=body | {"due": None})
    assert faulty.json()["errors"][0]["field"] == "due"


async def test_views_are_kept_changed_deleted_and_restored(
    city: Organisation, dewi: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    body = {"name": "Terlambat", "grouping": "month", "filters": {"late": True}, "shared": True}
    made = (await dewi.api.post("/board/views", json=body)).json()
    path = f"/board/views/{made['id']}"
    assert made["filters"]["late"] is True
    assert (await dewi.api.post("/board/views", json=body)).json()["code"] == "view_name_taken"
    assert (await chair.api.get(path)).json()["mine"] is False
    assert (await chair.api.put(path, json=body)).json()["code"] == "not_your_view"
    assert (await charlie.api.get(path)).status_code == 404
    changed = await dewi.api.put(path, json=body | {"name": "Lewat tenggat", "is_default": True})
    assert (changed.json()["name"], changed.json()["is_default"]) == ("Lewat tenggat", True)
    assert (await dewi.api.delete(path)).status_code == 204
    assert (await dewi.api.get("/board/views")).json()["items"] == []
    assert (await dewi.api.get(path)).status_code == 404
    assert (await dewi.api.post(f"{path}/restoration")).json()["name"] == "Lewat tenggat"


@pytest.mark.parametrize("field", ["state", "overdue", "event_id"])
async def test_fault_of_a_filter_is_named_as_it_was_sent(field: str, dewi: Somebody) -> None:
    answer = await dewi.api.get("/board", params={field: "whatever"})
    assert answer.status_code == 422, answer.text
    assert [one["field"] for one in answer.json()["errors"]] == [field]
