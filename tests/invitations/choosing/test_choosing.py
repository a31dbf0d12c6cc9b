"""Choosing whom to invite: fifty at a time, narrowed, and what was ticked on other pages stays ticked."""

import re
from typing import Any

import pytest

from events_app.database import counting_queries, fetch_value
from events_app.events.tables import Event
from events_app.invitations.choosing.forms import Choice
from events_app.stakeholders.groups import actions as groups
from events_app.stakeholders.groups.forms import GroupIn
from events_app.stakeholders.tables import Institution, InstitutionKind
from tests import make_events, make_invitations, make_seating
from tests import make_stakeholders as make
from tests.people import Somebody


def ticks(page: str) -> dict[str, bool]:
    """Every box of the page, and whether it is ticked."""
    boxes = re.findall(
        r'<input class="form-check-input" type="checkbox" id="c-[^"]+" name="\w+" value="([^"]+)"([^>]*)>',
        page,
    )
    return {value: "checked" in more for value, more in boxes}


def carried(page: str) -> dict[str, list[str]]:
    """The ticks of other pages, as the form carries them along."""
    found = re.findall(r'<input type="hidden" name="(institutions|people|positions)" value="([^"]+)">', page)
    return {part: ids.split() for part, ids in found}


async def offices(alice: Somebody, many: int, **more: Any) -> list[Institution]:
    return [await make.institution(alice.actor, f"Kelurahan {n:03}", **more) for n in range(many)]


async def path_of(alice: Somebody) -> tuple[Event, str]:
    event = await make_events.published(alice.actor.organisation)
    return event, f"/events/{event.id}/invitations/new"


async def test_what_is_ticked_stays_while_looking_elsewhere_and_all_of_it_is_sent(alice: Somebody) -> None:
    _event, path = await path_of(alice)
    one = await make.institution(alice.actor, "Dinas Sosial", email="dinsos@kota.example")
    other = await make.institution(alice.actor, "Kelurahan Kenanga", email="k@kota.example")
    first = (await alice.web.get(path)).text
    assert "Bahasa Indonesia" in first
    assert ticks(first) == {f"{one.id}": False, f"{other.id}": False}
    looked = await alice.web.post(path, {"institutions": f"{one.id}", "q": "kenanga", "seats": "2"})
    assert (ticks(looked.text), carried(looked.text)) == (
        {f"{other.id}": False},
        {"institutions": [f"{one.id}"]},
    )
    assert "1 chosen" in looked.text
    both = {"institutions": [f"{one.id}", f"{other.id}"], "seats": "2", "q": "kenanga", "of": "chosen"}
    chosen = (await alice.web.post(path, both)).text
    assert ticks(chosen) == {f"{one.id}": True, f"{other.id}": True}
    assert 'name="q" value="kenanga"' in chosen, "what was looked for comes back with the other tabs"
    sent = await alice.web.post(path, both | {"step": "send"})
    shown = (await alice.web.get(sent.headers["location"])).text
    assert "2 invitations are sent" in shown
    assert "Kelurahan Kenanga" in shown


async def test_the_other_language_keeps_what_is_ticked_and_typed(alice: Somebody) -> None:
    _event, path = await path_of(alice)
    one = await make.institution(alice.actor, "Dinas Sosial")
    other = await make.institution(alice.actor, "Kelurahan Kenanga")
    shown = (await alice.web.get(path)).text
    assert f'form="choosing" formaction="{path}/language"' in shown
    assert 'action="/language"' not in shown, "that one would lose the ticks"
    said = {"institutions": f"{one.id}", "q": "kenanga", "seats": "no number", "language": "id"}
    turned = await alice.web.post(f"{path}/language", said)
    assert (turned.status_code, "Siapa yang diundang?" in turned.text) == (200, True)
    assert (ticks(turned.text), carried(turned.text)) == (
        {f"{other.id}": False},
        {"institutions": [f"{one.id}"]},
    )
    assert 'value="no number"' in turned.text
    assert "lang=id" in turned.headers["set-cookie"]
    assert "<unsaved-guard dirty>" in turned.text


async def test_fifty_at_a_time_and_every_page_is_reached(alice: Somebody) -> None:
    rows = await offices(alice, 101)
    _event, path = await path_of(alice)
    first = (await alice.web.get(path)).text
    assert list(ticks(first)) == [f"{one.id}" for one in rows[:50]]
    assert ("101 fit." in first, "Page 1 of 3" in first, "Previous page" in first) == (True, True, False)
    sent = {"institutions": f"{rows[0].id}", "page": "3", "seats": "1"}
    third = (await alice.web.post(path, sent)).text
    assert list(ticks(third)) == [f"{rows[100].id}"]
    assert (carried(third), "Next page" in third) == ({"institutions": [f"{rows[0].id}"]}, False)
    back = (
        await alice.web.post(path, {"institutions": " ".join(carried(third)["institutions"]), "page": "1"})
    ).text
    assert [one for one, ticked in ticks(back).items() if ticked] == [f"{rows[0].id}"]
    past = (await alice.web.post(path, {"page": "9", "seats": "1"})).text
    assert list(ticks(past)) == list(ticks(first))


async def test_ticking_all_who_fit_takes_every_page_but_nobody_who_is_invited(alice: Somebody) -> None:
    rows = await offices(alice, 60)
    other = await make.institution(alice.actor, "Dinas Sosial")
    event, path = await path_of(alice)
    await make_invitations.invitation(event, rows[0])
    page = (await alice.web.post(path, {"q": "kelurahan", "step": "all", "seats": "1"})).text
    assert "59 chosen" in page
    kept = carried(page)["institutions"]
    assert len(kept) == 10
    assert {one for one, ticked in ticks(page).items() if not ticked} == {f"{rows[0].id}"}
    assert f"{other.id}" not in page
    none = (await alice.web.post(path, {"institutions": " ".join(kept), "step": "none", "seats": "1"})).text
    assert ("0 chosen" in none, carried(none), any(ticks(none).values())) == (True, {}, False)


