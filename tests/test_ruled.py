"""Rules between fields are told together with the faults of single fields, by every body that has rules."""

import ast
import inspect
import textwrap
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

import events_app.app  # noqa: F401  every door, and so every form
from events_app.ruled import Ruled, rules_of
from events_app.shapes import Body
from events_app.web.forms import parse

ID = "01980000-0000-7000-8000-000000000001"
OTHER = "01980000-0000-7000-8000-000000000002"
CHANGES_ONLY = {("GroupForm", "_lets_go"), ("PersonIn", "_titles_apart")}
"""Validators of whole bodies that refuse nothing."""

TWO_ENDS = {"count": 3, "until": "2026-12-01"}
BROKEN: dict[tuple[str, str], dict[str, Any]] = {
    ("CertificatesIssued", "_says_why"): {"person_id": ID},
    ("DeviceIn", "_one_or_many"): {"session_id": ID, "event_ids": [OTHER]},
    ("ExtensionForm", "_one_end"): TWO_ENDS,
    ("ExtensionIn", "_one_end"): {"count": 3, "until": "2026-12-01T09:00:00+07:00"},
    ("FeedIn", "_names_its_institution"): {"kind": "due_office"},
    ("FeedIn", "_names_its_person"): {"kind": "due_person"},
    ("FeedIn", "_names_its_room"): {"kind": "room", "person_id": ID},
    ("GroupForm", "_position_named"): {"by_rule": True, "taking": "holders"},
    ("GroupIn", "_position_named"): {"by_rule": True, "taking": "holders"},
    ("GroupIn", "_rule_or_members"): {"by_rule": True, "person_ids": [ID]},
    ("HoldingIn", "_day_of_handing_over"): {"hand_over": True},
    ("HoldingIn", "_in_order"): {"starts_on": "2026-05-02", "ends_on": "2026-05-01"},
    ("InviteIn", "_one_way"): {"send": True, "reserve": True},
    ("Invitee", "_one_of_three"): {"institution_id": ID, "person_id": OTHER},
    ("Invitee", "_one_seat"): {"person_id": ID, "seats": 2},
    ("LineIn", "_somebody"): {},
    ("MailingIn", "_somebody"): {"audience": "chosen"},
    ("MinutesTextIn", "_of_an_item"): {"agenda_item_id": ID, "part": "opening"},
    ("PersonIn", "_name_fits"): {"full_name": "Ir. " + "A" * 30, "title_prefix": "Dr. " * 15},
    ("PersonPatch", "_name_fits"): {"full_name": "Ir. " + "A" * 30, "title_prefix": "Dr. " * 15},
    ("ProtocolIn", "_of_vips"): {"vip": False, "protocol_note": "Baris depan"},
    ("QuorumRuleForm", "_can_be_reached"): {"measure": "share", "amount": 101},
    ("QuorumRuleForm", "_group_named"): {"of": "group", "kind": "village"},
    ("QuorumRuleForm", "_kind_named"): {"of": "kind", "group_id": ID},
    ("QuorumRuleIn", "_can_be_reached"): {"measure": "share", "amount": 101},
    ("QuorumRuleIn", "_of_one_sector"): {"kind": "village", "group_id": ID},
    ("QuotaIn", "_of_one_thing"): {"kind": "village", "group_id": ID},
    ("RoundIn", "_says_something"): {"audience": "coming"},
    ("RuleForm", "_says_how_many"): {"ends": "count"},
    ("RuleForm", "_says_until_when"): {"ends": "until", "count": 3},
    ("ScanDecisionIn", "_says_which"): {"decision": "mistake"},
    ("SeriesForm", "_says_how_many"): {"ends": "count"},
    ("SeriesForm", "_says_until_when"): {"ends": "until"},
    ("SeriesIn", "_one_source"): {"event_id": ID, "template_id": OTHER},
    ("SeriesIn", "_start_of_a_template"): {"template_id": ID},
    ("SheetForm", "_something"): {},
    ("SignatureIn", "_one_of_two"): {"on_paper": True, "strokes": [[[1, 1], [2, 2], [3, 3], [4, 4], [5, 5]]]},
    ("Times", "_in_order"): {"starts_on": "2026-05-02", "ends_on": "2026-05-01"},
}


