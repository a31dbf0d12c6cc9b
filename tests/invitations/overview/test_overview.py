"""How inviting stands: steps, kinds, who is missing, sexes, days; for those who may read it."""

import re
from datetime import timedelta
from typing import Any

from events_app import clock
from events_app.accounts.actor import Actor
from events_app.database import counting_queries, execute, fetch, fetch_one
from events_app.events.tables import Event
from events_app.notifications.mailbox import actions as mailbox
from events_app.notifications.mailbox.actions import Origin
from events_app.notifications.mailbox.tables import Source
from events_app.stakeholders.tables import InstitutionKind
from tests import make_events, make_invitations, make_seating, make_stakeholders
from tests.make_invitations import BEFORE
from tests.make_mail import dsn
from tests.people import Somebody


async def city(alice: Somebody) -> Event:
    """Two villages under a district, a campus and a head in person: two answer, one opens, one got mail, one nothing."""
    event = await make_events.published(alice.actor.organisation)
    above = await make_stakeholders.institution(alice.actor, "Kecamatan Mawar", kind=InstitutionKind.district)
    under = {"kind": InstitutionKind.village, "parent_id": above.id}
    mawar = await make_stakeholders.institution(
        alice.actor, "Kelurahan Mawar", email="m@kota.example", **under
    )
    melati = await make_stakeholders.institution(
        alice.actor, "Kelurahan Melati", email="n@kota.example", **under
    )
    campus = await make_stakeholders.institution(
        alice.actor, "Universitas", kind=InstitutionKind.campus, email="u@kota.example"
    )
    head = await make_stakeholders.person(
        alice.actor,
        "Hasan Basri",
        institution_id=melati.id,
        position="Lurah",
        is_head=True,
        phone="0812-3456-7890",
    )
    yes = await make_invitations.invitation(event, mawar, seats=3, send=True)
    said = [{"full_name": "Sari", "sex": "female"}, {"full_name": "Budi", "sex": "male"}]
    await make_invitations.answered(yes, representatives=said)
    no = await make_invitations.invitation(event, campus, send=True)
    await make_invitations.answered(no, "declined", now=BEFORE + timedelta(days=2))
    await make_invitations.invitation(event, melati, send=True)
    await make_invitations.invitation(event, head)
    await execute(
        "UPDATE message SET state = 'sent', sent_at = created_at, held_because = NULL WHERE kind = 'invitations.invitation'"
    )
    return event


async def summary(who: Somebody, event: Event) -> dict[str, Any]:
    answer = await who.api.get(f"/events/{event.id}/invitations/summary")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json()
    return found


async def test_the_steps_narrow_from_invited_to_coming(alice: Somebody) -> None:
    event = await city(alice)
    seen = await summary(alice, event)
    steps = ("invited", "delivered", "opened", "answered", "coming", "declined", "unopened")
    assert [seen["funnel"][name] for name in steps] == [4, 3, 2, 2, 1, 1, 2]
    kinds = {one["kind"]: (one["invited"], one["answered"], one["coming"]) for one in seen["by_kind"]}
    assert kinds == {"village": (2, 1, 1), "campus": (1, 1, 0), "person": (1, 0, 0)}
    offices = [(one["name"], one["invited"], one["answered"]) for one in seen["by_institution"]]
    assert offices == [("Kecamatan Mawar", 2, 1), ("Universitas", 1, 1)]
    assert seen["expected_by_sex"] == {"female": 1, "male": 1, "unknown": 0}
    assert seen["unnamed_seats"] == 1
    assert [(one["coming"], one["declined"]) for one in seen["answers"]] == [(1, 0), (1, 0), (1, 1)]


async def test_what_came_back_for_good_was_not_delivered(alice: Somebody) -> None:
    event = await city(alice)
    mails = "SELECT id, to_address FROM message WHERE kind = 'invitations.invitation' AND state = 'sent'"
    before = (await summary(alice, event))["funnel"]
    silent = "SELECT id FROM invitation WHERE answered_at IS NULL AND opened_at IS NULL"
    row = await fetch_one(f"{mails} AND subject_row IN ({silent})")
    assert row is not None
    ways = (("delayed", "4.4.1", before["delivered"]), ("failed", "5.1.1", before["delivered"] - 1))
    for action, status, delivered in ways:
        returned = dsn(row["id"], to=row["to_address"], action=action, status=status)
        assert await mailbox.arrive(returned, Origin(Source.mailbox, None), clock.now())
        assert (await summary(alice, event))["funnel"] == before | {
            "delivered": delivered,
            "failing": before["delivered"] - delivered,
        }
    listed = (await alice.api.get("/outbox", params={"event_id": str(event.id)})).json()["items"]
    assert [one["to"] for one in listed if one["came_back"]] == [row["to_address"]]
    assert (await alice.web.get("/outbox")).text.count("Came back") == 1


