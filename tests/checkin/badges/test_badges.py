"""Badges: whose, in what format, what they say, and that they were printed."""

import re
from typing import Any

import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.badges import actions, formats, paper, people
from events_app.checkin.badges.forms import BadgesIn, People, RolesIn
from events_app.checkin.badges.tables import BadgeFormat, BadgeRole
from events_app.events.tables import Event, SessionRole, StageRole
from tests import make_badges, make_events, make_stakeholders
from tests import make_checkin as make
from tests.make_badges import pages_of
from tests.people import Somebody

LONG = "Prof. Dr. Ir. H. Muhammad Abdurrahman Wahid Kusumanegara Soerachmadhiningrat, S.T., M.Eng., Ph.D."


@pytest.mark.parametrize("chosen", list(BadgeFormat))
async def test_every_format_says_who_from_where_and_as_what(city: Organisation, chosen: BadgeFormat) -> None:
    event = await make.today(city, title="Diskusi Tematik")
    await make.guest(event, LONG, institution_name="Dinas Pemberdayaan Perempuan dan Pelindungan Anak")
    made = await paper.pdf_of(
        event, await people.holders(event, BadgesIn(format=chosen)), chosen, "id", clock.now()
    )
    [page] = pages_of(made)
    said = re.sub(r"\s", "", page)
    for words in ("MuhammadAbdurrahmanWahid", "Prof.Dr.Ir.H.", "S.T.,M.Eng.,Ph.D.", "Soerachmadhiningrat"):
        assert words in said
    assert "DinasPemberdayaanPerempuandanPelindunganAnak" in said
    assert "PESERTA" in said
    assert "DiskusiTematik" in said


async def test_roles_follow_from_stage_and_institution_until_somebody_chooses(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    office = await make_stakeholders.institution(city.id, "Radar Lembayung", kind="media")
    speaker, opener = await make.guest(event, "Narti"), await make.guest(event, "Walikota")
    reporter = await make.guest(event, "Rudi", institution_id=office.id)
    plain = await make.guest(event, "Sari")
    part = await make_events.session(event, **_during(event))
    for guest, role in (
        (speaker, StageRole.speaker),
        (opener, StageRole.opening),
        (opener, StageRole.speaker),
    ):
        await SessionRole(organisation=city.id, session=part.id, person=guest.person, role=role).save()
    assert await _roles(event) == {
        "Narti": "speaker",
        "Walikota": "vip",
        "Rudi": "press",
        "Sari": "participant",
    }
    ids = [plain.id, reporter.id]
    assert (
        await actions.give_role(
            alice.actor, event, RolesIn(role=BadgeRole.committee, guest_ids=ids), clock.now()
        )
        == 2
    )
    assert (await _roles(event))["Rudi"] == "committee"
    await actions.give_role(alice.actor, event, RolesIn(role=None, guest_ids=ids), clock.now())
    assert (await _roles(event))["Rudi"] == "press"


async def test_a_role_reaches_no_guest_of_another_event(alice: Somebody, city: Organisation) -> None:
    here, there = await make.today(city), await make.today(city)
    other = await make.guest(there)
    said = RolesIn(role=BadgeRole.vip, guest_ids=[other.id])
    assert await actions.give_role(alice.actor, here, said, clock.now()) == 0
    assert await _roles(there) == {"Budi Santoso": "participant"}


async def test_a_childs_badge_says_the_first_name_and_no_school(city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Yohanes Pratama Wijaya", institution_name="SMP Negeri 4")
    await make_badges.child(guest.person)
    [holder] = await people.holders(event, BadgesIn(format=formats.USUAL))
    [page] = pages_of(await paper.pdf_of(event, [holder], formats.USUAL, "id", clock.now()))
    assert "Yohanes" in page
    assert "Wijaya" not in page
    assert "SMP" not in page


@pytest.mark.parametrize(
    ("full", "first"), [("M. Rizky Aditya", "M. Rizky"), ("Yohanes Pratama", "Yohanes"), ("Ai", "Ai")]
)
def test_a_first_name_is_more_than_an_initial(full: str, first: str) -> None:
    assert people.first_name(full) == first


async def test_printing_is_remembered_so_that_the_rest_can_be_asked_for(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    first, second = await make.guest(event, "Ani"), await make.guest(event, "Budi")
    made = await alice.web.post(
        f"/events/{event.id}/badges", {"format": "a7", "people": "selected", "guest_ids": str(first.id)}
    )
    assert made.headers["content-type"] == "application/pdf"
    assert await make_badges.printed(event.id) == [(first.id, "a7")]
    rest = await alice.web.post(f"/events/{event.id}/badges", {"format": "a6", "people": "unprinted"})
    assert [("Budi" in page, "Ani" in page) for page in pages_of(rest.content)] == [(True, False)]
    assert (await make_badges.printed(event.id))[1:] == [(second.id, "a6")]
    none = await alice.web.post(f"/events/{event.id}/badges", {"format": "a6", "people": "unprinted"})
    assert none.status_code == 422
    assert "there is no badge to print" in none.text
    again = (
        await alice.web.post(f"/events/{event.id}/badges", {"format": "a6", "people": "all"})
    ).status_code
    assert (again, len(await make_badges.printed(event.id))) == (200, 4)


async def test_the_last_format_is_offered_first_and_is_an_organisations_own(
    alice: Somebody, charlie: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event)
    await alice.web.post(f"/events/{event.id}/badges", {"format": "label-62", "people": "all"})
    assert 'value="label-62" checked' in (await alice.web.get(f"/events/{event.id}/badges")).text
    assert await actions.last_choice(city.id) is BadgeFormat.label_62
    assert await actions.last_choice(charlie.user.organisation) is formats.USUAL


async def test_what_is_missing_is_said_beside_its_field_and_the_rest_is_kept(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    await make.guest(event)
    for people_, sentence in (
        ("role", "Choose the role."),
        ("institution", "Choose the institution."),
        ("selected", "Tick at least one guest"),
    ):
        answer = await alice.web.post(f"/events/{event.id}/badges", {"format": "a7", "people": people_})
        assert answer.status_code == 422
        assert sentence in answer.text
        assert 'value="a7" checked' in answer.text
    assert await make_badges.printed(event.id) == []


async def test_a_confidential_event_keeps_its_title_off_the_badges(city: Organisation) -> None:
    event = await make.today(city, title="Rahasia Besar", confidential=True)
    await make.guest(event)
    found = await people.holders(event, BadgesIn(format=formats.USUAL, people=People.all))
    [page] = pages_of(await paper.pdf_of(event, found, formats.USUAL, "id", clock.now()))
    assert "Rahasia" not in page
    assert event.ref in page


async def _roles(event: Event) -> dict[str, str]:
    found = await people.holders(event, BadgesIn(format=formats.USUAL))
    return {one.full_name: one.role.value for one in found}


def _during(event: Event) -> dict[str, Any]:
    return {"starts_at": event.starts_at, "ends_at": event.ends_at}
