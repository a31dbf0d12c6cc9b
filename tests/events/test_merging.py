"""Two organisers edit one thing: nothing either of them typed is lost, and the later one sees both."""

import html
import json
import re
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from events_app.accounts.tables import Organisation
from events_app.events.forms import SessionForm
from events_app.events.states import ChangedMeanwhile
from events_app.events.tables import Event, Session
from events_app.web.forms import Form
from events_app.web.merging import SEEN, merge, remember, shown_by
from tests import make_events as make
from tests.people import Browser, Somebody

HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


async def opened(browser: Browser, path: str) -> dict[str, Any]:
    """What a browser would send back of a form that nobody touched; it carries that itself."""
    hidden = dict(HIDDEN.findall(the_form((await browser.get(path)).text)))
    seen = html.unescape(hidden[SEEN])
    found: dict[str, Any] = json.loads(seen)
    return found | {SEEN: seen, "row_version": hidden["row_version"]}


def the_form(text: str) -> str:
    """The form that has a title."""
    return next(part for part in text.split("<form ") if 'name="title"' in part).partition("</form>")[0]


async def test_the_later_editor_of_a_session_gets_both_changes(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event, "Paparan")
    path = f"/events/{event.id}/sessions/{session.id}"
    first = await opened(alice.web, path)
    second = dict(first)
    await alice.web.post(path, first | {"capacity": "40", "title": "Paparan ahli"})
    late = await alice.web.post(path, second | {"title": "Paparan utama", "ends_at": "2026-12-12T09:45"})
    assert late.status_code == 422
    assert "to: Paparan ahli. Yours stands here" in html.unescape(late.text)
    assert 'value="Paparan utama"' in late.text
    assert 'value="40"' in late.text
    assert 'value="2026-12-12T09:45"' in late.text
    again = dict(HIDDEN.findall(the_form(late.text)))
    assert again["row_version"] == "2"
    merged = second | {"title": "Paparan utama", "ends_at": "2026-12-12T09:45", "capacity": "40"}
    merged |= {"row_version": "2", SEEN: html.unescape(again[SEEN])}
    assert (await alice.web.post(path, merged)).status_code in (302, 303)
    kept = await Session.objects().get(Session.id == session.id)
    assert kept is not None
    assert (kept.title, kept.capacity, kept.row_version) == ("Paparan utama", 40, 3)


async def test_the_later_editor_of_an_event_takes_over_what_only_the_other_changed(
    city: Organisation, alice: Somebody
) -> None:
    hall = await make.room(city, "Aula")
    event = await make.event(city, theme="Anak")
    path = f"/events/{event.id}/edit"
    form = await opened(alice.web, path)
    await alice.web.post(path, form | {"room_id": str(hall.id), "theme": "Perempuan dan anak"})
    late = await alice.web.post(path, form | {"title": "Judul baru"})
    assert late.status_code == 422
    assert f'value="{hall.id}" selected' in late.text
    assert 'value="Perempuan dan anak"' in late.text
    assert 'value="Judul baru"' in late.text
    fresh = await Event.objects().get(Event.id == event.id)
    assert fresh is not None
    assert (fresh.title, fresh.theme) == ("Diskusi Tematik", "Perempuan dan anak")


async def test_a_form_that_forged_what_it_saw_is_only_refused(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event)
    path = f"/events/{event.id}/sessions/{session.id}"
    form = await opened(alice.web, path) | {"row_version": "7"}
    for seen in ("", "{", "[]", "7"):
        late = await alice.web.post(path, form | {SEEN: seen, "title": "Terlambat"})
        assert (late.status_code, "Somebody changed this" in late.text) == (422, True)


FIELDS = ("title", "join_note", "join_url")
TEXTS = st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["", "a", "b", "c "]))


@given(TEXTS, TEXTS, TEXTS)
def test_no_change_of_anybody_is_lost(
    base: dict[str, str], mine: dict[str, str], theirs: dict[str, str]
) -> None:
    form = Form[SessionForm](SessionForm, dict(mine) | {SEEN: json.dumps(base), "row_version": "1"})
    other = remember(Form[SessionForm](SessionForm, dict(theirs) | {"row_version": "2"}))
    merge(form, other, ChangedMeanwhile(), shown_by())
    assert form.values["row_version"] == "2"
    for name in FIELDS:
        was, now, other_now = (one.get(name, "").strip() for one in (base, mine, theirs))
        stands = form.values.get(name, "").strip()
        assert stands == (other_now if now == was else now)
        if other_now not in (was, now):
            assert name in form.errors
        else:
            assert name not in form.errors


async def test_a_box_that_nobody_touched_follows_the_other_editor(
    city: Organisation, alice: Somebody
) -> None:
    event = await make.event(city, waiting_list=True, title="Rapat TPPO")
    path = f"/events/{event.id}/edit"
    form = await opened(alice.web, path) | {"waiting_list": "true"}  # as a browser sends a ticked box
    await alice.api.patch(f"/events/{event.id}", json={"waiting_list": False, "title": "Telaah TPPO"})
    late = await alice.web.post(path, form | {"title": "Rapat TPPO baru"})
    assert late.status_code == 422
    assert "to: Telaah TPPO. Yours stands here" in html.unescape(late.text)
    box = next(
        part for part in late.text.split("<input") if 'name="waiting_list"' in part and "checkbox" in part
    )
    assert " checked" not in box.partition(">")[0]


async def test_long_prose_in_any_script_can_be_saved_again(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city, description="ꦲ" * 19_000)
    path = f"/events/{event.id}/edit"
    form = await opened(alice.web, path)
    assert (await alice.web.post(path, form | {"title": "Judul baru"})).status_code == 303


async def test_what_was_seen_may_be_nonsense_of_any_depth(city: Organisation, alice: Somebody) -> None:
    event = await make.event(city)
    session = await make.session(event)
    path = f"/events/{event.id}/sessions/{session.id}"
    form = await opened(alice.web, path) | {"row_version": "7", SEEN: "[" * 90_000}
    assert (await alice.web.post(path, form)).status_code == 422
