"""Each kind of message has a name in the outbox, also in Indonesian."""

import re
from pathlib import Path

from events_app import i18n
from events_app.events.speakers.forms import About
from events_app.invitations import mails
from events_app.invitations.whatsapp.tables import Words
from events_app.notifications import words
from events_app.notifications.wording.kinds import kinds, known

ROOT = Path(__file__).parents[2] / "events_app"
CALL = re.compile(r"\b_(?:mail|about|asking)\(\s*(?:about, to, |to, )?\"(\w+)\"")
WHOLE = re.compile(r"\bkind=\"([a-z]+\.[a-z_]+)\"")


def sent() -> set[str]:
    """Kinds as the code names them, with those that it puts together."""
    assert mails, "registers the kinds whose words may be changed"
    found = set(kinds()) | {f"events.speaker_{one}" for one in About}
    found |= {f"invitations.whatsapp_{one}" for one in Words}
    for path in ROOT.rglob("*.py"):
        text = path.read_text()
        found |= set(WHOLE.findall(text))
        if path.name == "mails.py":
            found |= {f"{path.relative_to(ROOT).parts[0]}.{one}" for one in CALL.findall(text)}
    return found


def test_every_kind_that_is_sent_has_a_name() -> None:
    kinds_sent = sent()
    assert {
        "commitments.due_change_asked",
        "commitments.action_opened",
        "invitations.seat_free",
        "invitations.invitation_reminder",
    } <= kinds_sent
    assert not [kind for kind in sorted(kinds_sent) if not known(kind) and kind not in words.KINDS]


def test_names_are_translated() -> None:
    for kind in sorted(sent()):
        with i18n.using("en"):
            english = words.kind_name(kind)
        with i18n.using("id"):
            assert words.kind_name(kind) != english, kind
