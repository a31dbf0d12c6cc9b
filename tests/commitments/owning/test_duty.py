"""A duty sits with the position: when its holder changes, links, reminders and pages follow to the new one."""

from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

import pytest

from events_app import clock, tokens
from events_app.accounts.actor import Actor
from events_app.accounts.tables import Organisation
from events_app.commitments.actions import links, work
from events_app.commitments.contacts import owners_of
from events_app.commitments.forms import UpdateIn
from events_app.commitments.mails import PURPOSE
from events_app.commitments.owning.queries import Owner, owns
from events_app.commitments.reminding import digests
from events_app.commitments.tables import ActionState, FollowUpAction
from events_app.database import execute, fetch, fetch_one, fetch_value, transaction
from events_app.errors import NotAllowed
from events_app.stakeholders.tables import Person, Position, PositionHolding
from tests import make_commitments as make
from tests import make_stakeholders
from tests.make_commitments import Scene
from tests.people import Browser, Somebody


@dataclass
class Post:
    """A post that owes an action, its holder, and who comes after."""

    here: Scene
    position: Position
    old: Person
    new: Person
    row: FollowUpAction


async def hold(post: UUID, person: Person, start: date, end: date | None = None) -> None:
    row = PositionHolding(
        organisation=person.organisation,
        person=person.id,
        position=post,
        kind="permanent",
        starts_on=start,
        ends_on=end,
    )
    await row.save()


async def a_post(city: Organisation) -> Post:
    here = await make.scene(city)
    position = Position(
        organisation=city.id, institution=here.promiser.id, title="Kepala Bidang", title_key="kepala bidang"
    )
    await position.save()
    old = await make_stakeholders.person(city.id, "Lama Sekali", email="lama@dinsos.example")
    new = await make_stakeholders.person(city.id, "Baru Saja", email="baru@dinsos.example")
    await hold(position.id, old, date(2020, 1, 1))
    row = await make.opened(city, here, responsible_position_id=position.id, responsible_person_id=None)
    return Post(here, position, old, new, row)


async def hand_over(post: Post) -> None:
    yesterday = clock.now().date() - timedelta(days=2)
    await execute("UPDATE position_holding SET ends_on = $1 WHERE position = $2", yesterday, post.position.id)
    await hold(post.position.id, post.new, yesterday + timedelta(days=1))


async def test_link_is_given_to_the_holder_and_ends_with_the_post(
    city: Organisation, public: Browser
) -> None:
    post = await a_post(city)
    token, bare = await make.link_of(post.row)
    assert (token.person, token.position) == (post.old.id, post.position.id)
    assert (await public.get(f"/p/{bare}")).status_code == 200
    await hand_over(post)
    assert (await public.get(f"/p/{bare}")).status_code == 410
    assert (await public.post(f"/p/{bare}/progress", {"percent": "1", "narrative": "x"})).status_code == 410
    actor = Actor(organisation=city.id, person=post.old.id, via="link", credential=token.id)
    with pytest.raises(NotAllowed):
        await work.report_progress(actor, post.row, UpdateIn(percent=1, narrative="x"), clock.now())


async def test_next_message_brings_the_new_holder_a_link_and_ends_the_old_one(city: Organisation) -> None:
    post = await a_post(city)
    await hand_over(post)
    assert await links.standing([post.row.id], clock.now()) == {}
    async with transaction():
        first = await links.of_actions([post.row.id], clock.now())
        again = await links.of_actions([post.row.id], clock.now())
    assert first == again
    rows = await fetch("SELECT person, revoked_at IS NULL AS works FROM access_token ORDER BY id")
    assert [tuple(row) for row in rows] == [(post.old.id, False), (post.new.id, True)]


async def test_returned_work_is_told_to_the_new_holder(city: Organisation) -> None:
    post = await a_post(city)
    submission = await make.submitted(post.row, make.staff(city))
    await hand_over(post)
    await make.judge(city, submission, accept=False)
    sent = await fetch_one("SELECT to_address, text FROM message WHERE kind = 'commitments.action_returned'")
    assert sent is not None
    assert sent["to_address"] == "baru@dinsos.example"
    token = await fetch_value(
        "SELECT id::text FROM access_token WHERE revoked_at IS NULL AND person = $1", post.new.id
    )
    assert token in sent["text"]


async def test_page_of_everything_follows_the_post(city: Organisation, public: Browser) -> None:
    post = await a_post(city)
    pages = []
    for person in (post.old, post.new):
        owner = Owner(city.id, person.id, None)
        async with transaction():
            link = (await links.of_digests([owner], clock.now()))[owner]
        pages.append(f"/p/{tokens.derive(PURPOSE, link.subject, link.version)}")
    item = f"/items/{post.row.id}"
    assert [item in (await public.get(one)).text for one in pages] == [True, False]
    await hand_over(post)
    assert [item in (await public.get(one)).text for one in pages] == [False, True]
    assert (await public.get(pages[0] + item)).status_code == 404
    assert (await public.get(pages[1] + item)).status_code == 200


