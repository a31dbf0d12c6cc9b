"""One function a message: facts in, message out. Personal links are placeholders until delivery."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any
from uuid import UUID

from events_app import settings
from events_app.commitments.contacts import Contact
from events_app.commitments.words import ACTION_STATES, INFEASIBLE_REASONS
from events_app.i18n import gettext, using
from events_app.notifications.links import Link, link
from events_app.notifications.mail import Mail

PURPOSE = "progress"
PATH = "/p/"

Facts = Mapping[str, Any]
"""A record of `queries.action`, or what has its names."""


def owner_link(token: UUID, version: int = 1) -> Link:
    """The owner's personal link to one action."""
    return link(PURPOSE, token, version, PATH)


def staff_address(path: str) -> str:
    """The address of a page for people with an account."""
    return f"{settings.current().public_url}{path}"


def opened(to: Contact, commitment: Facts, items: Sequence[Facts]) -> Mail:
    """What you are to do, by when, and your link to each."""
    return _mail(
        "action_opened", to, commitment["event"], commitment["id"], commitment=commitment, items=items
    )


def own_link(to: Contact, action: Facts, url: Link) -> Mail:
    """Your personal link to what you answer for now; older ones have ended."""
    return _about(to, "action_link", action, url=url)


def waiting(to: Contact, action: Facts, statement: str) -> Mail:
    """A submission waits for your verdict."""
    return _about(to, "verification_waiting", action, statement=statement)


def returned(to: Contact, action: Facts, reason: str, url: Link | None) -> Mail:
    """Not yet in order, and why."""
    return _about(to, "action_returned", action, reason=reason, url=url)


def verified(to: Contact, action: Facts) -> Mail:
    """Done, and found in order."""
    return _about(to, "action_verified", action)


def due_change_asked(to: Contact, action: Facts, new_due: date, reason: str) -> Mail:
    """An extension waits for your decision."""
    return _about(to, "due_change_asked", action, new_due=new_due, reason=reason)


def due_change_decided(
    to: Contact, action: Facts, approved: bool, new_due: date, note: str, url: Link | None
) -> Mail:
    """What was decided about the extension you asked for."""
    return _about(to, "due_change_decided", action, approved=approved, new_due=new_due, note=note, url=url)


def infeasible_asked(to: Contact, action: Facts, reason: str, reason_class: str) -> Mail:
    """An owner finds something impossible, and the decision is yours."""
    with using(to.language):
        lawful = gettext(INFEASIBLE_REASONS[reason_class])  # type: ignore[index]
    return _about(to, "infeasible_asked", action, reason=reason, lawful=lawful)


def infeasible_decided(to: Contact, action: Facts, approved: bool, note: str, url: Link | None) -> Mail:
    """What was decided about what you found impossible."""
    return _about(to, "infeasible_decided", action, approved=approved, note=note, url=url)


def escalated(to: Contact, action: Facts, meeting: Facts, note: str) -> Mail:
    """A meeting puts an action before those above it; written once for a meeting."""
    page = staff_address(f"/actions/{action['id']}") if to.user else None
    mail = _mail(
        "action_escalated",
        to,
        meeting["id"],
        action["id"],
        action=action,
        meeting=meeting,
        note=note,
        page=page,
    )
    return replace(mail, dedup_key=f"action_escalated:{meeting['id']}:{action['id']}:{to.address.casefold()}")


def handed_over(to: Contact, action: Facts, reason: str, url: Link | None) -> Mail:
    """From now on you answer for this, until when, and by which link."""
    return _about(to, "action_handed_over", action, reason=reason, url=url)


def disowned(to: Contact, who: str, note: str, parts: Mapping[str, Sequence[Facts]], key: str) -> Mail:
    """Somebody who gets mail about duties says that they are not theirs; written once for a key.

    `parts` is what is open, by what is expected of them: `own`, `verify`, `ratify`, `told`.
    """
    mail = _mail(
        "duties_disowned",
        to,
        None,
        None,
        who=who,
        note=note,
        parts=parts,
        page=staff_address("/commitments/board"),
    )
    return replace(mail, dedup_key=key)


def released(to: Contact, action: Facts, reason: str) -> Mail:
    """You no longer answer for this, who does, and why; `action` is as it stands now."""
    return _about(to, "action_released", action, reason=reason)


def reassignment_wanted(to: Contact, action: Facts, meeting: Facts, note: str) -> Mail:
    """A meeting wants somebody else to take an action over, and the chair says who; written once for a meeting."""
    mail = _about(to, "reassignment_wanted", action, meeting=meeting, note=note)
    key = f"reassignment_wanted:{meeting['id']}:{action['id']}:{to.address.casefold()}"
    return replace(mail, dedup_key=key)


def withdrawal_asked(to: Contact, commitment: Facts, reason: str) -> Mail:
    """An institution wants its promise back, and the decision is yours."""
    return _of_promise(to, "withdrawal_asked", commitment, reason=reason)


def withdrawal_decided(to: Contact, commitment: Facts, approved: bool, note: str) -> Mail:
    """What was decided about the promise you wanted back."""
    return _of_promise(to, "withdrawal_decided", commitment, approved=approved, note=note)


def changed(
    to: Contact, action: Facts, state: str, reason: str, reason_class: str | None, url: Link | None
) -> Mail:
    """The action was cancelled, found infeasible, or reopened."""
    with using(to.language):
        word = gettext(ACTION_STATES[state])  # type: ignore[index]
        lawful = gettext(INFEASIBLE_REASONS[reason_class]) if reason_class else ""  # type: ignore[index]
    return _about(to, "action_changed", action, word=word, reason=reason, lawful=lawful, url=url)


def progress_wanted(to: Contact, items: Sequence[Facts]) -> Mail:
    """The secretariat asks how far you are: all that it asks about, with your link to each."""
    one = items[0] if len(items) == 1 else None
    about = (one["event"], one["id"]) if one else (None, None)
    return _mail("progress_wanted", to, *about, items=items)


def reminder(
    to: Contact, items: Sequence[Facts], day: date, key: str, everything: Link | None = None
) -> Mail:
    """All that is due, late or waiting for one person, in one message; written once for a key.

    `everything` leads to the page of all they owe.
    """
    mail = _mail("action_reminder", to, None, None, items=items, day=day, everything=everything)
    return replace(mail, dedup_key=key)


def summary(to: Contact, facts: Facts, key: str) -> Mail:
    """How a month or quarter went: what was promised, done, late; written once for a key."""
    page = staff_address("/commitments") if facts["monthly"] else None
    return replace(_mail("action_summary", to, None, None, **facts, page=page), dedup_key=key)


def _about(to: Contact, template: str, action: Facts, **facts: Any) -> Mail:
    page = staff_address(f"/actions/{action['id']}")
    return _mail(template, to, action["event"], action["id"], action=action, page=page, **facts)


def _of_promise(to: Contact, template: str, commitment: Facts, **facts: Any) -> Mail:
    page = staff_address(f"/commitments/{commitment['id']}")
    about = {"commitment": commitment, "page": page, **facts}
    return _mail(template, to, commitment["event"], commitment["id"], **about)


def _mail(template: str, to: Contact, event: UUID | None, subject: UUID | None, **facts: Any) -> Mail:
    return Mail(
        kind=f"commitments.{template}",
        to_address=to.address,
        to_name=to.name,
        language=to.language,
        template=template,
        facts={"name": to.name, **facts},
        event=event,
        subject_row=subject,
        offers_wish=True,
    )
