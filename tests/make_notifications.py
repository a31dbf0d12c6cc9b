"""Messages to try with."""

from typing import Any
from uuid import UUID

from events_app.ids import new_id
from events_app.notifications.links import link, qr
from events_app.notifications.mail import Mail


def invitation(name: str = "Dwi Hartono", *, to: str = "dwi@dinas.example", **more: Any) -> Mail:
    """An invitation with a personal link and a pass; see tests/notifications/mail/invitation."""
    subject: UUID = more.pop("subject_row", None) or new_id()
    answer, code = link("rsvp", subject, 1, "/rsvp/"), qr("pass", subject, 1, "/T/")
    given: dict[str, Any] = {
        "kind": "invitations.invitation",
        "to_address": to,
        "to_name": name,
        "language": "en",
        "template": "invitation",
        "facts": {"name": name, "answer": answer, "code": code},
        "subject_row": subject,
    }
    return Mail(**(given | more))
