"""The summary above a refused form names each field by its own label, in the reader's language."""

import re

import pytest
from markupsafe import Markup

from events_app import i18n
from events_app.labelled import labelled
from events_app.templating import environment
from tests.people import Somebody

FORM = """{% filter labelled %}{% from 'ui/form_errors.html' import form_errors %}{% from 'ui/field.html' import field %}
{{ form_errors(form) }}{{ FIELD }}{% endfilter %}"""


def summary(field: str, name: str, told: str = "Please fill this in.") -> list[str]:
    form = {"values": {}, "errors": {name: told}}
    page = environment().from_string(FORM.replace("FIELD", field)).render(form=form)
    return [re.sub("<[^>]+>", "", one) for one in re.findall(r"<li>(.*?)</li>", page)]


@pytest.mark.parametrize(
    ("field", "name", "said"),
    [
        ("field(form, 'name', 'Name')", "name", "Name: Please fill this in."),
        ("field(form, 'own', 'Name', attrs={'id': 'f-own'})", "own", "Name: Please fill this in."),
        ("field(form, 'kind', 'Kind', type='radio', options=[(1, 'One'), (2, 'Two')])", "kind", "Kind: Please fill this in."),
        ("field(form, 'sure', 'I am sure', type='checkbox')", "sure", "I am sure: Please fill this in."),
        ("field(form, 'who', 'Who comes?', required=true)", "who", "Who comes? Please fill this in."),
        ("field(form, 'rows.1.name', 'Name <b>')", "rows.1.name", "Name &lt;b&gt; (2): Please fill this in."),
        ("field(form, 'secret', '', type='hidden')", "secret", "Please fill this in."),
        ("field(form, 'name', 'Name')", "", "Please fill this in."),
    ],
)  # fmt: skip
def test_a_fault_is_led_by_the_label_of_its_field(field: str, name: str, said: str) -> None:
    assert summary(field, name) == [said]


def test_a_fault_that_begins_with_the_label_does_not_say_it_twice() -> None:
    assert summary("field(form, 'name', 'Name')", "name", "Name of nobody.") == ["Name of nobody."]


def test_a_label_of_no_component_and_the_legend_of_rows_are_found_too() -> None:
    fault = '<a href="#f-{}" data-fault>Too many.</a>'
    rows = '<fieldset class="section" id="f-people">\n <legend class="h4">People <svg>x</svg></legend></fieldset>'
    plain = '<label class="x" for="f-of">Of <select><option>all</option></select></label>'
    assert "People: Too many." in labelled(Markup(fault.format("people") + rows))
    assert ">Of: Too many." in labelled(Markup(fault.format("of") + plain))


def test_what_was_typed_cannot_pass_for_a_label() -> None:
    typed = "field(form, 'note', 'Note', value='<label data-names=\"f-note\">Evil</label>')"
    assert summary(typed, "note") == ["Note: Please fill this in."]


async def test_a_refused_page_says_it_in_both_languages(alice: Somebody) -> None:
    for language, said in (("en", "Name: Please fill this in."), ("id", "Nama: Mohon diisi.")):
        alice.web.client.cookies.set("lang", language)
        refused = await alice.web.post("/institutions/new", {"name": "", "kind": "other"})
        assert refused.status_code == 422
        assert f'<a href="#f-name" data-fault>{said}</a>' in refused.text


def test_a_long_summary_ends_with_how_many_more_there_are() -> None:
    page = environment().from_string(FORM.replace("FIELD", "''"))
    form = {"errors": {f"x{n}": "No." for n in range(53)}}
    with i18n.using("en"):
        faults = re.findall(r"<li>(.*?)</li>", page.render(form=form))
    assert (len(faults), "#f-x49" in faults[49]) == (51, True)
    assert faults[50] == "and 3 more, each beside its field"
