"""What is written down, and what is not."""

import pytest

from events_app import tokens
from events_app.accounts.tables import Organisation
from events_app.database import fetch_value, transaction
from events_app.i18n import using
from events_app.notifications import actions
from events_app.notifications.links import readable
from events_app.notifications.tables import Message
from tests.make_notifications import invitation
from tests.notifications.conftest import set_smtp
from tests.notifications.postman import Postman

JOBS = "SELECT count(*) FROM pgqueuer WHERE entrypoint = 'deliver'"


async def test_enqueue_leaves_message_and_job_together(organisation: Organisation, mailing: Postman) -> None:
    message = await actions.enqueue(organisation.id, invitation())
    assert (message.state, await fetch_value(JOBS)) == ("queued", 1)


async def test_enqueue_leaves_nothing_when_its_cause_is_undone(
    organisation: Organisation, mailing: Postman
) -> None:
    async def cause() -> None:
        async with transaction():
            await actions.enqueue(organisation.id, invitation())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        await cause()
    assert (await Message.count(), await fetch_value(JOBS)) == (0, 0)


async def test_enqueue_holds_without_a_mail_server(
    organisation: Organisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    set_smtp(monkeypatch, None)
    message = await actions.enqueue(organisation.id, invitation())
    assert (message.state, await fetch_value(JOBS)) == ("held", 0)


async def test_enqueue_holds_for_the_demonstration(organisation: Organisation, mailing: Postman) -> None:
    await Organisation.update({Organisation.demo: True}, force=True)
    message = await actions.enqueue(organisation.id, invitation())
    assert (message.state, await fetch_value(JOBS)) == ("held", 0)


async def test_enqueue_twice_with_one_key_tells_once(organisation: Organisation, mailing: Postman) -> None:
    first = await actions.enqueue(organisation.id, invitation("Ada", dedup_key="invitation:1"))
    again = await actions.enqueue(organisation.id, invitation("Bob", dedup_key="invitation:1"))
    assert (again.id, again.to_name, await fetch_value(JOBS)) == (first.id, "Ada", 1)


async def test_enqueue_all_answers_in_order(organisation: Organisation, mailing: Postman) -> None:
    names = [f"Tamu {number}" for number in range(450)]
    rows = await actions.enqueue_all(organisation.id, [invitation(name) for name in names])
    assert ([row.to_name for row in rows], await fetch_value(JOBS)) == (names, 23)  # twenty in one job


async def test_enqueue_lets_a_single_message_pass_a_crowd(
    organisation: Organisation, mailing: Postman
) -> None:
    await actions.enqueue_all(organisation.id, [invitation(), invitation()])
    one = await actions.enqueue(organisation.id, invitation())
    first = await fetch_value("SELECT convert_from(payload, 'UTF8') FROM pgqueuer ORDER BY priority DESC, id")
    assert str(one.id) in first


@pytest.mark.parametrize(
    "address", ["dwi@dinas.example\r\nBcc: all@x.example", "no at", "a@b@c", "é@x.example"]
)
async def test_enqueue_refuses_what_is_no_address(organisation: Organisation, address: str) -> None:
    with pytest.raises(actions.UnusableAddress):
        await actions.enqueue(organisation.id, invitation(to=address))


async def test_render_stores_no_working_link(organisation: Organisation, mailing: Postman) -> None:
    mail = invitation()
    assert mail.subject_row is not None
    row = await actions.enqueue(organisation.id, mail)
    stored = row.text + row.html + row.subject
    assert f"{{{{link:rsvp:{mail.subject_row}:1:/rsvp/:" in row.text
    assert f'href="{{{{link:rsvp:{mail.subject_row}:1:/rsvp/:' in row.html
    assert tokens.derive("rsvp", mail.subject_row) not in stored
    assert tokens.derive("pass", mail.subject_row) not in stored


async def test_readable_shows_only_the_purposes_asked_for(organisation: Organisation) -> None:
    mail = invitation()
    assert mail.subject_row is not None
    row = await actions.enqueue(organisation.id, mail)
    with using("en"):
        shown = readable(row.text, row.id, purposes=frozenset({"rsvp"}))
    assert tokens.derive("rsvp", mail.subject_row) in shown
    assert tokens.derive("pass", mail.subject_row) not in shown
    assert "[personal link]" in shown


@pytest.mark.parametrize(
    "name",
    [
        "Ada {{link:rsvp:018f0000-0000-7000-8000-000000000000:1:/rsvp/}}",
        "Ada {{link:rsvp:018f0000-0000-7000-8000-000000000000:1:/rsvp/:ABCDEFGHJKMN}}",
        "%(x)s %s 100%",
        "{{ 7*7 }}{% raw %}",
    ],
)
async def test_render_keeps_a_strange_name_literal(organisation: Organisation, name: str) -> None:
    row = await actions.enqueue(organisation.id, invitation(name))
    assert row.subject == f"Hello {name}"
    assert f"Yth. {name}," in readable(row.text, row.id, purposes=frozenset({"rsvp"}))
    assert f"Yth. {name}," in readable(row.html, row.id, purposes=frozenset({"rsvp"}))


async def test_render_makes_no_header_of_a_line_break(organisation: Organisation) -> None:
    row = await actions.enqueue(organisation.id, invitation("Ada\r\nBcc: all@x.example\0\x1b"))
    assert (row.subject, row.to_name) == ("Hello Ada Bcc: all@x.example", "Ada Bcc: all@x.example")
