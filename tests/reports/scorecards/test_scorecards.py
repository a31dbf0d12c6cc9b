"""One institution on one page: whose it is, what it says, and that it asks as much for many as for few."""

from typing import Any

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.database import counting_queries
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.stakeholders.tables import Institution
from tests import make_events, make_invitations, make_stakeholders
from tests.make_reports import Fact, came, promised
from tests.people import Cast, Somebody
from tests.reports.conftest import Scene

FIVE = (
    Fact("open", due=-400),
    Fact("verified", due=-300, done=-310),
    *[Fact("verified", due=-300, done=-200)] * 4,
)


def path(office: Institution, query: str = "") -> str:
    return f"/institutions/{office.id}/scorecard{query}"


async def test_scorecard_tells_what_was_promised_owed_and_who_came(scene: Scene, dewi: Somebody) -> None:
    told = (await dewi.api.get(path(scene.office))).json()
    assert (told["name"], told["figures"]["total"], told["figures"]["verified"]) == ("Dinas Sosial", 2, 1)
    assert told["figures"] == told["everybody"]
    assert told["funnel"] == {"invited": 1, "attended": 1, "committed": 1, "ratified": 1, "verified": 0}
    assert (told["attendance"]["expected"], told["attendance"]["came"]) == (2, 1)
    [promise] = told["promised"]
    assert (promise["event_id"], promise["actions"], promise["verified"]) == (str(scene.event.id), 2, 1)
    assert sum(one["promised"] for one in told["quarters"]) == 2


async def test_page_shows_it_beside_all_and_leads_on(
    scene: Scene, city: Organisation, dewi: Somebody
) -> None:
    other = await make_stakeholders.institution(city.id, "Dinas Lain")
    await promised(city, scene.event, other, *FIVE)
    shown = (await dewi.web.get(path(other))).text
    assert "Scorecard of Dinas Lain" in shown
    for way in (
        f"/events/{scene.event.id}",
        "/commitments/",
        "/actions/",
        f"/reports?institution_id={other.id}",
    ):
        assert f'href="{way}' in shown
    assert "n = 5" in shown
    assert path(other) in (await dewi.web.get("/reports")).text
    assert path(other) in (await dewi.web.get(f"/institutions/{other.id}")).text


async def test_days_narrow_it_and_a_wrong_span_is_said_beside_its_end(scene: Scene, dewi: Somebody) -> None:
    nothing = await dewi.web.get(path(scene.office, "?from=2001-01-01&to=2001-12-31"))
    assert "Nothing in these days" in nothing.text
    wrong = "?from=2027-02-01&to=2027-01-01"
    page = await dewi.web.get(path(scene.office, wrong))
    assert page.status_code == 422
    assert "The last day must not lie before the first." in page.text
    assert 'value="2027-01-01"' in page.text
    refused = await dewi.api.get(path(scene.office, wrong))
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid")


async def test_an_institution_without_anything_says_so(city: Organisation, dewi: Somebody) -> None:
    office = await make_stakeholders.institution(city.id, "Dinas Baru")
    assert "Nothing to count yet" in (await dewi.web.get(path(office))).text


async def test_it_is_for_readers_of_its_own_organisation(
    scene: Scene, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    for who, status in ((alice, 200), (bob, 403), (charlie, 404), (dewi, 200)):
        assert (await who.api.get(path(scene.office))).status_code == status, who.user.name
        assert (await who.web.get(path(scene.office))).status_code == status, who.user.name
    assert (await dewi.api.get(f"/institutions/{new_id()}/scorecard")).status_code == 404


async def test_what_is_confidential_counts_only_for_those_who_may_know(
    city: Organisation, cast: Cast, alice: Somebody
) -> None:
    office = await make_stakeholders.institution(city.id)
    secret = await make_events.published(city, title="Rapat rahasia", confidential=True)
    asked = await make_invitations.invitation(secret, office, seats=1)
    await make_invitations.answered(asked, "accepted", "Budi Santoso")
    await came(await make_invitations.guests_of(asked))
    await promised(city, secret, office, *FIVE)
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    told: dict[str, Any] = (await viewer.api.get(path(office))).json()
    assert told["figures"]["total"] == told["funnel"]["invited"] == told["attendance"]["came"] == 0
    assert (told["overdue"], told["promised"], told["quarters"]) == ([], [], [])
    assert "Rapat rahasia" not in (await viewer.web.get(path(office))).text
    known = (await alice.api.get(path(office))).json()
    assert (known["figures"]["total"], known["funnel"]["attended"]) == (6, 1)


async def test_it_asks_as_much_for_a_hundred_as_for_ten(city: Organisation, dewi: Somebody) -> None:
    office = await make_stakeholders.institution(city.id)
    event: Event = await make_events.published(city)

    async def asked(many: int) -> list[int]:
        for _promise in range(many):
            await promised(city, event, office, Fact("open", due=-400), Fact("verified", due=-300, done=-310))
        counts = []
        for address in (path(office), "/reports", "/"):
            with counting_queries() as counted:
                assert (await dewi.web.get(address)).status_code == 200
            counts.append(counted.count)
        return counts

    assert await asked(10) == await asked(90)
