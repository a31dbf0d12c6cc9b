"""The code on an attendance list: read off the paper, it tells that the list was made here, and no name."""

from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.listing import making, proving, queries
from events_app.checkin.listing.forms import ListIn, Whom
from events_app.checkin.listing.tables import AttendanceListPrint
from events_app.database import counting_queries, execute, fetch_value
from events_app.events.tables import Event
from events_app.web.limits import ONE_FILE
from tests import make_checkin as make
from tests import make_events
from tests.make_devices import organiser
from tests.people import Browser, Somebody


@pytest.fixture(autouse=True)
def english(public: Browser) -> None:
    """Who checks reads English, whatever the event speaks."""
    public.client.cookies.set("lang", "en")


HOST = "http://localhost:8000"


async def _made(event: Event, **ask: Any) -> tuple[bytes, str]:
    """A list, and the path of its check."""
    made = await making.pdf(organiser(event), event, ListIn.model_validate(ask), "en", clock.now())
    newest = await fetch_value("SELECT id FROM attendance_list_print ORDER BY created_at DESC LIMIT 1")
    return made.data, proving.LIST.url(newest).removeprefix(HOST)


async def test_the_code_tells_of_what_the_list_is_and_no_name(
    alice: Somebody, city: Organisation, public: Browser
) -> None:
    event = await make.today(city)
    part = await make_events.session(event, "Panel", starts_at=event.starts_at, ends_at=event.ends_at)
    here = await make.guest(event, "Ani Rahasia")
    await make.guest(event, "Budi Rahasia")
    scan = make.scan(here.short_code) | {"session_id": str(part.id)}
    await alice.api.post(f"/events/{event.id}/scans", json={"scans": [scan]})
    _data, path = await _made(event, session_id=part.id)
    shown = await public.get(path)
    assert (shown.status_code, "Rahasia" in shown.text) == (200, False)
    for word in (city.name, event.title, "Panel", "<dd>2</dd>", "<dd>1</dd>"):
        assert word in shown.text
    assert "noindex" in shown.text


async def test_a_file_is_compared_and_a_changed_one_is_named(city: Organisation, public: Browser) -> None:
    data, path = await _made(await make.today(city))
    for sent, word in ((data, "unchanged"), (data + b"\n", "not this list")):
        answer = await public.post(path, files={"file": ("list.pdf", sent, "application/pdf")})
        assert answer.status_code == 200
        assert word in answer.text
    none = await public.post(path, {})
    assert none.status_code == 422
    assert 'id="f-file-error"' in none.text


async def test_a_list_that_was_made_again_says_so_and_another_days_does_not_count(
    city: Organisation, public: Browser
) -> None:
    event = await make.today(city)
    day = queries.days_of(event)[0]
    _data, first = await _made(event)
    await _made(event, day=day)
    assert "made again" not in (await public.get(first)).text
    _data, second = await _made(event)
    assert "made again" in (await public.get(first)).text
    assert "made again" not in (await public.get(second)).text


async def test_a_list_of_others_is_not_a_newer_one(city: Organisation, public: Browser) -> None:
    event = await make.today(city)
    hours = {"starts_at": event.starts_at, "ends_at": event.ends_at}
    one, other = [await make_events.session(event, "Panel", **hours) for _ in range(2)]
    asks: list[dict[str, Any]] = [
        {"people": people, "session_id": session} for people in Whom for session in (None, one.id, other.id)
    ]
    paths = [(await _made(event, **ask))[1] for ask in asks]
    assert ["made again" in (await public.get(path)).text for path in paths] == [False] * 9
    await _made(event, **asks[0] | {"phones": "none", "blank_lines": 3})
    assert ["made again" in (await public.get(path)).text for path in paths] == [True, *[False] * 8]


async def test_of_a_list_that_does_not_say_whom_it_names_none_is_newer(
    city: Organisation, public: Browser
) -> None:
    event = await make.today(city)
    _data, path = await _made(event)
    await execute("ALTER TABLE attendance_list_print DISABLE TRIGGER append_only")
    try:
        await execute("UPDATE attendance_list_print SET whom = NULL")
    finally:
        await execute("ALTER TABLE attendance_list_print ENABLE TRIGGER append_only")
    await _made(event)
    assert "made again" not in (await public.get(path)).text


