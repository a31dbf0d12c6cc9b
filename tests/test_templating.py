"""The short ways of the template environment say what the library's long ways say."""

from markupsafe import Markup

from events_app import i18n
from events_app.templating import environment


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
