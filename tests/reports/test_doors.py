"""Who may read which report and have which paper; strangers find nothing."""

from typing import Any

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from tests import make_events, make_stakeholders
from tests.make_reports import Fact, answer_path, promised
from tests.people import Cast, Somebody
from tests.reports.conftest import Scene

FILES = {
    # name: what an organiser, an assigned door, a stranger, the secretariat, a verifier get
    "invitation-letters.pdf": (200, 403, 404, 403, 403),
    "badges.pdf": (200, 403, 404, 403, 403),
    "attendance-list.pdf": (200, 200, 404, 200, 403),
    "minutes.pdf": (200, 403, 404, 200, 200),
    "follow-up-matrix.pdf": (200, 403, 404, 200, 200),
    "invitations.xlsx": (200, 403, 404, 403, 403),
    "attendance.csv": (200, 200, 404, 200, 403),
    "scans.csv": (200, 200, 404, 200, 403),
    "actions.xlsx": (200, 403, 404, 200, 200),
}


@pytest.mark.parametrize("name", FILES)
async def test_papers_are_for_those_entitled(
    name: str,
    scene: Scene,
    alice: Somebody,
    bob: Somebody,
    charlie: Somebody,
    dewi: Somebody,
    eko: Somebody,
) -> None:
    await make_events.door_staff(scene.event, bob.user.id)
    path = answer_path(scene.event.id, name)
    for who, status in zip((alice, bob, charlie, dewi, eko), FILES[name], strict=True):
        assert (await who.api.get(path)).status_code == status, who.user.name
        assert (await who.web.get(path)).status_code == status, who.user.name


async def test_door_gets_nothing_of_an_event_it_is_not_assigned_to(scene: Scene, bob: Somebody) -> None:
    for name in ("attendance-list.pdf", "attendance.csv", "scans.xlsx"):
        assert (await bob.api.get(answer_path(scene.event.id, name))).json()["code"] == "not_found"
    assert (await bob.web.get(f"/events/{scene.event.id}/documents")).status_code == 404


async def test_reader_who_also_scans_gets_the_guests_of_assigned_events_only(
    scene: Scene, cast: Cast, city: Organisation
) -> None:
    both = await cast.somebody(city, "Hana", Role.viewer, Role.door)
    path = answer_path(scene.event.id, "attendance.csv")
    assert (await both.api.get(path)).status_code == 403
    await make_events.door_staff(scene.event, both.user.id)
    assert (await both.api.get(path)).status_code == 200


async def test_confidential_event_has_no_papers_for_others(
    city: Organisation, dewi: Somebody, eko: Somebody
) -> None:
    secret = await make_events.published(city, confidential=True)
    for who, status in ((dewi, 200), (eko, 404)):
        assert (await who.api.get(answer_path(secret.id, "minutes.pdf"))).status_code == status


async def test_documents_page_offers_only_what_may_be_had(
    scene: Scene, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    await make_events.door_staff(scene.event, bob.user.id)
    path = f"/events/{scene.event.id}/documents"
    shown = {who.user.name: (await who.web.get(path)).text for who in (alice, bob, dewi)}
    assert "badges.pdf" in shown["Alice"]
    assert "badges.pdf" not in shown["Bob"] + shown["Dewi"]
    assert "attendance-list.pdf" in shown["Bob"]
    assert "minutes.pdf" not in shown["Bob"]
    assert "minutes.pdf" in shown["Dewi"]
    assert (await charlie.web.get(path)).status_code == 404


async def test_report_counts_ones_own_organisation_only(
    scene: Scene, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    totals = {
        who.user.name: (await who.api.get("/reports/commitments")).json() for who in (alice, charlie, dewi)
    }
    assert {name: body["total"] for name, body in totals.items()} == {"Alice": 2, "Charlie": 0, "Dewi": 2}
    assert (await bob.api.get("/reports/commitments")).json()["code"] == "not_allowed"
    elsewhere = await charlie.api.get(f"/reports/commitments?institution_id={scene.office.id}")
    assert elsewhere.json()["by_institution"] == []


async def test_report_has_the_members_programs_rely_on(scene: Scene, dewi: Somebody) -> None:
    body = (await dewi.api.get("/reports/commitments?theme=&from=2026-12-01&to=2026-12-31")).json()
    assert (body["commitments"], body["total"], body["verified"], body["overdue"]) == (1, 2, 1, 0)
    assert (body["completion_rate"], body["completion_rate_n"]) == (None, 2)
    assert (body["infeasible"], body["cancelled"], body["on_time_rate"]) == (0, 0, None)
    assert body["ageing"] == {"1-7": 0, "8-30": 0, "31-90": 0, ">90": 0}
    assert [one["name"] for one in body["by_institution"]] == ["Dinas Sosial"]


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ("from=2026-12-02&to=2026-12-01", "to"),
        ("institution_id=7", "institution_id"),
        ("theme=%00", "theme"),
    ],
)
async def test_filter_that_cannot_be_is_refused_by_its_field(dewi: Somebody, query: str, field: str) -> None:
    answer = await dewi.api.get(f"/reports/commitments?{query}")
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
    assert [fault["field"] for fault in answer.json()["errors"]] == [field]


