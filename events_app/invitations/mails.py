"""What this room writes to people: facts in, message out. Personal links are filled in at delivery."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from events_app.events.calendars import Organiser, organiser_of
from events_app.events.queries import Place, place_of
from events_app.events.tables import Event
from events_app.invitations import calendars, links
from events_app.invitations.calendars import Entry, Method
from events_app.invitations.queries import Recipient
from events_app.notifications.mail import Mail


@dataclass(frozen=True)
class Occasion:
    """An event with all that its messages say of it, read once for however many receivers."""

    event: Event
    place: Place
    organiser: Organiser
    entries: dict[Method, Entry] = field(default_factory=dict)

    @property
    def facts(self) -> dict[str, Any]:
        """The names that every template here knows; a confidential event has no title and no theme."""
        hidden = self.event.confidential
        return {
            "ref": self.event.ref,
            "title": "" if hidden else self.event.title,
            "theme": "" if hidden else self.event.theme,
            "starts_at": self.event.starts_at,
            "ends_at": self.event.ends_at,
            "zone": self.event.timezone,
            "place": self.place.line,
            "address": self.place.address,
            "answer_by": self.event.answer_by,
            "reason": self.event.state_reason,
            "organisation_name": self.organiser.name,
        }


async def occasion(event: Event) -> Occasion:
    """Reads what an event's messages need."""
    return Occasion(event, await place_of(event.room), await organiser_of(event))


async def invitation(about: Occasion, to: Recipient) -> Mail:
    """Asks an institution or a person to come, with the calendar entry of that one receiver."""
    return await _asking(about, to, "invitation", f"invitation:{to.id}:{to.version}")


async def reminder(about: Occasion, to: Recipient, day: str) -> Mail:
    """Asks again those who have not answered; once a day at most."""
    return await _asking(about, to, "invitation_reminder", f"invitation_reminder:{to.id}:{day}")


def guest_pass(about: Occasion, to: Recipient) -> Mail:
    """The pass of one guest, its code in the mail and behind a link."""
    facts = {
        "link": links.pass_link(to.id, to.version),
        "code": links.pass_qr(to.id, to.version),
        "short_code": to.short_code,
    }
    return _mail(about, to, "pass", None, facts, {})


async def cancelled(about: Occasion, to: Recipient) -> Mail:
    """Tells that the event does not take place, and takes it out of the calendar."""
    key = f"event_cancelled:{about.event.id}:{to.id}"
    return _mail(about, to, "event_cancelled", key, {}, await _calendar(about, to, "CANCEL"))


async def withdrawn(about: Occasion, to: Recipient) -> Mail:
    """Tells one receiver that the invitation is taken back, and takes the event out of their calendar alone."""
    key = f"invitation_withdrawn:{to.id}:{to.version}"
    return _mail(about, to, "invitation_withdrawn", key, {}, await _calendar(about, to, "CANCEL"))


async def postponed(about: Occasion, to: Recipient) -> Mail:
    """Tells the new time, and asks those who were invited again; answers and passes stay until they say otherwise."""
    key = f"event_postponed:{about.event.id}:{about.event.calendar_sequence}:{to.id}"
    holds_pass = bool(to.short_code)
    facts = {"link": "" if holds_pass else links.rsvp_link(to.id, to.version)}
    return _mail(about, to, "event_postponed", key, facts, await _calendar(about, to, "REQUEST"))


async def schedule_changed(
    about: Occasion, to: Recipient, lines: Sequence[str], *, key: str, note: str, calendar: bool
) -> Mail:
    """Tells what changed since people were told last, and brings the entry in their calendar up to date."""
    entry = await _calendar(about, to, "REQUEST") if calendar else {}
    return _mail(about, to, "schedule_changed", key, {"lines": lines, "note": note}, entry)


def one_per_address(receivers: Iterable[Recipient]) -> list[Recipient]:
    """The same person at the same address hears a piece of news once."""
    seen: dict[tuple[str, str], Recipient] = {}
    for one in receivers:
        seen.setdefault((one.address.casefold(), one.name or one.office), one)
    return list(seen.values())


async def _asking(about: Occasion, to: Recipient, template: str, key: str) -> Mail:
    facts = {"link": links.rsvp_link(to.id, to.version), "seats": to.seats}
    return _mail(about, to, template, key, facts, await _calendar(about, to, "REQUEST"))


def _mail(
    about: Occasion,
    to: Recipient,
    template: str,
    key: str | None,
    facts: dict[str, Any],
    calendar: dict[str, Any],
) -> Mail:
    return Mail(
        kind=f"invitations.{template}",
        to_address=to.address,
        to_name=to.name or to.office,
        language=to.language or about.event.language,
        template=template,
        facts=about.facts | {"to": to} | facts,
        event=about.event.id,
        subject_row=to.id,
        dedup_key=key,
        **calendar,
    )


async def _calendar(about: Occasion, to: Recipient, method: Method) -> dict[str, Any]:
    if method not in about.entries:
        about.entries[method] = await calendars.entry(about.event, about.organiser, about.place, method)
    text = about.entries[method].for_one(to.name or to.office, to.address)
    reply = links.reply_link(to.id, to.version) if to.asked else None
    return {"calendar": text, "calendar_method": method, "reply": reply}