async def test_of_a_confidential_event_only_the_reference_is_said(
    city: Organisation, public: Browser
) -> None:
    event = await make.today(city, confidential=True)
    _data, path = await _made(event)
    shown = (await public.get(path)).text
    assert (event.ref in shown, event.title in shown) == (True, False)


async def test_unknown_codes_are_slowed_down_and_a_known_one_never(
    city: Organisation, public: Browser
) -> None:
    _data, path = await _made(await make.today(city))
    tries = [(await public.get(f"/verify/list/{number:026}")).status_code for number in range(21)]
    assert (tries[0], tries[-1]) == (404, 429)
    assert (await public.get(path)).status_code == 200


async def test_neither_the_code_is_kept_nor_can_the_row_be_changed(city: Organisation) -> None:
    _data, path = await _made(await make.today(city))
    row: Any = await AttendanceListPrint.objects().first()
    assert path.rsplit("/", 1)[-1] not in str(row.to_dict())
    for sql in ("DELETE FROM attendance_list_print", "UPDATE attendance_list_print SET people = 9"):
        with pytest.raises(Exception, match="append-only"):
            await execute(sql)


async def test_checking_costs_the_same_for_many(city: Organisation, public: Browser) -> None:
    event, counts = await make.today(city), []
    for number in (2, 12):
        for one in range(number):
            await make.guest(event, f"Tamu {number} {one}")
        _data, path = await _made(event)
        with counting_queries() as kept:
            await public.get(path)
        counts.append(kept.count)
    assert counts[0] == counts[1]


async def test_a_program_is_told_what_the_page_tells_and_no_name(city: Organisation, public: Browser) -> None:
    event = await make.today(city)
    await make.guest(event, "Ani Rahasia")
    data, path = await _made(event)
    told = await public.get(f"/api/v1{path}")
    assert "Rahasia" not in told.text
    facts = told.json()
    assert facts.pop("created_at")
    assert facts == {
        "organisation": city.name,
        "ref": event.ref,
        "about": event.title,
        "session_title": "",
        "day": None,
        "people": 1,
        "present": 0,
        "made_again": False,
    }
    await _made(event)
    assert (await public.get(f"/api/v1{path}")).json()["made_again"]
    for sent, same in ((data, True), (data + b"\n", False)):
        file = {"file": ("list.pdf", sent, "application/pdf")}
        answer = await public.client.post(f"/api/v1{path}", files=file)
        assert (answer.status_code, answer.json()) == (200, {"same": same})


async def test_a_file_too_large_to_be_a_list_is_let_by_and_said_beside_its_field(
    city: Organisation, public: Browser
) -> None:
    _data, path = await _made(await make.today(city))
    file = {"file": ("list.pdf", bytes(ONE_FILE), "application/pdf")}
    page = await public.post(path, files=file)
    assert page.status_code == 413
    assert 'id="f-file-error"' in page.text
    assert "at most 26 MB" in page.text
    answer = await public.client.post(f"/api/v1{path}", files=file)
    [fault] = answer.json()["errors"]
    assert (answer.status_code, fault["field"], fault["code"]) == (413, "file", "files_too_large")


async def test_a_program_hears_no_title_of_a_confidential_event(city: Organisation, public: Browser) -> None:
    event = await make.today(city, confidential=True)
    _data, path = await _made(event)
    told = (await public.get(f"/api/v1{path}")).json()
    assert (told["about"], told["ref"]) == ("", event.ref)


async def test_a_program_is_refused_by_name(city: Organisation, public: Browser) -> None:
    _data, path = await _made(await make.today(city))
    unknown = await public.get("/api/v1/verify/list/H7K2M9QX4TVWZ8N3B6C5D1F0GJ")
    assert (unknown.status_code, unknown.json()["code"]) == (404, "not_found")
    none = await public.client.post(f"/api/v1{path}", files={"other": b""})
    assert none.status_code == 422
    assert {one["field"] for one in none.json()["errors"]} == {"file", "other"}
    empty = await public.client.post(f"/api/v1{path}", files={"file": ("list.pdf", b"", "application/pdf")})
    assert (empty.status_code, empty.json()["code"]) == (422, "not_a_pdf")
