"""Heads who are awaited: present themselves, represented, or missing; by name only for those who may read it."""

from typing import Any

import pytest

from events_app import clock
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from events_app.invitations.tables import Invitation, InvitationState
from events_app.stakeholders.tables import Institution, Person
from tests import make_checkin as make
from tests import make_invitations, make_seating
from tests.make_stakeholders import institution
from tests.people import Cast, Somebody


async def headed(who: Somebody, name: str, head: str, **more: Any) -> tuple[Institution, Person]:
    """An office with its head, who holds the post."""
    office = await institution(who.actor, name, kind="village")
    person = Person(
        organisation=office.organisation,
        full_name=head,
        name_key=head.casefold(),
        search_text=head.casefold(),
        institution=office.id,
        **more,
    )
    await person.save()
    post = await make_seating.position(office.organisation, office)
    post.is_head = True
    await post.save()
    await make_seating.hold(post, person)
    return office, person


async def asked(event: Event, who: Institution | Person) -> Invitation:
    row = await make_invitations.invitation(event, who)
    await Invitation.update({Invitation.state: InvitationState.sent}).where(Invitation.id == row.id)
    row.state = InvitationState.sent
    return row


async def heads(who: Somebody, event: Event) -> dict[str, Any]:
    found: dict[str, Any] = (await who.api.get(f"/events/{event.id}/board")).json()["heads"]
    return found


async def arrives(who: Somebody, event: Event, code: str) -> None:
    answer = await who.api.post(f"/events/{event.id}/scans", json=make.scans(code))
    assert answer.json()["results"][0]["outcome"] == "admitted"


async def test_a_head_is_missing_until_they_or_who_represents_them_came(
    alice: Somebody, city: Organisation
) -> None:
    event, now = await make.today(city), clock.now()
    offices = [
        await headed(alice, f"Kelurahan {name}", f"Lurah {name}", phone="+628123456789")
        for name in ("Anggrek", "Bakung", "Cempaka", "Dahlia")
    ]
    rows = [await asked(event, office) for office, _head in offices]
    assert [one["name"] for one in (await heads(alice, event))["missing"]] == [
        "Lurah Anggrek", "Lurah Bakung", "Lurah Cempaka", "Lurah Dahlia",
    ]  # fmt: skip
    await make_invitations.answered(rows[0], "accepted", "Lurah Anggrek", now=now)
    await make_invitations.answered(rows[1], "accepted", "Sekretaris Bakung", now=now)
    await make_invitations.answered(rows[2], "accepted", "Sekretaris Cempaka", now=now)
    await make_invitations.answered(rows[3], "declined", now=now)
    found = await heads(alice, event)
    assert (found["awaited"], found["missing_count"]) == (3, 3)
    named = {one["institution"]: (one["name"], one["represented"]) for one in found["missing"]}
    assert named["Kelurahan Bakung"] == ("Sekretaris Bakung", True)
    assert named["Kelurahan Anggrek"] == ("Lurah Anggrek", False)
    for row in rows[:2]:
        [guest] = await make_invitations.guests_of(row)
        await arrives(alice, event, guest.short_code)
    found = await heads(alice, event)
    assert (found["present"], found["represented"], found["missing_count"]) == (1, 1, 1)
    assert [one["institution"] for one in found["missing"]] == ["Kelurahan Cempaka"]


async def test_who_is_invited_without_heading_anything_is_no_head(
    alice: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    office, head = await headed(alice, "Kelurahan Kenanga", "Lurah Kenanga")
    clerk = await somebody_of(city, office, "Staf Kenanga")
    await asked(event, clerk)
    assert (await heads(alice, event))["awaited"] == 0
    await asked(event, head)
    found = await heads(alice, event)
    assert [(one["name"], one["head_title"]) for one in found["missing"]] == [("Lurah Kenanga", "Lurah")]


async def somebody_of(city: Organisation, office: Institution, name: str) -> Person:
    folded = name.casefold()
    row = Person(
        organisation=city.id, full_name=name, name_key=folded, search_text=folded, institution=office.id
    )
    await row.save()
    return row


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.organiser, True), (Role.secretariat, True), (Role.viewer, False)]
)
async def test_names_and_telephones_are_for_those_who_may_call(
    cast: Cast, alice: Somebody, city: Organisation, role: Role, sees: bool
) -> None:
    event = await make.today(city)
    office, _head = await headed(alice, "Kelurahan Kenanga", "Lurah Rahmat", phone="+628123456789")
    await asked(event, office)
    reader = await cast.somebody(city, "Rani", role)
    [one] = (await heads(reader, event))["missing"]
    assert (one["name"], one["phone"]) == (("Lurah Rahmat", "+628123456789") if sees else (None, None))
    for path in ("board", "board/live", "board/live?view=office"):
        shown = (await reader.web.get(f"/events/{event.id}/{path}")).text
        assert "Kelurahan Kenanga" in shown
        assert ("Lurah Rahmat" in shown, "+628123456789" in shown) == (sees, sees)
    for path in ("board/stage", "board/live?view=stage"):
        shown = (await reader.web.get(f"/events/{event.id}/{path}")).text
        assert ("Lurah Rahmat" in shown, "+628123456789" in shown) == (False, False)
