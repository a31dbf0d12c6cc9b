"""Verbs of photos: keep, say something of, take away, have back, forget."""

from datetime import datetime, timedelta
from typing import Any

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.checkin.photos import pictures
from events_app.checkin.photos.forms import PhotoWords
from events_app.checkin.photos.pictures import Picture
from events_app.checkin.photos.tables import EventPhoto
from events_app.database import atomically, execute, fetch, fetch_value
from events_app.documents import actions as documents
from events_app.documents.tables import Document
from events_app.errors import NotFound, Refusal
from events_app.events.tables import Event
from events_app.i18n import N_

MOST = 200
KEPT = timedelta(days=7)

NEXT = """
SELECT count(*) FILTER (WHERE removed_at IS NULL) AS n, coalesce(max(place), 0) AS last FROM event_photo WHERE event = $1
"""
GONE = "UPDATE event_photo SET removed_at = $2 WHERE id = $1 AND removed_at IS NULL RETURNING id"
STILL_GONE = "SELECT id FROM event_photo WHERE id = $1 AND removed_at < $2 FOR UPDATE"
BACK = "UPDATE event_photo SET removed_at = NULL WHERE id = $1 AND removed_at IS NOT NULL RETURNING id"


class EnoughPhotos(Refusal):
    message = N_("An event keeps at most %(most)s photos. Please take some away first.")
    field = "file"


async def add(actor: Actor, event: Event, picture: Picture, caption: str, now: datetime) -> EventPhoto:
    """Keep a photo behind those that are there. Raises EnoughPhotos."""
    # Drawn before the transaction: one that waits for its turn to be drawn would hold a connection meanwhile.
    return await _add(actor, event, picture, await pictures.for_page(picture.data), caption, now)


@atomically
async def _add(
    actor: Actor, event: Event, picture: Picture, small: bytes, caption: str, now: datetime
) -> EventPhoto:
    await execute("SELECT 1 FROM event WHERE id = $1 FOR UPDATE", event.id)
    [known] = await fetch(NEXT, event.id)
    if known["n"] >= MOST:
        raise EnoughPhotos(most=MOST)
    document = await documents.keep(actor, picture.name, picture.data)
    photo = EventPhoto(
        organisation=event.organisation,
        created_at=now,
        created_by=actor.user,
        event=event.id,
        document=document.id,
        caption=caption,
        place=min(known["last"] + 1, 1000),
        in_report=True,
        width=picture.width,
        height=picture.height,
        small=small,
    )
    await photo.save()
    await audit.record(actor, "photo.added", photo.id, after={"event": event.id, "caption": caption})
    return photo


@atomically
async def describe(actor: Actor, photo: EventPhoto, said: PhotoWords) -> EventPhoto:
    """Say what it shows, where it stands, whether the report has it."""
    removed: Any = photo.removed_at
    if removed is not None:
        raise NotFound()
    before = {"caption": photo.caption, "place": photo.place, "in_report": photo.in_report}
    photo.caption, photo.place, photo.in_report = said.caption, said.place, said.in_report
    await photo.save([EventPhoto.caption, EventPhoto.place, EventPhoto.in_report])
    await audit.record(actor, "photo.described", photo.id, before=before, after=said.model_dump())
    return photo


@atomically
async def remove(actor: Actor, photo: EventPhoto, now: datetime) -> None:
    """Take a photo away; for a week it can be had back. Twice is once."""
    if await fetch_value(GONE, photo.id, now) is not None:
        await audit.record(actor, "photo.removed", photo.id, before={"caption": photo.caption})


@atomically
async def restore(actor: Actor, photo: EventPhoto) -> None:
    """Have back what was taken away. Twice is once. Raises EnoughPhotos."""
    await execute("SELECT 1 FROM event WHERE id = $1 FOR UPDATE", photo.event)
    [known] = await fetch(NEXT, photo.event)
    if known["n"] >= MOST and photo.removed_at is not None:
        raise EnoughPhotos(most=MOST)
    if await fetch_value(BACK, photo.id) is not None:
        await audit.record(actor, "photo.restored", photo.id)


async def forget(now: datetime) -> None:
    """Let go of photos that were taken away a week ago, bytes and all."""
    old = await EventPhoto.objects().where(EventPhoto.removed_at < now - KEPT)
    for photo in old:
        await _erase(photo, now)


@atomically
async def _erase(photo: EventPhoto, now: datetime) -> None:
    # Somebody may have had it back meanwhile.
    if await fetch_value(STILL_GONE, photo.id, now - KEPT) is None:
        return
    document = await Document.objects().get(Document.id == photo.document)
    if document is not None:  # the row of the photo goes with it
        await documents.erase(Actor.system(photo.organisation), document)
