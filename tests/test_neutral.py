"""A confidential event is called by its number wherever others look on, and one place says so."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from events_app import i18n, neutral
from events_app.paths import TEMPLATES
from events_app.templating import environment

PACKAGE = Path(neutral.__file__).parent
BY_HAND = re.compile(
    r"\.ref\)? if (?:\w+ and )?(?:not )?[\w.]+\.confidential else|\bor not [\w.]+\.confidential else"
)
TITLE_OF_TAB = re.compile(r"{% block title %}(.*?){% endblock %}", re.DOTALL)
OPEN = SimpleNamespace(ref="E-2026-0007", title="Diskusi", confidential=False)
SECRET = SimpleNamespace(ref="E-2026-0008", title="Korban", confidential=True)
SOURCES = sorted([*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt"), *PACKAGE.rglob("*.py")])


@pytest.mark.parametrize("as_dict", [False, True])
def test_a_confidential_event_has_its_number_for_a_name(as_dict: bool) -> None:
    known, secret = (vars(OPEN), vars(SECRET)) if as_dict else (OPEN, SECRET)
    assert (neutral.called(known), neutral.meeting(known)) == ("Diskusi", "Diskusi")
    with i18n.using("id"):
        assert (neutral.called(secret), neutral.meeting(secret)) == ("E-2026-0008", "Rapat E-2026-0008")


def test_templates_ask_the_same_place() -> None:
    page = environment().from_string("{{ one|called }} / {{ one|meeting }}")
    with i18n.using("en"):
        assert page.render(one=SECRET) == "E-2026-0008 / Meeting E-2026-0008"


def test_nobody_decides_it_by_hand() -> None:
    own = Path(neutral.__file__)
    found = [str(path) for path in SOURCES if path != own and BY_HAND.search(path.read_text())]
    assert not found, f"ask events_app.neutral, or the filters called and meeting: {found}"


def test_no_tab_is_titled_with_an_event_that_may_be_confidential() -> None:
    titles = {path: TITLE_OF_TAB.findall(path.read_text()) for path in TEMPLATES.rglob("*.html")}
    found = [str(path) for path, words in titles.items() if any("event.title" in word for word in words)]
    assert not found, f"a tab's title is read by who looks over a shoulder: {found}"