async def test_staff_send_the_new_holder_a_link_by_page_and_api(city: Organisation, dewi: Somebody) -> None:
    post = await a_post(city)
    await hand_over(post)
    page = (await dewi.web.get(f"/actions/{post.row.id}")).text
    assert "Baru Saja answers for it now." in page
    assert "/p/" not in page
    assert (await dewi.web.post(f"/actions/{post.row.id}/link")).status_code == 303
    assert "/p/" in (await dewi.web.get(f"/actions/{post.row.id}")).text
    sent = await fetch_value("SELECT to_address FROM message WHERE kind = 'commitments.action_link'")
    assert sent == "baru@dinsos.example"
    told = await dewi.api.post(f"/actions/{post.row.id}/owner-link")
    assert told.json() == {"sent": True, "to": "Baru Saja"}
    assert await fetch_value("SELECT count(*) FROM access_token WHERE revoked_at IS NULL") == 1


async def test_only_those_who_keep_commitments_send_links_and_only_while_something_is_owed(
    city: Organisation, dewi: Somebody, chair: Somebody, charlie: Somebody
) -> None:
    here = await make.scene(city)
    done = await make.in_state(city, here, ActionState.verified)
    owed = await make.opened(city, here)
    assert (await chair.api.post(f"/actions/{owed.id}/owner-link")).status_code == 403
    assert (await charlie.api.post(f"/actions/{owed.id}/owner-link")).status_code == 404
    ended = await dewi.api.post(f"/actions/{done.id}/owner-link")
    assert (ended.status_code, ended.json()["code"]) == (409, "wrong_state")


async def test_nobody_with_an_address_leaves_the_link_to_be_handed_over(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    await execute("UPDATE person SET email = ''")
    await execute("UPDATE institution SET email = ''")
    told = await dewi.api.post(f"/actions/{row.id}/owner-link")
    assert told.json() == {"sent": False, "to": None}
    assert "Please hand the link over." in (await dewi.web.get(f"/actions/{row.id}")).text


async def test_whoever_wants_nothing_sent_answers_for_nothing_and_hands_no_link_to_others(
    city: Organisation,
) -> None:
    post = await a_post(city)
    await execute("UPDATE person SET channel = 'none' WHERE id = $1", post.old.id)
    owner = (await owners_of([city.id], [post.row.id]))[post.row.id]
    assert owner is not None
    assert (owner.address, owner.person) == ("dinsos@kota.example", None)
    assert await owns(Owner(city.id, None, post.here.promiser.id), post.row.id)
    assert not await owns(Owner(city.id, post.old.id, None), post.row.id)


async def test_a_heads_link_ends_with_the_heads_post(city: Organisation, public: Browser) -> None:
    here = await make.scene(city)
    await execute("UPDATE institution SET email = '' WHERE id = $1", here.promiser.id)
    chief = Position(
        organisation=city.id, institution=here.promiser.id, title="Kepala", title_key="kepala", is_head=True
    )
    await chief.save()
    await hold(
        chief.id,
        await make_stakeholders.person(city.id, "Kepala Lama", email="k@x.example"),
        date(2020, 1, 1),
    )
    row = await make.opened(city, here, responsible_person_id=None)
    token, bare = await make.link_of(row)
    assert token.position == chief.id
    assert (await public.get(f"/p/{bare}")).status_code == 200
    gone = clock.now().date() - timedelta(days=2)
    await execute("UPDATE position_holding SET ends_on = $1 WHERE position = $2", gone, chief.id)
    assert (await public.get(f"/p/{bare}")).status_code == 410


async def test_a_new_link_ends_those_to_everything_too(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    post = await a_post(city)
    owner = Owner(city.id, post.old.id, None)
    async with transaction():
        link = (await links.of_digests([owner], clock.now()))[owner]
    everything = f"/p/{tokens.derive(PURPOSE, link.subject, link.version)}"
    assert (await public.get(f"{everything}/items/{post.row.id}")).status_code == 200
    assert (await dewi.web.post(f"/actions/{post.row.id}/link")).status_code == 303
    for path in (everything, f"{everything}/items/{post.row.id}"):
        assert (await public.get(path)).status_code == 410


async def test_a_digest_brings_the_link_to_the_owners_own_mailbox_alone(city: Organisation) -> None:
    """Between planning and writing the post may have changed hands."""
    post = await a_post(city)
    await hand_over(post)
    owner = (await owners_of([city.id], [post.row.id]))[post.row.id]
    told = {one: digests.is_own(one, owner) for one in ("lama@dinsos.example", "BARU@dinsos.example")}
    assert told == {"lama@dinsos.example": False, "BARU@dinsos.example": True}
    assert not digests.is_own("lama@dinsos.example", None)


async def test_one_mornings_digests_may_need_thousands_of_new_links(city: Organisation) -> None:
    post = await a_post(city)
    await execute(
        """INSERT INTO follow_up_action SELECT (made.row).* FROM (
          SELECT jsonb_populate_record(f, jsonb_build_object('id', gen_random_uuid(), 'ref', f.ref || n, 'seq', 100 + n)) AS row
          FROM follow_up_action f, generate_series(1, 4000) n WHERE f.id = $1) made""",
        post.row.id,
    )
    ids = [row["id"] for row in await fetch("SELECT id FROM follow_up_action")]
    async with transaction():
        given = await links.of_actions(ids, clock.now())
        again = await links.of_actions(ids, clock.now())
    assert (len(given), given) == (4001, again)