async def test_heads_who_have_not_answered_stand_first_with_whom_to_call(
    alice: Somebody, dewi: Somebody
) -> None:
    event = await city(alice)
    late = await make_stakeholders.institution(alice.actor, "Kelurahan Tanpa Kepala", email="t@kota.example")
    await make_invitations.invitation(event, late, send=True)
    seen = await summary(alice, event)
    assert seen["missing_total"] == 3
    assert [(one["name"], one["head"], one["contact"], one["phone"]) for one in seen["missing"]] == [
        ("Kelurahan Melati", True, "Hasan Basri", "+6281234567890"),
        ("Hasan Basri", True, "", "+6281234567890"),
        ("Kelurahan Tanpa Kepala", False, "", ""),
    ]
    assert {one["phone"] for one in (await summary(dewi, event))["missing"]} == {None}
    page = (await alice.web.get(f"/events/{event.id}/invitations/summary")).text
    assert 'href="tel:+6281234567890"' in page
    assert "+6281234567890" not in (await dewi.web.get(f"/events/{event.id}/invitations/summary")).text


async def test_the_page_shows_plots_with_figures_and_what_to_do(alice: Somebody) -> None:
    event = await city(alice)
    base = f"/events/{event.id}/invitations"
    assert f'href="{base}/summary"' in (await alice.web.get(base)).text
    page = (await alice.web.get(f"{base}/summary")).text
    for title in (
        "From invited to coming, in invitations (n = 4)",
        "Where invitations stand, by kind of invited (n = 4)",
        "Answers that stand, added up by the day they were given (n = 2)",
        "Expected people by sex (n = 2)",
        "1 seat of a yes has no name yet",
    ):
        assert title in page, title
    assert page.count('class="chart-data"') == 4
    again = re.search(
        r'action="(/events/[^"]+/rounds)">.*?name="audience" value="(\w+)".*?value="(send)"', page, re.DOTALL
    )
    assert again is not None
    reminded = await alice.web.post(again[1], {"audience": again[2], "step": again[3]})
    assert reminded.status_code == 303
    kinds = {row["kind"] for row in await fetch("SELECT kind FROM message WHERE event = $1", event.id)}
    assert "invitations.invitation_reminder" in kinds
    assert f'action="{base}/send"' in page
    waiting = (await alice.web.get(f"{base}/addresses?of=waiting")).text
    assert "n@kota.example" in waiting
    assert "m@kota.example" not in waiting
    assert "m@kota.example" in (await alice.web.get(f"{base}/addresses?of=accepted")).text


async def test_answered_leads_to_those_who_did_and_counts_as_the_list_does(alice: Somebody) -> None:
    event = await city(alice)
    base = f"/events/{event.id}/invitations"
    gone = await make_invitations.invitation(
        event,
        await make_stakeholders.institution(alice.actor, "Dinas Batal", email="b@kota.example"),
        send=True,
    )
    await make_invitations.answered(gone)
    await execute("UPDATE invitation SET state = 'withdrawn' WHERE id = $1", gone.id)
    assert f'href="{base}?of=answered"' in (await alice.web.get(f"{base}/summary")).text
    funnel = (await summary(alice, event))["funnel"]
    for answered, of, count in (
        (True, "answered", funnel["answered"]),
        (False, "unanswered", funnel["invited"] - funnel["answered"]),
    ):
        asked = {"answered": answered}
        found = (await alice.api.get(base, params=asked)).json()["items"]
        assert len(found) == count == 2
        assert {one["answered_at"] is not None for one in found} == {answered}
        page = (await alice.web.get(base, params={"of": of})).text
        assert f'<option value="{of}" selected>' in page
        assert [one["id"] in page for one in found] == [True, True]
        assert page.count('<th scope="row">') == count
    wrong = await alice.api.get(base, params={"answered": "perhaps"})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "answered")
    none = await alice.web.get(base, params={"of": "answered", "q": "Tiada"})
    assert "Clear" in none.text


