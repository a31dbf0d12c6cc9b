"""The board in a browser: filters and their faults, columns, kept views, many at once with a look before, and undo."""

import re
from datetime import timedelta

import pytest

from events_app import clock
from events_app.accounts.rights import Right
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import counting_queries, execute, fetch_value
from tests import make_commitments as make
from tests.people import Somebody

BOARD = "/commitments/board"


def ticked(*rows: FollowUpAction) -> list[str]:
    return [f"{row.id}:{row.row_version}" for row in rows]


async def test_board_shows_columns_with_counts_and_flags_in_words(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    late = clock.today("Asia/Jakarta") - timedelta(days=4)
    await make.opened(city, here, clock.now(), title="Sudah terlambat", due=late)
    await make.in_state(city, here, ActionState.in_progress, clock.now(), title="Sedang jalan")
    page = (await dewi.web.get(BOARD)).text
    assert "Sudah terlambat" in page
    assert "1 overdue" in page
    assert "4 days" in page
    assert page.count("data-column") == len(ActionState)
    by_office = (await dewi.web.get(f"{BOARD}?by=institution")).text
    assert re.search(r"<h2[^>]*>Dinas Sosial</h2>\s*<p>2 actions", by_office), by_office[:2000]
    assert (await dewi.web.get(f"{BOARD}?by=month")).text.count("data-column") == 2


async def test_filters_find_nothing_or_are_at_fault_beside_their_field(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    await make.opened(city, here, clock.now())
    nothing = await dewi.web.get(f"{BOARD}?by=state&q=tidak-ada")
    assert "No follow-up action fits this filter" in nothing.text
    assert f'href="{BOARD}?by=state"' in nothing.text
    wrong = await dewi.web.get(f"{BOARD}?due_from=2027-05-01&due_to=2027-04-01&institution_id=kabur")
    assert wrong.status_code == 422
    assert 'id="f-due_to-error"' in wrong.text
    assert 'value="2027-04-01"' in wrong.text
    assert 'id="f-institution_id-error"' in wrong.text
    assert (await dewi.web.get(f"{BOARD}/column?by=state&key=entah")).status_code == 404
    assert (await dewi.web.get(f"{BOARD}/column?by=month&key=2027-13")).status_code == 404
    assert "Nothing found" in (await dewi.web.get(f"{BOARD}/column?by=month&key=9999-12")).text
    assert (await dewi.web.get(f"{BOARD}/column?by=institution&key={here.event.id}")).status_code == 404
    whole = await dewi.web.get(f"{BOARD}/column?by=state&key=open")
    assert "Buka posko pengaduan" in whole.text


async def test_board_asks_as_much_for_many_rows_as_for_few(city: Organisation, dewi: Somebody) -> None:
    here, asked = await make.scene(city), []
    for number in (1, 12):
        for _ in range(number):
            await make.opened(city, here, clock.now())
        with counting_queries() as count:
            await dewi.web.get(f"{BOARD}?by=state")
        asked.append(count.count)
    assert asked[0] == asked[1]


async def test_nothing_is_shown_of_what_may_not_be_seen(
    city: Organisation, dewi: Somebody, eko: Somebody, charlie: Somebody
) -> None:
    here = await make.scene(city, confidential=True)
    await make.opened(city, here, clock.now(), title="Rahasia sekali")
    assert "Rahasia sekali" in (await dewi.web.get(BOARD)).text
    for who in (eko, charlie):
        page = (await who.web.get(BOARD)).text
        assert "Rahasia sekali" not in page
    plain = (await eko.web.get(f"{BOARD}?by=state")).text
    assert 'id="board-bulk"' not in plain


async def test_many_are_moved_after_a_look_and_put_back(
    city: Organisation, chair: Somebody, dewi: Somebody
) -> None:
    here = await make.scene(city)
    rows = [await make.opened(city, here, clock.now()) for _ in range(2)]
    done = await make.in_state(city, here, ActionState.verified, clock.now())
    sent = {"verb": "due", "chosen": ticked(*rows, done), "back": f"{BOARD}?by=month"}
    words = await chair.web.post(f"{BOARD}/bulk", sent)
    assert 'name="due"' in words.text
    assert f'href="{BOARD}?by=month"' in words.text
    faulty = await chair.web.post(f"{BOARD}/bulk", sent | {"step": "look", "reason": "Anggaran baru cair"})
    assert faulty.status_code == 422
    assert 'id="f-due-error"' in faulty.text
    assert "Anggaran baru cair" in faulty.text
    said = sent | {"due": "2027-06-30", "reason": "Anggaran baru cair"}
    look = await chair.web.post(f"{BOARD}/bulk", said | {"step": "look"})
    assert "2 of 3 can be done" in look.text
    assert await fetch_value("SELECT count(*) FROM board_change") == 0, (
        "nothing is done before it is confirmed"
    )
    acted = await chair.web.post(f"{BOARD}/bulk", said | {"step": "act"})
    assert acted.status_code == 303
    result = await chair.web.get(acted.headers["location"])
    assert "Done for 2 of 3." in result.text
    assert "30 June 2027" in result.text
    assert f"{acted.headers['location']}/undo" in result.text
    assert "/undo" not in (await dewi.web.get(acted.headers["location"])).text, "she may not decide"
    undone = await chair.web.post(f"{acted.headers['location']}/undo")
    assert undone.status_code == 303
    assert (await make.fresh(rows[0])).due == make.DUE
    after = (await chair.web.get(acted.headers["location"])).text
    assert "/undo" not in after
    again = await chair.web.post(f"{acted.headers['location']}/undo")
    assert again.status_code == 409
    assert "Due date moved" in (await chair.web.get(f"{BOARD}/changes")).text


@pytest.mark.parametrize(
    ("field", "typed"), [("due", "30-06-2027 siang"), ("due", "2027-13-45"), ("reason", "x" * 501)]
)
async def test_words_that_cannot_be_read_cost_nobody_what_was_chosen(
    city: Organisation, chair: Somebody, field: str, typed: str
) -> None:
    action = await make.opened(city, await make.scene(city), clock.now())
    said = {"due": "2027-06-30", "reason": "Anggaran baru cair"} | {field: typed}
    sent = {"verb": "due", "chosen": ticked(action), "step": "look", "back": f"{BOARD}?by=month"} | said
    faulty = await chair.web.post(f"{BOARD}/bulk", sent)
    assert faulty.status_code == 422
    assert f'id="f-{field}-error"' in faulty.text
    for kept in (*said.values(), ticked(action)[0], "1 chosen", action.title):
        assert kept in faulty.text
    assert "Nothing is chosen yet" not in faulty.text


async def test_where_every_row_changed_meanwhile_there_is_nothing_to_take_back(
    city: Organisation, chair: Somebody
) -> None:
    action = await make.opened(city, await make.scene(city), clock.now())
    stale = {"action_id": str(action.id), "row_version": action.row_version + 1}
    said = {"verb": "due", "due": "2027-06-30", "reason": "Anggaran baru cair", "rows": [stale]}
    made = (await chair.api.post("/board/changes", json=said)).json()
    assert (made["done"], made["undoable_until"]) == (0, None)
    shown = (await chair.web.get(f"{BOARD}/changes/{made['id']}")).text
    assert "Done for 0 of 1." in shown
    assert "/undo" not in shown
    assert "It can be taken back" not in shown


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"verb": "due"}, 422),
        ({"chosen": ["x:1"], "verb": "remind"}, 422),
        ({"verb": "explode", "chosen": ["x"]}, 422),
    ],
)
async def test_choosing_nothing_says_so(
    city: Organisation, chair: Somebody, sent: dict[str, object], status: int
) -> None:
    answer = await chair.web.post(f"{BOARD}/bulk", sent | {"back": "https://elsewhere.example/"})
    assert answer.status_code == status
    assert "elsewhere.example" not in answer.text


