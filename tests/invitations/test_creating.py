"""Inviting many at once: the words of each are those it would have alone, and the statements do not grow."""

import html

import pytest

from events_app.database import counting_queries, fetch_value
from events_app.events.tables import Event
from events_app.ids import new_id
from events_app.invitations import actions, mails
from events_app.invitations.forms import Invitee
from events_app.invitations.queries import Recipient
from events_app.notifications.patterns import Patterns, written
from events_app.notifications.render import render
from tests import make_events, make_seating
from tests.make_invitations import BEFORE
from tests.people import Somebody

NAMES = ("Kartini", "O'Neil & <b>Co</b>", "\ue000link\ue001", "{{ link }}", 'Dewi "Ayu"', "x" * 290)


@pytest.mark.parametrize("language", ["id", "en"])
async def test_words_that_share_a_rendering_are_those_of_each_alone(alice: Somebody, language: str) -> None:
    event: Event = await make_events.published(alice.actor.organisation, theme="Anak & perempuan")
    about = await mails.occasion(event)
    known = Patterns()
    for name in NAMES:
        for person, sex in (("", None), (name, "female"), (name, "male"), (name, None)):
            to = Recipient(new_id(), 1, name, person, sex, False, "a@kota.example", language, seats=2)
            mail, message = await mails.invitation(about, to), new_id()
            alone, shared = render(mail, message, "Kota"), written(mail, message, "Kota", known)
            assert (shared.subject, shared.text) == (alone.subject, alone.text)
            assert html.unescape(shared.html) == html.unescape(alone.html)
            assert "<b>" not in shared.html
    assert len(known.shapes) == 4


async def test_inviting_many_runs_as_many_statements_as_inviting_few(alice: Somebody) -> None:
    event = await make_events.published(alice.actor.organisation)
    counts = []
    for name, size in (("Kelurahan", 5), ("Desa", 60)):
        offices = await make_seating.offices(alice.actor, size, name, email=f"{name}@kota.example")
        invitees = [Invitee(institution_id=one.id) for one in offices]
        with counting_queries() as count:
            await actions.invite(alice.actor, event, invitees, True, BEFORE)
        counts.append(count.count)
    assert counts[0] == counts[1]
    assert await fetch_value("SELECT count(*) FROM message") == 65