async def test_dashboard_says_what_is_wrong_with_its_filter_and_keeps_it(dewi: Somebody) -> None:
    answer = await dewi.web.get("/reports?from=2026-12-02&to=2026-12-01")
    assert answer.status_code == 422
    assert "The last day must not lie before the first." in answer.text
    assert 'value="2026-12-02"' in answer.text


async def test_dashboard_without_figures_offers_the_way_on(dewi: Somebody, scene: Scene) -> None:
    assert "No commitment matches" in (await dewi.web.get("/reports?from=2030-01-01")).text


@pytest.mark.parametrize(("language", "word"), [("id", "Tingkat penyelesaian"), ("en", "Completion rate")])
async def test_dashboard_speaks_both_languages_and_hides_small_shares(
    dewi: Somebody, scene: Scene, language: str, word: str
) -> None:
    dewi.web.client.cookies.set("lang", language)
    shown = (await dewi.web.get("/reports")).text
    assert word in shown
    assert "Dinas Sosial" in shown
    assert "50 %" not in shown


async def test_dashboard_shows_the_shares_of_enough(city: Organisation, dewi: Somebody, scene: Scene) -> None:
    await promised(city, scene.event, scene.office, *[Fact("verified", due=-200, done=-201)] * 6)
    shown = (await dewi.web.get("/reports")).text
    assert "88 %" in shown


@pytest.mark.parametrize("path", ["/", "/reports", "/documents"])
async def test_page_asks_as_often_for_many_as_for_few(
    path: str, city: Organisation, cast: Cast, scene: Scene
) -> None:
    from events_app.database import counting_queries

    owner = await cast.somebody(city, "Gita", Role.owner)
    where = f"/events/{scene.event.id}/documents" if path == "/documents" else path
    counts = []
    for more in (10, 90):
        await _grow(city, scene.event, more)
        with counting_queries() as asked:
            assert (await owner.web.get(where)).status_code == 200
        counts.append(asked.count)
    assert counts[0] == counts[1]


@pytest.mark.parametrize("name", ["minutes", "follow-up-matrix", "attendance-list"])
async def test_paper_asks_as_often_for_many_as_for_few(name: str, city: Organisation, scene: Scene) -> None:
    from events_app.database import counting_queries
    from events_app.reports import papers
    from tests.make_reports import NOW

    counts = []
    for more in (10, 90):
        await _grow(city, scene.event, more)
        with counting_queries() as asked:
            await papers.make(name, scene.event, "id", NOW)
        counts.append(asked.count)
    assert counts[0] == counts[1]


async def _grow(city: Organisation, event: Event, more: int) -> None:
    from events_app.events.tables import EventState

    office: Any = await make_stakeholders.institution(city.id, f"Dinas {more}")
    for number in range(more):
        await promised(city, event, office, Fact("open", due=-1500 - number), Fact("submitted", due=1))
        await promised(city, event, office, Fact("draft", due=1), state="draft", agreed_at=None)
        if number < 30:
            await make_events.event(city, **make_events.hours(number, number + 1))
    assert event.state == EventState.published