async def test_strangers_and_readers_reach_no_act(
    city: Organisation, dewi: Somebody, eko: Somebody, charlie: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here, clock.now())
    asked = {"verb": "remind", "chosen": ticked(row), "step": "act"}
    made = (await dewi.web.post(f"{BOARD}/bulk", asked)).headers["location"]
    assert (await eko.web.post(f"{BOARD}/bulk", asked)).status_code == 403
    assert (await eko.web.get(made)).status_code == 403
    assert (await eko.web.get(f"{BOARD}/changes")).status_code == 403
    assert (await charlie.web.get(made)).status_code == 404
    theirs = await charlie.web.post(f"{BOARD}/bulk", asked | {"step": "look"})
    assert "Buka posko" not in theirs.text


async def test_a_view_is_kept_opened_first_renamed_deleted_and_brought_back(
    city: Organisation, dewi: Somebody, chair: Somebody
) -> None:
    here = await make.scene(city)
    await make.opened(city, here, clock.now())
    blank = await dewi.web.post(f"{BOARD}/views", {"by": "month", "late": "1", "name": ""})
    assert blank.status_code == 422
    assert 'id="f-name-error"' in blank.text
    assert 'name="late" value="1"' in blank.text
    sent = {"by": "month", "late": "1", "name": "Terlambat", "is_default": "true", "shared": "true"}
    kept = await dewi.web.post(f"{BOARD}/views", sent)
    address = kept.headers["location"]
    assert address.startswith(f"{BOARD}?by=month&late=1&view=")
    assert (await dewi.web.get(BOARD)).headers["location"] == address
    assert "Terlambat" in (await chair.web.get(f"{BOARD}?by=state")).text
    view = address.rsplit("=", 1)[1]
    base = f"{BOARD}/views/{view}"
    assert (await chair.web.post(f"{base}/delete")).status_code == 403
    named = await dewi.web.post(f"{base}/rename", {"name": "", "shared": "true"})
    assert named.status_code == 422
    assert (await dewi.web.post(f"{base}/rename", {"name": "Yang terlambat"})).status_code == 303
    assert "Yang terlambat" not in (await chair.web.get(f"{BOARD}?by=state")).text
    assert (await chair.web.post(f"{base}/first")).status_code == 404
    await dewi.web.post(f"{base}/first")
    assert (await dewi.web.get(BOARD)).status_code == 200
    gone = await dewi.web.post(f"{base}/delete")
    page = (await dewi.web.get(gone.headers["location"])).text
    assert f'action="{base}/restore"' in page
    assert "No view is kept yet" in page
    await dewi.web.post(f"{base}/restore")
    assert "Yang terlambat" in (await dewi.web.get(f"{BOARD}/views")).text


async def test_view_of_what_is_gone_still_opens(city: Organisation, dewi: Somebody) -> None:
    here = await make.scene(city)
    sent = {
        "by": "institution",
        "institution_id": str(here.other.id),
        "name": "Bappeda",
        "is_default": "true",
    }
    address = (await dewi.web.post(f"{BOARD}/views", sent)).headers["location"]
    await execute("DELETE FROM institution WHERE id = $1", here.other.id)
    assert "No follow-up action fits this filter" in (await dewi.web.get(address)).text


async def test_themes_of_confidential_events_are_offered_to_nobody_else(
    city: Organisation, dewi: Somebody, bob: Somebody
) -> None:
    here = await make.scene(city)
    await make.draft(city, here, theme="Rahasia Sekali")
    await execute("UPDATE event SET confidential = true WHERE id = $1", here.event.id)
    for path in (BOARD, "/commitments"):
        assert ("Rahasia Sekali" in (await dewi.web.get(path)).text) is dewi.actor.may(
            Right.read_confidential
        )
        assert "Rahasia Sekali" not in (await bob.web.get(path)).text