async def test_pages_of_a_narrowed_list_stay_narrowed(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    for number in range(52):
        asked = await make_stakeholders.institution(
            alice.actor, f"Dinas {number}", email=f"d{number}@k.example"
        )
        await make_invitations.invitation(event, asked, send=True)
    page = (await alice.web.get(f"/events/{event.id}/invitations?of=unanswered")).text
    following = re.search(r'href="([^"]+cursor=[^"]+)"', page)
    assert following is not None
    last = (await alice.web.get(following[1].replace("&amp;", "&"))).text
    assert 'value="unanswered" selected' in last
    assert last.count('<th scope="row">') == 2


async def test_who_may_not_read_an_event_reads_no_figures(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event = await city(alice)
    await execute("UPDATE event SET confidential = true WHERE id = $1", event.id)
    for path, statuses in (
        ("summary", {alice.token: 200, bob.token: 403, charlie.token: 404}),
        ("addresses", {alice.token: 200, bob.token: 403, charlie.token: 404, dewi.token: 403}),
    ):
        for who in (alice, bob, charlie, dewi):
            if who.token in statuses:
                answer = await who.web.get(f"/events/{event.id}/invitations/{path}")
                assert answer.status_code == statuses[who.token], (path, who.user.name)
    assert (await bob.api.get(f"/events/{event.id}/invitations/summary")).status_code == 403
    assert (await charlie.api.get(f"/events/{event.id}/invitations/summary")).status_code == 404


async def test_an_event_without_invitations_says_so(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    page = (await alice.web.get(f"/events/{event.id}/invitations/summary")).text
    assert "Nobody has been invited yet" in page
    seen = await summary(alice, event)
    assert (seen["funnel"]["invited"], seen["missing"], seen["answers"]) == (0, [], [])


async def test_five_hundred_invitations_ask_no_more_questions_than_ten(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    counts = []
    for size in (10, 490):
        await _many(alice.actor, event, size)
        spent = []
        for ask in (alice.web.get, alice.api.get):
            for path in ("summary", "addresses")[: 1 if ask == alice.api.get else 2]:
                with counting_queries() as kept:
                    assert (await ask(f"/events/{event.id}/invitations/{path}")).status_code == 200
                spent.append(kept.count)
        counts.append(spent)
    assert counts[0] == counts[1]
    assert (await summary(alice, event))["funnel"]["invited"] == 500
    assert len((await summary(alice, event))["missing"]) == 100


async def _many(actor: Actor, event: Event, size: int) -> None:
    """Institutions that were invited, every fifth of which answered; written directly, since only reading is tried."""
    rows = await fetch(
        "INSERT INTO institution (id, organisation, created_at, name, name_key, short_name, kind, region_code, email,"
        " phone, address, active, search_text)"
        " SELECT gen_random_uuid(), $1, now(), n, n, '', 'village', '', n || '@kota.example', '', '', true, n"
        " FROM (SELECT 'k' || $2::int || '-' || x AS n FROM generate_series(1, $2::int) x) s RETURNING id",
        actor.organisation,
        size,
    )
    await execute(
        "INSERT INTO invitation (id, organisation, created_at, event, institution, seats, letter_number, state,"
        " link_version, link_hash, reply_hash, sent_at, answered_at, decline_reason)"
        " SELECT gen_random_uuid(), $1, now(), $2, o, 1, '', CASE WHEN n % 5 = 0 THEN 'accepted' ELSE 'sent' END, 1,"
        " sha256(o::text::bytea), sha256((o::text || 'r')::bytea), now(), CASE WHEN n % 5 = 0 THEN now() END, ''"
        " FROM unnest($3::uuid[]) WITH ORDINALITY AS t(o, n)",
        actor.organisation,
        event.id,
        [row["id"] for row in rows],
    )


async def test_an_invited_post_stands_under_its_institution_with_its_holder_to_call(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    office = await make_stakeholders.institution(
        alice.actor, "Kelurahan Mawar", kind=InstitutionKind.village, phone="0274-555111"
    )
    holder = await make_stakeholders.person(alice.actor, "Sari", phone="0812-3456-7890")
    held = await make_seating.position(alice.actor.organisation, office, "Sekretaris")
    await make_seating.hold(held, holder)
    vacant = await make_seating.position(alice.actor.organisation, office, "Lurah")
    await execute("UPDATE position SET is_head = true WHERE id = $1", vacant.id)
    for post in (held, vacant):
        await make_seating.asked_post(event, post)
    seen = await summary(alice, event)
    assert [(one["kind"], one["invited"]) for one in seen["by_kind"]] == [("village", 2)]
    assert [(one["name"], one["invited"]) for one in seen["by_institution"]] == [("Kelurahan Mawar", 2)]
    assert [(one["name"], one["head"], one["contact"], one["phone"]) for one in seen["missing"]] == [
        ("Lurah, Kelurahan Mawar", True, "", "+62274555111"),
        ("Sekretaris, Kelurahan Mawar", False, "Sari", "+6281234567890"),
    ]
