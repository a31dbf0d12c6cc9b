"""Messages of ratifying. The personal link is a placeholder until delivery."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from events_app.commitments.contacts import Contact
from events_app.commitments.mails import staff_address
from events_app.notifications.links import Link, link
from events_app.notifications.mail import Mail

PURPOSE = "ratify"
PATH = "/ratify/"

Facts = Mapping[str, Any]


def personal(token: UUID) -> Link:
    """The link of one holder to one promise."""
    return link(PURPOSE, token, 1, PATH)


def asked(promise: Facts, token: UUID) -> Mail:
    """A promise was made in your place; do you stand by it? Once for a link; `because` says why it is asked anew."""
    to = Contact(promise["email"], promise["name"], promise["language"])
    key = f"ratification:{token}"
    facts = {"promise": promise, "url": personal(token)}
    return _mail("ratification_asked", to, promise["event"], promise["id"], key, **facts)


def reminder(to: Contact, promises: Sequence[Facts], key: str) -> Mail:
    """These promises still wait for your word; one message a person, each promise in one of them."""
    items = [dict(one) | {"url": personal(one["token"])} for one in promises]
    return _mail("ratification_reminder", to, None, None, key, items=items)


def declined(to: Contact, promise: Facts, note: str, key: str) -> Mail:
    """The head does not stand by it, and why."""
    facts = {"promise": promise, "note": note, "page": _page(promise)}
    return _mail("ratification_declined", to, promise["event"], promise["id"], key, **facts)


def set_back(to: Contact, promise: Facts, reason: str) -> Mail:
    """The head's answer was set back by the chair, and why: the promise waits again."""
    facts = {"promise": promise, "reason": reason, "page": _page(promise)}
    return _mail("ratification_set_back", to, promise["event"], promise["id"], None, **facts)


def _page(promise: Facts) -> str:
    return staff_address(f"/commitments/{promise['id']}/ratification")


def _mail(
    template: str, to: Contact, event: UUID | None, subject: UUID | None, key: str | None, **facts: Any
) -> Mail:
    return Mail(
        kind=f"commitments.{template}",
        to_address=to.address,
        to_name=to.name,
        language=to.language,
        template=template,
        facts={"name": to.name, **facts},
        event=event,
        subject_row=subject,
        dedup_key=key,
        offers_wish=True,
    )