def _below(model: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for one in model.__subclasses__():
        yield one
        yield from _below(one)


RULED = {one.__name__: one for one in _below(Ruled) if one.__module__.startswith("events_app.")}
PAIRS = [(name, a_rule) for name in sorted(RULED) if name[0] != "_" for a_rule in rules_of(RULED[name])]


def _faults(model: type[BaseModel], given: dict[str, Any]) -> set[tuple[str, str]]:
    with pytest.raises(ValidationError) as wrong:
        model.model_validate(given)
    return {(".".join(map(str, one["loc"])), one["type"]) for one in wrong.value.errors()}


def test_every_rule_has_an_example_here() -> None:
    assert sorted(BROKEN) == sorted(PAIRS)
    assert len(RULED) > 20


def test_no_other_validator_of_a_whole_body_refuses_anything() -> None:
    after = {
        (one.__name__, name)
        for one in _below(Body)
        if one.__module__.startswith("events_app.")
        for name, made in one.__pydantic_decorators__.model_validators.items()
        if made.info.mode == "after" and name in vars(one)
    }
    assert after == CHANGES_ONLY


@pytest.mark.parametrize(("name", "a_rule"), PAIRS)
def test_tell_a_broken_rule_beside_its_field_whatever_else_is_wrong(name: str, a_rule: str) -> None:
    model = RULED[name]
    beside = rules_of(model)[a_rule].beside
    told = _faults(model, BROKEN[name, a_rule] | {"nobody_knows": "x"})
    assert ("nobody_knows", "extra_forbidden") in told
    missing = {(field, "missing") for field, made in model.model_fields.items() if made.is_required()}
    assert missing - {(field, "missing") for field in BROKEN[name, a_rule]} <= told
    ours = {code for field, code in told - missing if field == beside and code != "extra_forbidden"}
    assert ours, f"{name}.{a_rule} is not told"


@pytest.mark.parametrize(("name", "a_rule"), PAIRS)
def test_read_only_the_fields_that_a_rule_names(name: str, a_rule: str) -> None:
    model = RULED[name]
    one = rules_of(model)[a_rule]
    assert {*one.reads, *filter(None, [one.beside])} <= set(model.model_fields)
    assert _read_by(model, a_rule) == set(one.reads)


def _read_by(model: type[BaseModel], method: str) -> set[str]:
    """The fields that a method asks of its body, by itself or through other methods."""
    made = inspect.getattr_static(model, method)
    code = ast.parse(textwrap.dedent(inspect.getsource(getattr(made, "fget", made))))
    asked = {
        one.attr
        for one in ast.walk(code)
        if isinstance(one, ast.Attribute) and isinstance(one.value, ast.Name) and one.value.id == "self"
    }
    fields = asked & set(model.model_fields)
    return fields.union(*(_read_by(model, name) for name in asked - fields))


def test_leave_a_rule_out_whose_own_field_is_wrong() -> None:
    told = _faults(RULED["HoldingIn"], {"person_id": ID, "starts_on": "2026-05-02", "ends_on": "tomorrow"})
    assert {field for field, _code in told} == {"ends_on"}
    assert "before_start" not in {code for _field, code in told}


def test_tell_several_broken_rules_at_once() -> None:
    given = {"starts_on": None, "hand_over": True, "ends_on": "2026-05-01", "person_id": "?"}
    assert _faults(RULED["HoldingIn"], given) == {
        ("person_id", "uuid_parsing"),
        ("starts_on", "handing_over_without_day"),
    }
    assert {code for _field, code in _faults(RULED["Invitee"], {"seats": 3})} == {"one_invitee", "one_seat"}


def test_tell_the_rules_of_rows_within_a_body() -> None:
    rows = [{"institution_id": ID}, {"person_id": ID, "seats": 4}, {"institution_id": "?", "seats": "many"}]
    assert _faults(RULED["InviteIn"], {"invitees": rows, "send": "perhaps"}) == {
        ("invitees.1.seats", "one_seat"),
        ("invitees.2.institution_id", "uuid_parsing"),
        ("invitees.2.seats", "int_parsing"),
        ("send", "bool_parsing"),
    }


def test_say_each_fault_in_its_own_words_also_beside_rules() -> None:
    with pytest.raises(ValidationError) as wrong:
        RULED["DeviceIn"].model_validate(
            {"name": "HP", "gate": "x" * 81, "session_id": ID, "event_ids": [ID]}
        )
    long, ours = wrong.value.errors()
    assert (long["loc"], long["type"], long["ctx"]) == (("gate",), "string_too_long", {"max_length": 80})
    assert (long["input"], ours["type"]) == ("x" * 81, "session_of_one")


def test_ask_a_body_that_is_none_nothing() -> None:
    assert _faults(RULED["SheetForm"], 3) == {("", "model_type")}  # type: ignore[arg-type]


def test_show_a_broken_rule_and_a_wrong_field_in_one_form() -> None:
    typed = {"person_id": ["?"], "starts_on": ["2026-05-02"], "ends_on": ["2026-05-01"]}
    form = parse(RULED["HoldingIn"], typed)
    assert list(form.errors) == ["person_id", "ends_on"]
    assert form.values["ends_on"] == "2026-05-01"
