"""Verbs of feeds: make one, give it a new address, end it."""

from uuid import UUID

from events_app import settings, tokens
from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.database import atomically, fetch_value
from events_app.errors import NotAllowed, NotFound
from events_app.events.bookings import PersonUnknown, must_know_people, must_know_room
from events_app.events.feeds.forms import FeedIn
from events_app.events.feeds.tables import CalendarFeed, FeedKind
from events_app.i18n import N_

PURPOSE = "feed"


class OfficeUnknown(NotFound):
    code = "not_found"
    message = N_("There is no such institution.")
    field = "institution_id"


def token_of(feed: CalendarFeed) -> str:
    """The token of its address; derived, never stored."""
    return tokens.derive(PURPOSE, feed.id, feed.version)


def url_of(feed: CalendarFeed) -> str:
    """The address to subscribe to."""
    return f"{settings.current().public_url}/calendar/{token_of(feed)}.ics"


@atomically
async def make_feed(actor: Actor, wanted: FeedIn) -> CalendarFeed:
    """A feed of the actor's own; asking for the same again gives the one there is."""
    if actor.user is None:
        raise NotAllowed()
    await _must_know(actor, wanted)
    same = (CalendarFeed.user == actor.user) & (CalendarFeed.kind == wanted.kind)
    subject = (
        CalendarFeed.subject.is_null() if wanted.subject is None else CalendarFeed.subject == wanted.subject
    )
    known = await CalendarFeed.objects().where(same & subject).first()
    if known is not None:
        return known
    feed = CalendarFeed(
        organisation=actor.organisation, user=actor.user, kind=wanted.kind, subject=wanted.subject
    )
    feed.link_hash = tokens.digest(token_of(feed))
    await feed.save()
    await audit.record(
        actor, "feed.made", feed.id, after={"kind": wanted.kind.value, "subject": wanted.subject}
    )
    return feed


@atomically
async def rotate(actor: Actor, feed: CalendarFeed) -> CalendarFeed:
    """A new address; whoever has the old one finds nothing from now on."""
    feed.version += 1
    feed.link_hash = tokens.digest(token_of(feed))
    await feed.save([CalendarFeed.version, CalendarFeed.link_hash])
    await audit.record(actor, "feed.rotated", feed.id, after={"version": feed.version})
    return feed


@atomically
async def remove(actor: Actor, feed: CalendarFeed) -> None:
    """End it. Twice is once."""
    await CalendarFeed.delete().where(CalendarFeed.id == feed.id)
    await audit.record(actor, "feed.removed", feed.id)


async def _must_know(actor: Actor, wanted: FeedIn) -> None:
    if wanted.kind == FeedKind.room:
        await must_know_room(actor.organisation, wanted.room_id)
    if wanted.kind == FeedKind.due_office:
        await _must_know_office(actor.organisation, wanted.institution_id)
    if wanted.kind in (FeedKind.person, FeedKind.due_person):
        people: list[UUID | None] = [wanted.person_id]
        try:
            await must_know_people(actor.organisation, people)
        except PersonUnknown as refusal:
            refusal.field = "person_id"
            raise


async def _must_know_office(organisation: UUID, institution: UUID | None) -> None:
    known = "SELECT 1 FROM institution WHERE id = $1 AND organisation = $2"
    if await fetch_value(known, institution, organisation) is None:
        raise OfficeUnknown()
