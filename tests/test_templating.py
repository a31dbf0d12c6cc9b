"""The short ways of the template environment say what the library's long ways say."""

from typing import Any

import pytest
from jinja2 import TemplateNotFound
from markupsafe import Markup

from events_app import i18n, sparing
from events_app.shapes import Body
from events_app.templating import environment
from events_app.web.forms import Form


def drawn(source: str, **facts: object) -> str:
    return environment().from_string(source).render(facts)


def test_words_follow_the_language_of_the_moment() -> None:
    for _twice in range(2):
        for language, word in (("en", "Name"), ("id", "Nama")):
            with i18n.using(language):
                assert drawn("{{ _('Name') }}") == word


def test_facts_in_words_are_escaped_and_percent_signs_stay() -> None:
    with i18n.using("en"):
        assert drawn("{{ _('by %(name)s', name=name) }}", name="<b>") == "by &lt;b&gt;"
        assert drawn("{{ _('Progress: %(percent)s %%', percent=5) }}") == "Progress: 5 %"


def test_macros_take_positions_names_defaults_and_a_caller() -> None:
    plain = "{% macro m(a, b='x') %}{{ a }}{{ b }}{% endmacro %}"
    assert drawn(plain + "{{ m('<') }}{{ m(1, b='y') }}") == "&lt;x1y"
    called = "{% macro m(a) %}{{ a }}{{ caller() }}{% endmacro %}"
    assert drawn(called + "{% call m(1) %}<b>{{ '<' }}{% endcall %}") == "1<b>&lt;"


def test_a_state_is_said_in_each_language_and_what_it_does_not_know_is_escaped() -> None:
    source = "{% from 'ui/state.html' import state %}{{ state('action', value) }}"
    with i18n.using("en"):
        assert "Overdue" in drawn(source, value="overdue")
    with i18n.using("id"):
        assert "Overdue" not in drawn(source, value="overdue")
        assert "<i>" in drawn(source, value=Markup("<i>"))
        assert "<i>" not in drawn(source, value="<i>")


def test_a_part_is_drawn_once_for_the_same_words_and_never_for_others() -> None:
    source = "{% from 'ui/button.html' import button %}{{ button(label, name='n', attrs={'data-x': more}) }}"
    with i18n.using("en"):
        shown = drawn(source, label="<b>", more="1")
        assert ("&lt;b&gt;" in shown, drawn(source, label="<b>", more="1")) == (True, shown)
        assert "<b></button>" in drawn(source, label=Markup("<b>"), more="1")
        assert 'data-x="2"' in drawn(source, label="<b>", more="2")
        link = "{% from 'ui/button.html' import button %}{{ button('x', href='/T/SECRET') }}"
        kept: Any = environment().get_template("ui/button.html").module
        assert ("/T/SECRET" in drawn(link), "SECRET" in str(kept.button.kept)) == (True, False)
        assert drawn(source, label="<b>", more=True) != drawn(source, label="<b>", more=1)


def test_a_field_keeps_nothing_that_was_typed_and_none_of_its_faults() -> None:
    source = "{% from 'ui/field.html' import field %}{{ field(form, 'who', 'Name') }}"
    forms = [Form(Body), Form(Body, {"who": "Kartini 7741"}), Form(Body, {}, {"who": "Nothing of 7741."})]
    with i18n.using("en"):
        empty, typed, wrong = (drawn(source, form=one) for one in forms)
        assert [drawn(source, form=one) for one in forms] == [empty, typed, wrong]
    assert "Kartini 7741" in typed
    assert "Nothing of 7741." in wrong
    assert "Kartini 7741" not in empty
    kept: Any = environment().get_template("ui/field.html").module
    assert not any(
        "Kartini 7741" in str(one) or "Nothing of 7741" in str(one) for one in kept.field.kept.values()
    )
    assert any(str(one) in empty for one in kept.field.kept.values())


def test_what_was_kept_goes_before_it_becomes_too_much() -> None:
    part = sparing.Same(lambda word: word.upper())
    for number in range(sparing.MOST + 1):
        assert part(f"w{number}") == f"W{number}"
    assert len(part.kept) == 1


def test_templates_and_what_they_import_are_read_once_and_know_the_language() -> None:
    env = environment()
    assert env.get_template("ui/alert.html") is env.get_template("ui/alert.html", "invitations/rsvp.html")
    source = "{% from 'ui/alert.html' import alert %}{{ alert('x', 'info') }}"
    with i18n.using("id"):
        ours = drawn(source)
    with i18n.using("en"):
        assert drawn(source) != ours
    with pytest.raises(TemplateNotFound):
        env.get_template("ui/nowhere.html")


MOULDED = """{% macro card(own, word) %}<p title="{{ own.who }}">{{ _(word) }} {{ own.note }}</p>{% endmacro %}
{% set card = mould(card) %}{{ card({"who": who, "note": note}, word) }}{{ card({"who": note, "note": who}, word) }}"""


def test_a_mould_fills_its_slots_as_the_template_would_have_written_them() -> None:
    plain = MOULDED.replace("{% set card = mould(card) %}", "")
    facts = {"who": '"<b>" & Kartini\0note\0', "note": Markup("<i>x</i>"), "word": "Name"}
    for language in i18n.LOCALES:
        with i18n.using(language):
            assert drawn(MOULDED, **facts) == drawn(plain, **facts)


def test_a_mould_keeps_nothing_that_was_put_into_it() -> None:
    source = "{% from 'invitations/answering/_parts.html' import not_you %}{{ not_you(own, true) }}"
    own = {"token": "TOKEN7741", "csrf": "CSRF7741"}
    shown = drawn(source, own=own)
    assert "/rsvp/TOKEN7741/taken-back" in shown
    assert drawn(source, own=own | {"token": "ANOTHER"}) == shown.replace("TOKEN7741", "ANOTHER")
    kept: Any = environment().get_template("invitations/answering/_parts.html").module
    assert "not_you" in str(kept.not_you.macro)
    assert kept.not_you.kept
    assert "7741" not in str(kept.not_you.kept)


def test_what_is_too_long_to_keep_is_drawn_each_time() -> None:
    part = sparing.Same(lambda word: word * sparing.LARGEST)
    assert part("ab") == "ab" * sparing.LARGEST
    assert not part.kept
