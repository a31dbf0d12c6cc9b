"""Browser forms: whatever is sent, nothing raises, and everything typed stays."""

from typing import Annotated, Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import AfterValidator, BeforeValidator, Field

from events_app.commitments.importing.forms import SheetForm
from events_app.errors import FieldError, Invalid, Refusal
from events_app.i18n import gettext
from events_app.shapes import Body, Day, Moment
from events_app.web.faults import checked
from events_app.web.forms import Faulty, Form, parse


class Step(Body):
    """A row of the form."""

    title: Annotated[str, Field(min_length=1, max_length=20)]
    due: Day | None = None


class Plan(Body):
    """A form with every sort of field."""

    name: Annotated[str, Field(min_length=1, max_length=20)]
    seats: Annotated[int, Field(ge=1)] = 1
    at: Moment | None = None
    room: UUID | None = None
    confirmed: bool = False
    people: list[UUID] = Field(default_factory=list)
    tags: list[str] = Field(default_factory=list)
    steps: list[Step] = Field(default_factory=list)


class Taken(Refusal):
    """A refusal that knows its field."""

    field = "room"


typed = st.text(max_size=30)
names = st.one_of(
    st.sampled_from(
        [
            *Plan.model_fields,
            "steps.0.title",
            "steps.7.title",
            "steps.0.due",
            "steps",
            "steps.x",
            "steps.².title",
        ]
    ),
    st.text(alphabet=st.characters(exclude_characters="\x00"), max_size=12),
    st.lists(st.sampled_from(["steps", "0", "12", "title", "", "people"]), max_size=4).map(".".join),
)
forms = st.dictionaries(names, st.lists(typed, min_size=1, max_size=4), max_size=10)


@given(forms)
def test_no_form_raises_and_what_was_typed_stays(sent: dict[str, list[str]]) -> None:
    form = parse(Plan, {name: list(values) for name, values in sent.items()})
    kept = [
        text for value in form.values.values() for text in (value if isinstance(value, list) else [value])
    ]
    for values in sent.values():
        assert not "".join(values).strip() or set(values) & set(kept)
    for name in sent.keys() - {one for one in sent if "." in one}:
        assert form.values[name] in (sent[name], *sent[name])
    assert form.status == (200 if form.ok else 422)
    assert all(isinstance(name, str) and text for name, text in form.errors.items())
    if form.ok:
        assert form.value.name in form.values["name"]


@given(st.sets(st.integers(0, 10_000), min_size=1, max_size=8), st.randoms())
def test_rows_keep_their_order_whatever_gaps_they_have(numbers: set[int], order: Any) -> None:
    shuffled = sorted(numbers)
    order.shuffle(shuffled)
    sent: dict[str, list[Any]] = {f"steps.{n}.title": [f"row {n}"] for n in shuffled}
    form = parse(Plan, {"name": ["x"]} | sent)
    assert [step.title for step in form.value.steps] == [f"row {n}" for n in sorted(numbers)]
    assert form.rows("steps") == list(range(len(numbers)))
    assert [form.values[f"steps.{n}.title"] for n in form.rows("steps")] == [
        f"row {n}" for n in sorted(numbers)
    ]


@given(
    st.lists(st.uuids(), min_size=1, max_size=5), st.lists(typed.filter(str.strip), min_size=1, max_size=5)
)
def test_repeated_values_are_lists_and_the_last_of_others_counts(
    people: list[UUID], names: list[str]
) -> None:
    sent = {"name": [name[:20] for name in names], "people": [str(one) for one in people]}
    form = parse(Plan, {name: list(values) for name, values in sent.items()})
    assert form.values["people"] == [str(one) for one in people]
    assert form.values["name"] == names[-1][:20]
    if form.ok:
        assert form.value.people == people


def test_all_faults_stand_beside_their_fields() -> None:
    sent = {"seats": ["0"], "at": ["2026-12-12T09:00"], "room": ["x"], "colour": ["red"]}
    rows = {"steps.3.title": ["a" * 21], "steps.5.title": [" "], "steps.9.due": ["12/12/2026"]}
    form = parse(Plan, {name: list(values) for name, values in (sent | rows | {"people": ["x", ""]}).items()})
    beside = {"name", "seats", "at", "room", "colour", "people.0"}
    assert beside <= form.errors.keys()
    steps = {name for name in form.errors if name.startswith("steps.")}
    assert steps == {"steps.0.title", "steps.1.title", "steps.1.due"}
    assert (form.values["steps.0.title"], form.values["steps.1.due"]) == ("a" * 21, "12/12/2026")
    assert form.rows("steps") == [0, 1]


def test_a_refusal_stands_beside_its_field_or_on_top() -> None:
    form = Form.blank(Plan, name="Rapat", seats=3, confirmed=True, people=[])
    assert (form.ok, form.status, form.values["seats"], form.values["confirmed"]) == (True, 200, "3", "on")
    form.refuse(Taken()).refuse(Refusal())
    assert form.errors.keys() == {"room", ""}
    assert form.status == 422
    assert form.values["name"] == "Rapat"


def test_rule_of_ours_that_nothing_breaks_says_its_own_sentence() -> None:
    with pytest.raises(Invalid) as neither:
        checked(SheetForm, {})
    assert [one.message for one in neither.value.errors] == [gettext("Choose a file, or paste the cells.")]
    with pytest.raises(Invalid) as nameless:
        checked(Plan, {})
    assert [one.message for one in nameless.value.errors] == [gettext("Please fill this in.")]


def test_tidied_text_has_characters_and_a_list_has_entries() -> None:
    class Tidied(Body):
        name: Annotated[str, BeforeValidator(str.strip), Field(max_length=3)]
        codes: Annotated[list[str], AfterValidator(sorted), Field(max_length=3)]

    with pytest.raises(Invalid) as refused:
        checked(Tidied, {"name": "abcd", "codes": list("abcd")})
    told = {fault.field: fault.message for fault in refused.value.errors}
    assert told == {
        "name": "Paling banyak 3 karakter.",
        "codes": "Paling banyak 3 butir.",
    }


def test_a_block_that_refuses_leaves_in_the_form_why_it_was_not_done() -> None:
    form = parse(Plan, {"name": ["A"]})
    with form.refusing():
        raise Taken()
    assert form.errors == {"room": Taken().text}


def test_a_form_with_faults_acts_on_nothing_and_keeps_them() -> None:
    done = []
    form = parse(Plan, {"seats": ["0"]})
    faults = dict(form.errors)
    with form.refusing():
        done.append(form.value)
    assert (done, form.errors) == ([], faults)
    assert not form.ok


def test_what_was_refused_before_is_not_tried_again() -> None:
    done = []
    form = parse(Plan, {"name": ["A"]}).refuse(Taken())
    with form.refusing():
        done.append(form.value)
    assert (done, form.parsed is None) == ([], False)


def test_only_refusals_and_the_own_faults_end_a_block_quietly() -> None:
    form, other = parse(Plan, {"name": ["A"]}), parse(Plan, {})
    with pytest.raises(Faulty), form.refusing():
        assert other.value
    with pytest.raises(KeyError), form.refusing():
        raise KeyError("name")
    assert form.ok


def test_all_faults_of_one_field_are_said_once_each() -> None:
    faults = [
        FieldError("name", "a", "Too long."),
        FieldError("name", "b", "No name."),
        FieldError("name", "a", "Too long."),
    ]
    form = parse(Plan, {"name": ["A"]}).refuse(Invalid(faults))
    assert form.errors == {"name": "Too long. No name."}
