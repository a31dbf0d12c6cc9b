"""Invited, came, promised, delivered: of a person and of an institution, also under rows merged since."""

from datetime import date
from typing import Any

from events_app.accounts.tables import Organisation
from events_app.database import counting_queries, execute
from events_app.stakeholders.merging import actions as merging
from events_app.stakeholders.merging.forms import MergeIn
from events_app.stakeholders.merging.tables import MergeKind
from events_app.stakeholders.tables import PositionHolding
from tests import make_commitments, make_events, make_invitations, make_seating
from tests import make_stakeholders as make
from tests.people import Somebody


async def test_history_tells_invited_came_promised_delivered(
    city: Organisation, alice: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    here = await make_commitments.scene(city)
    action = await make_commitments.only_action(await make_commitments.agreed(city, here))
    invited = {"invitees": [{"institution_id": f"{here.promiser.id}"}], "send": False}
    await alice.api.post(f"/events/{here.event.id}/invitations", json=invited)
    sent = {"full_name": "Sari Lestari", "institution_id": f"{here.promiser.id}", "walk_in": True}
    await alice.api.post(f"/events/{here.event.id}/guests", json=sent)
    told = (await dewi.api.get(f"/institutions/{here.promiser.id}/history")).json()
    assert (told["invited"], told["came"], told["commitments"]) == (1, 1, 1)
    assert (told["actions"], told["delivered"]) == (1, 0)
    assert [(one["present"], one["invited"]) for one in told["events"]] == [(1, "draft")]
    assert [one["ref"] for one in told["duties"]] == [action.ref]
    person = (await dewi.api.get(f"/people/{here.person.id}/history")).json()
    assert (person["came"], person["commitments"]) == (1, 1)
    shown = (await dewi.web.get(f"/institutions/{here.promiser.id}/history")).text
    assert "Buka posko pengaduan" in shown
    assert "0 of 1" in shown
    assert (await charlie.api.get(f"/institutions/{here.promiser.id}/history")).status_code == 404
    assert (await charlie.web.get(f"/people/{here.person.id}/history")).status_code == 404


async def test_history_goes_on_through_a_merge(city: Organisation, alice: Somebody) -> None:
    here = await make_commitments.scene(city)
    await make_commitments.agreed(city, here)
    plan = MergeIn(kind=MergeKind.institution, loser_id=here.promiser.id, survivor_id=here.other.id)
    await merging.merge(alice.actor, plan)
    for one in (here.promiser, here.other):
        told = (await alice.api.get(f"/institutions/{one.id}/history")).json()
        assert told["commitments"] == 1


async def test_confidential_events_stay_out_and_viewers_do_not_see_who_came(
    city: Organisation, alice: Somebody, cast: Any
) -> None:
    from events_app.accounts.rights import Role

    event = await make_events.published(city, confidential=True)
    person = await make.person(alice.actor)
    await alice.api.post(
        f"/events/{event.id}/invitations", json={"invitees": [{"person_id": f"{person.id}"}], "send": False}
    )
    assert (await alice.api.get(f"/people/{person.id}/history")).json()["invited"] == 1
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    assert (await viewer.api.get(f"/people/{person.id}/history")).status_code == 403
    assert "/history" not in (await viewer.web.get(f"/people/{person.id}")).text
    await execute("UPDATE app_user SET roles = '{organiser}' WHERE id = $1", viewer.user.id)
    assert (
        "Nothing yet"
        in (await alice.web.get(f"/people/{(await make.person(alice.actor, 'Baru')).id}/history")).text
    )


async def test_history_asks_as_much_for_many_events_as_for_few(city: Organisation, alice: Somebody) -> None:
    person = await make.person(alice.actor)

    async def asked(many: int) -> int:
        for _ in range(many):
            event = await make_events.published(city)
            sent = {"invitees": [{"person_id": f"{person.id}"}], "send": False}
            await alice.api.post(f"/events/{event.id}/invitations", json=sent)
        with counting_queries() as counted:
            await alice.web.get(f"/people/{person.id}/history")
        return counted.count

    assert await asked(2) == await asked(12)


async def test_a_post_that_was_invited_counts_for_its_institution_and_who_held_it(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.published(city)
    office = await make.institution(alice.actor, "Kelurahan Kenanga")
    holder, former = [await make.person(alice.actor, name) for name in ("Sari", "Ani")]
    post = await make_seating.position(city.id, office)
    await make_seating.hold(post, holder)
    past = PositionHolding(organisation=city.id, person=former.id, position=post.id)
    past.ends_on = date(2020, 1, 1)
    await past.save()
    invitation = await make_seating.asked_post(event, post)
    await make_invitations.answered(invitation, "accepted", "Tono")
    [stand_in] = await make_invitations.guests_of(invitation)
    people = (holder.id, former.id, stand_in.person)
    told = [f"/institutions/{office.id}"] + [f"/people/{one}" for one in people]
    invited = [(await alice.api.get(f"{path}/history")).json()["invited"] for path in told]
    assert invited == [1, 1, 0, 1]
