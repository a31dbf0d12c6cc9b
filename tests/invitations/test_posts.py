"""Invitations to posts, whoever holds them: answered on pages, kept apart from what is personal."""

from uuid import UUID

from events_app.invitations import links
from events_app.invitations.replies import queries as replies
from events_app.invitations.tables import Guest, Invitation
from events_app.stakeholders.tables import Person, Position
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.make_seating import asked_post as asked
from tests.people import Browser, Somebody


async def post_of(alice: Somebody, holder: Person | None = None, title: str = "Lurah") -> Position:
    """A post in an institution, held since yesterday."""
    office = await make_stakeholders.institution(alice.actor, f"Kelurahan Kenanga ({title})")
    post = await make_seating.position(alice.actor.organisation, office, title)
    if holder is not None:
        await make_seating.hold(post, holder)
    return post


def rsvp(invitation: Invitation) -> str:
    return f"/rsvp/{links.rsvp_token(invitation.id, invitation.link_version)}"


async def names(invitation: UUID) -> list[str]:
    """Who comes on it."""
    rows = await Guest.select(Guest.person.full_name).where(
        (Guest.invitation == invitation) & (Guest.state != "cancelled")
    )
    return sorted(row["person.full_name"] for row in rows)


async def test_a_vacant_post_names_who_comes_on_its_page(alice: Somebody, public: Browser) -> None:
    event = await make_events.published(alice.actor.organisation)
    invitation = await asked(event, await post_of(alice))
    page = (await public.get(rsvp(invitation))).text
    assert "pemangku jabatan yang hadir" in page
    assert "Ya, kami" in page
    empty = await public.post(rsvp(invitation), {"answer": "accepted"})
    assert empty.status_code == 422
    assert "sebutkan siapa yang hadir" in empty.text
    named = {"answer": "accepted", "representatives.0.full_name": "Tono"}
    assert (await public.post(rsvp(invitation), named)).status_code == 303
    assert await names(invitation.id) == ["Tono"]
    assert 'value="Tono"' in (await public.get(rsvp(invitation))).text


async def test_a_post_is_answered_for_by_telephone(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari")
    invitation = await asked(event, await post_of(alice, holder))
    path = f"/events/{event.id}/invitations/{invitation.id}"
    assert 'name="representatives.0.full_name"' in (await alice.web.get(path)).text
    said = {"answer": "accepted", "said_by": "Sekretaris", "said_at": "2020-01-01T09:00"}
    said |= {"timezone": event.timezone}
    named = said | {"representatives.0.full_name": "Tono"}
    assert (await alice.web.post(f"{path}/answer", named)).status_code == 303
    assert await names(invitation.id) == ["Tono"]
    assert 'value="Tono"' in (await alice.web.get(path)).text
    assert (await alice.web.post(f"{path}/answer", said)).status_code == 303
    assert await names(invitation.id) == ["Sari"]
    assert 'value="Sari"' not in (await alice.web.get(path)).text


async def state_of(invitation: Invitation) -> str:
    await invitation.refresh()
    return str(invitation.state)


async def test_a_cancelled_guest_of_a_post_takes_its_yes_along(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari")
    invitation = await asked(event, await post_of(alice, holder))
    await make_invitations.answered(invitation, "accepted", "Tono")
    await make_invitations.answered(invitation)
    gone, comes = await make_invitations.guests_of(invitation)
    await alice.web.post(f"/events/{event.id}/guests/{gone.id}/cancel")
    assert await state_of(invitation) == "accepted"
    await alice.web.post(f"/events/{event.id}/guests/{comes.id}/cancel")
    assert await state_of(invitation) == "declined"


async def test_a_personal_no_leaves_the_holder_of_a_post_the_pass(alice: Somebody, public: Browser) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari")
    post = await asked(event, await post_of(alice, holder))
    own = await make_invitations.invitation(event, holder)
    await make_invitations.answered(own)
    await make_invitations.answered(post)
    [guest] = await Guest.objects().where(Guest.event == event.id)
    for one in (own, post):
        assert guest.short_code in (await public.get(rsvp(one))).text
    await make_invitations.answered(own, "declined")
    await guest.refresh()
    assert (guest.state, guest.invitation, guest.position_title) == ("expected", post.id, "Lurah")
    assert guest.short_code in (await public.get(rsvp(post))).text
    await make_invitations.answered(own)
    await make_invitations.answered(post, "declined")
    await guest.refresh()
    assert (guest.state, guest.invitation) == ("expected", own.id)


async def test_who_represents_a_post_is_all_its_page_shows(alice: Somebody, public: Browser) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari")
    post = await asked(event, await post_of(alice, holder))
    own = await make_invitations.invitation(event, holder)
    await make_invitations.answered(post)
    await make_invitations.answered(own)
    await make_invitations.answered(post, "accepted", "Tono")
    assert (await names(own.id), await names(post.id)) == (["Sari"], ["Tono"])
    sari = await Guest.objects().get(Guest.invitation == own.id)
    assert sari is not None
    assert sari.short_code not in (await public.get(rsvp(post))).text


async def test_cancelling_whoever_was_asked_twice_ends_both(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari")
    post = await asked(event, await post_of(alice, holder))
    own = await make_invitations.invitation(event, holder)
    await make_invitations.answered(own)
    await make_invitations.answered(post)
    [guest] = await Guest.objects().where(Guest.event == event.id)
    await alice.web.post(f"/events/{event.id}/guests/{guest.id}/cancel")
    assert (await state_of(own), await state_of(post)) == ("declined", "declined")
    await guest.refresh()
    assert guest.state == "cancelled"


async def test_a_reply_from_the_holders_address_suggests_the_post(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    holder = await make_stakeholders.person(alice.actor, "Sari", email="sari@kota.example")
    post = await asked(event, await post_of(alice, holder), send=True)
    for attendee, typed in (("SARI@kota.example", ""), ("", "sari"), ("", "kenanga")):
        found = await replies.candidates(event, attendee, typed)
        assert [(one.id, one.address) for one in found] == [(post.id, "sari@kota.example")]
    assert await replies.candidates(event, "another@kota.example", "") == []