async def test_narrowing_by_kind_district_and_group_holds_for_every_part(
    alice: Somebody, charlie: Somebody
) -> None:
    district = await make.institution(alice.actor, "Kecamatan Utara", kind=InstitutionKind.district)
    inside = await make.institution(
        alice.actor, "Kelurahan Dalam", kind=InstitutionKind.village, parent_id=district.id
    )
    outside = await make.institution(alice.actor, "Kelurahan Luar", kind=InstitutionKind.village)
    people = [
        await make.person(alice.actor, name, institution=at)
        for name, at in (("Ani", inside), ("Budi", outside))
    ]
    posts = [await make_seating.position(alice.actor.organisation, one) for one in (inside, outside)]
    group = await groups.create(
        alice.actor, GroupIn(name="Luar", institution_ids=[outside.id], person_ids=[people[1].id])
    )
    _event, path = await path_of(alice)

    async def seen(**sent: str) -> set[str]:
        return set(ticks((await alice.web.post(path, {"seats": "1"} | sent)).text))

    assert await seen(within=f"{district.id}") == {f"{district.id}", f"{inside.id}"}
    assert await seen(within=f"{district.id}", kind="village") == {f"{inside.id}"}
    assert await seen(within=f"{district.id}", of="people") == {f"{people[0].id}"}
    assert await seen(within=f"{district.id}", of="positions") == {f"{posts[0].id}"}
    assert await seen(group=f"{group.id}") == {f"{outside.id}"}
    assert await seen(group=f"{group.id}", of="people") == {f"{people[1].id}"}
    assert await seen(group=f"{group.id}", of="positions") == {f"{posts[1].id}"}
    assert await seen(q="luar", of="people") == {f"{people[1].id}"}
    theirs = await groups.create(charlie.actor, GroupIn(name="x", by_rule=True))
    assert await seen(group=f"{theirs.id}") == set()
    page = (await alice.web.get(path)).text
    assert f'<option value="{district.id}">' in page
    assert f'<option value="{inside.id}">' not in page


async def test_a_fault_keeps_the_ticks_and_names_its_field(alice: Somebody) -> None:
    one = await make.institution(alice.actor, "Dinas Sosial")
    person = await make.person(alice.actor, "Ani")
    _event, path = await path_of(alice)
    sent = {"institutions": f"{one.id}", "people": f"{person.id} nobody", "seats": "0", "step": "send"}
    refused = await alice.web.post(path, sent)
    assert refused.status_code == 422
    assert "Seats for each institution: This must be at least 1." in refused.text
    assert ticks(refused.text)[f"{one.id}"]
    assert carried(refused.text) == {"people": [f"{person.id}"]}
    looking = {"of": "people", "q": "nobody", "kind": "of no kind", "institutions": f"{one.id}", "seats": "1"}
    again = (await alice.web.post(path, looking)).text
    assert (ticks(again), carried(again)) == ({}, {"institutions": [f"{one.id}"]}), (
        "what was looked for still counts"
    )
    nobody = await alice.web.post(path, {"seats": "2", "step": "send"})
    assert (nobody.status_code, "Choose at least one" in nobody.text) == (422, True)
    assert await fetch_value("SELECT count(*) FROM invitation") == 0


async def test_an_empty_directory_says_what_to_do(alice: Somebody) -> None:
    _event, path = await path_of(alice)
    assert "None in the directory yet" in (await alice.web.get(path)).text
    assert "Nothing fits" in (await alice.web.post(path, {"q": "nobody", "seats": "1"})).text
    assert "Nobody is chosen yet" in (await alice.web.get(f"{path}?of=chosen")).text


async def test_the_page_asks_as_much_for_a_hundred_as_for_ten(alice: Somebody) -> None:
    _event, path = await path_of(alice)

    async def asked(rows: list[Institution]) -> list[int]:
        counts = []
        for of in ("institutions", "people", "positions", "chosen"):
            sent = {"institutions": " ".join(f"{one.id}" for one in rows), "of": of, "seats": "1"}
            with counting_queries() as counted:
                assert (await alice.web.post(path, sent)).status_code == 200
            counts.append(counted.count)
        return counts

    await alice.web.get(path)
    rows = await offices(alice, 10)
    before = await asked(rows)
    more = [await make.institution(alice.actor, f"Dinas {n}") for n in range(90)]
    for office in more:
        await make.person(alice.actor, f"Kepala {office.name}", institution=office, position="Kepala")
    assert await asked(rows + more) == before


def test_ids_come_one_by_one_or_in_one_field_each_once() -> None:
    one, two = "01980000-0000-7000-8000-000000000001", "01980000-0000-7000-8000-000000000002"
    choice = Choice.model_validate({"institutions": [one, f"{two} {one}"], "people": [two]})
    assert [f"{found}" for found in choice.institutions] == [one, two]


@pytest.mark.parametrize(
    "sent",
    [{"of": "everything"}, {"page": "0"}, {"page": "999999999"}, {"institutions": "x"}, {"within": "x"}],
)
async def test_nonsense_is_refused(alice: Somebody, sent: dict[str, str]) -> None:
    _event, path = await path_of(alice)
    assert (await alice.web.post(path, {"seats": "1"} | sent)).status_code == 422
