"""Placeholders: plain names, nothing evaluated, and what is wrong is named with what was meant."""

import pytest

from events_app.i18n import using
from events_app.ids import new_id
from events_app.invitations.wording import kinds as inviting
from events_app.notifications.links import Link, marking
from events_app.notifications.wording import letter
from events_app.notifications.wording.checks import found
from events_app.notifications.wording.formatter import Fault, faults
from events_app.notifications.wording.kinds import Wording, known
from events_app.notifications.wording.values import Button, Facts, Value

assert inviting, "registers the kinds"
LINK = Link("link", "rsvp", new_id(), 1, "/rsvp/")


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("{link} {{not one}} {event}", []),
        ("{lnk}", [Fault("unknown_placeholder", "lnk", "link")]),
        ("{Link}", [Fault("unknown_placeholder", "Link", "link")]),
        ("{link.__class__}", [Fault("unknown_placeholder", "link.__class__", "")]),
        ("{event!r:>9}", [Fault("unknown_placeholder", "event!r:>9", "event")]),
        ("{0} {}", [Fault("unknown_placeholder", "", ""), Fault("unknown_placeholder", "0", "")]),
        (
            "{% for x in y %} }",
            [Fault("stray_brace", "}", ""), Fault("unknown_placeholder", "% for x in y %", "")],
        ),
    ],
)
def test_faults_name_what_nobody_can_fill(text: str, wrong: list[Fault]) -> None:
    assert faults(text, {"link", "event"}) == wrong


def test_checks_name_field_and_nearest_and_what_is_missing() -> None:
    kind = known("invitations.invitation")
    assert kind is not None
    wrong = {(one.field, one.code): one.message for one in found(kind, "{evnt} {link}", "{salutatoin}")}
    assert set(wrong) == {
        ("subject", "unknown_placeholder"),
        ("subject", "misplaced_placeholder"),
        ("body", "unknown_placeholder"),
        ("body", "missing_placeholder"),
    }
    with using("en"):
        (said,) = [one.message for one in found(kind, "{evnt}", "{link}")]
    assert said == "There is no placeholder {evnt}. Did you mean {event}?"


@pytest.mark.parametrize(
    "name", ["invitation", "invitation_reminder", "pass", "event_cancelled", "letter", "follow_up"]
)
@pytest.mark.parametrize("language", ["id", "en"])
def test_words_that_come_with_the_product_pass_the_check(name: str, language: str) -> None:
    kind = known(f"invitations.{name}")
    assert kind is not None
    with using(language):
        words = kind.default()
    assert found(kind, words.subject, words.body) == []


def test_letter_leaves_out_what_says_nothing_and_escapes_the_rest() -> None:
    words = Wording(
        "Hello {name}", "Dear {name},\n\n{seats}\n\n{facts}\n\nsee https://a.example/x. {{ok}}\n{link}"
    )
    values: dict[str, Value] = {
        "name": "<b>Ada & {link}</b>",
        "seats": "",
        "facts": Facts([("Time", "09.00 <WIB>")]),
        "link": Button(LINK, "Answer"),
    }
    with using("en"), marking(LINK.subject):
        text, html, mark = (
            letter.plain(words, values, "Kota", None),
            letter.page(words, values, "Kota", None),
            str(LINK),
        )
    assert "Dear <b>Ada & {link}</b>,\n\nTime: 09.00 <WIB>\n\nsee https://a.example/x. {ok}\n" + mark in text
    assert "&lt;b&gt;Ada &amp; {link}&lt;/b&gt;" in html
    assert "<b>" not in html
    assert html.count(mark) == 1
    assert 'href="https://a.example/x"' in html
    assert "09.00 &lt;WIB&gt;" in html
    assert "style=" in html.split('class="button"')[1].split(">")[0]


def test_letter_loads_nothing_from_elsewhere() -> None:
    with using("en"), marking(LINK.subject):
        html = letter.page(Wording("s", "{x}"), {"x": "y"}, "Kota", LINK)
    assert "src=" not in html
    assert "url(" not in html
    assert "No more letters, please" in html
