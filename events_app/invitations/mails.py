"""What this room writes to people: facts in, message out. Personal links are filled in at delivery."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import cached_property
from typing import Any
from uuid import UUID

from events_app.events.calendars import Organiser, organiser_of
from events_app.events.queries import Place, place_of
from events_app.events.tables import Event
from events_app.invitations import calendars, links
from events_app.invitations.calendars import Entry, Method
from events_app.invitations.letters.handing import letter_of
from events_app.invitations.letters.queries import holders
from events_app.invitations.queries import Recipient
from events_app.invitations.wording import kinds
from events_app.notifications.mail import Mail, Pattern
from events_app.notifications.patterns import mark
from events_app.notifications.render import Own
from events_app.notifications.wording.kinds import Wording, known
from events_app.notifications.wording.queries import own_words

assert kinds, "registers the words of what is sent from here"
NOBODY = UUID(int=0)
ABOUT_LINKS = {"fresh_link"}
"""What is told for safety's sake, and is nothing that anybody wants to hear less of."""
READ_AHEAD = ("invitations.invitation", "invitations.invitation_reminder")
"""Kinds whose words are looked at before they are sent: in previews, and as texts for WhatsApp."""


@dataclass(frozen=True)
class Occasion:
    """An event with all that its messages say of it, read once for however many receivers."""

    event: Event
    place: Place
    organiser: Organiser
    entries: dict[Method, Entry] = field(default_factory=dict)
    letters: list[frozenset[UUID]] = field(default_factory=list)
    own: Own = field(default_factory=dict)

    @cached_property
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
    own = await own_words(event.organisation, READ_AHEAD)
    return Occasion(event, await place_of(event.room), await organiser_of(event), own=own)


async def invitation(about: Occasion, to: Recipient) -> Mail:
    """Asks an institution or a person to come, with the calendar entry of that one receiver."""
    return await _asking(about, to, "invitation", f"invitation:{to.id}:{to.version}")


async def reminder(about: Occasion, to: Recipient, rule: str) -> Mail:
    """Asks again those who have not answered; once for each rule."""
    return await _asking(about, to, "invitation_reminder", f"invitation_reminder:{to.id}:{rule}")


def guest_pass(about: Occasion, to: Recipient) -> Mail:
    """The pass of one guest, its code in the mail and behind a link."""
    facts = {
        "link": links.pass_link(to.id, to.version),
        "code": links.pass_qr(to.id, to.version),
        "short_code": to.short_code,
    }
    return _mail(about, to, "pass", None, facts, {})


def representatives_named(
    about: Occasion, to: Recipient, people: Sequence[tuple[str, str]], said_by: str, by: str, answer: str
) -> Mail:
    """Tells the head of an institution who was named to come, by whom and which way; once an answer."""
    facts = {"people": people, "said_by": said_by, "by": by}
    return _mail(about, to, "representatives_named", f"representatives_named:{answer}", facts, {})


async def fresh_link(about: Occasion, to: Recipient) -> Mail:
    """Brings a new answer link in place of one that went further than it should; the calendar entry with it."""
    return await _asking(about, to, "fresh_link", f"fresh_link:{to.id}:{to.version}")


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


def letter(
    about: Occasion,
    to: Recipient,
    words: Mapping[str, Wording],
    key: str | None = None,
    bulk: UUID | None = None,
) -> Mail:
    """A letter to guests in the receiver's language, or in the one it was written in; `bulk` is its mailing."""
    mail = _mail(about, to, "letter", key, {}, {})
    language = mail.language if mail.language in words or not words else next(iter(words))
    return replace(mail, language=language, wording=words.get(language), bulk=bulk)


def one_per_address(receivers: Iterable[Recipient]) -> list[Recipient]:
    """The same person at the same address hears a piece of news once."""
    seen: dict[tuple[str, str], Recipient] = {}
    for one in receivers:
        seen.setdefault((one.address.casefold(), one.name or one.office), one)
    return list(seen.values())


def seat_free(about: Occasion, to: Recipient, until: datetime | None, now: datetime) -> Mail:
    """Tells one in line that a seat is theirs; with `until`, only if they confirm by then."""
    key = f"seat_free:{to.id}:{to.version}:{now:%Y%m%dT%H%M%S%f}"
    return _mail(
        about, to, "seat_free", key, {"link": links.rsvp_link(to.id, to.version), "until": until}, {}
    )


def follow_up(about: Occasion, to: Recipient, text: str, key: str) -> Mail:
    """News in the organiser's own words for those who have answered."""
    facts = {"link": links.rsvp_link(to.id, to.version), "news": text}
    return _mail(about, to, "invitation_follow_up", key, facts, {})


async def _asking(about: Occasion, to: Recipient, template: str, key: str) -> Mail:
    link = links.rsvp_link(to.id, to.version)
    lettered = await _has_letter(about, to)
    facts: dict[str, Any] = {"link": link, "seats": to.seats, "letter": lettered}
    if to.answer_by is not None:
        facts["answer_by"] = to.answer_by
    shape = about.facts | facts | {"link": mark("link"), "to": _shape_of(to)}
    pattern = Pattern(shape, {"name": to.name, "office": to.office, "link": link})
    more = await _calendar(about, to, "REQUEST") | {"pattern": pattern}
    mail = _mail(about, to, template, key, facts, more)
    return replace(mail, attachments=(letter_of(to.id),)) if lettered else mail


async def _has_letter(about: Occasion, to: Recipient) -> bool:
    """Read once for all the invited; a preview's invented receiver has none."""
    if not about.letters:
        about.letters.append(await holders(about.event))
    return to.id in about.letters[0]


def _shape_of(to: Recipient) -> Recipient:
    """All that the words of an invitation depend on, but for the names themselves."""
    name, office = (mark("name") if to.name else ""), (mark("office") if to.office else "")
    return Recipient(NOBODY, 0, office, name, to.sex, to.titled, "", None, seats=to.seats)


def _mail(
    about: Occasion,
    to: Recipient,
    template: str,
    key: str | None,
    facts: dict[str, Any],
    more: dict[str, Any],
) -> Mail:
    kind = f"invitations.{template}"
    return Mail(
        kind=kind,
        to_address=to.address,
        to_name=to.name or to.office,
        language=to.language or about.event.language,
        template="" if known(kind) else template,
        facts=about.facts | {"to": to} | facts,
        event=about.event.id,
        subject_row=to.id,
        dedup_key=key,
        offers_wish=template not in ABOUT_LINKS,
        **more,
    )


async def _calendar(about: Occasion, to: Recipient, method: Method) -> dict[str, Any]:
    if method not in about.entries:
        about.entries[method] = await calendars.entry(about.event, about.organiser, about.place, method)
    text = about.entries[method].for_one(to.name or to.office, to.address)
    reply = links.reply_link(to.id, to.version) if to.asked else None
    return {"calendar": text, "calendar_method": method, "reply": reply}
