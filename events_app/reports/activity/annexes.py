"""The annexes of an activity report: invitation, attendance, minutes, materials, photos, follow-up matrix."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from events_app import i18n
from events_app.checkin.listing import paper as listing
from events_app.checkin.listing.paper import Sheet
from events_app.checkin.photos import pictures
from events_app.checkin.photos import queries as photographs
from events_app.commitments.minutes import versions
from events_app.database import fetch
from events_app.documents import store
from events_app.events.materials.queries import handouts
from events_app.events.tables import Event
from events_app.i18n import gettext as _
from events_app.i18n import ngettext
from events_app.invitations.letters import paper as letters
from events_app.reports import words
from events_app.reports.activity.blocks import Block, bullets, facts, heading, photo, table, text
from events_app.reports.exports import INVITATIONS

MOST_PHOTOS = 40
"""More would make a paper that nobody can mail."""
Facts = dict[str, Any]
Annex = dict[str, Any]


async def of(
    event: Event, now: datetime, said: Facts, sheet: Sheet, told: Callable[[int], Awaitable[None]]
) -> tuple[list[Annex], dict[str, bytes]]:
    """The annexes in their order, and the pictures in them; one of which there is nothing says so. `wide`: on its side."""
    made: list[Annex] = []

    async def add(title: str, blocks: list[Block], *, wide: bool = False) -> None:
        numbered = _("Annex %(number)s: %(title)s", number=len(made) + 1, title=title)
        made.append({"title": numbered, "wide": wide, "blocks": blocks})
        await told(len(made))

    await add(_("Invitation"), await _invitation(event, now))
    attendance = await asyncio.to_thread(_attendance, sheet, now, i18n.locale())
    await add(_("Attendance list"), attendance, wide=True)
    await add(_("Minutes"), _minutes(await _finalised(event) or said))
    await add(_("Materials"), await _materials(event))
    shown, files = await photos(event)
    await add(_("Photos"), shown or text("", _("No photo was chosen.")))
    await add(_("Follow-up matrix"), _matrix(said), wide=True)
    return made, files


async def photos(event: Event) -> tuple[list[Block], dict[str, bytes]]:
    """The chosen photos with their captions, and their bytes by name."""
    rows = [row for row in await photographs.photos(event) if row["in_report"]]
    rows, more = rows[:MOST_PHOTOS], len(rows) - MOST_PHOTOS
    files = {
        f"photo-{number}.jpg": await pictures.for_paper(await store.get(row["sha256"]))
        for number, row in enumerate(rows, 1)
    }
    shown = [
        photo(
            name,
            _("Photo %(number)s. %(caption)s", number=number, caption=row["caption"]).strip(),
            _alt(number, row),
        )
        for number, (name, row) in enumerate(zip(files, rows, strict=True), 1)
    ]
    left = text(
        ngettext(
            "%(num)s more photo is kept with the event.", "%(num)s more photos are kept with the event.", more
        )
    )
    return shown + (left if more > 0 else []), files


def _alt(number: int, row: Any) -> str:
    return row["caption"] or _("Photo %(number)s, without a caption yet", number=number)


async def _invitation(event: Event, now: datetime) -> list[Block]:
    letter = await letters.sheet_of_event(event, now, 1, 0)
    said = letter.facts
    number = letter.to[0].number if letter.to and letter.to[0].number else ""
    asked = [row for row in await fetch(INVITATIONS, event.id) if row["state"] != "withdrawn"]
    rows = [_invited(place, row) for place, row in enumerate(asked, 1)]
    heads = [_("No."), _("Invited"), _("Seats"), _("Answer")]
    return [
        facts([[_("Letter number"), number or "–"], [_("Subject"), said["subject"]]]),
        *text("\n\n".join(said["opening"])),
        facts(said["occasion"]),
        *text("\n\n".join([*said["note"], *said["closing"]])),
        table(heads, rows, [0.6, 6, 1, 2.4], [2]) if rows else text("", _("Nobody was invited."))[0],
    ]


def _invited(place: int, row: Any) -> list[str]:
    whom = row["institution_name"] or row["person_name"] or ""
    return [str(place), whom, str(row["seats"]), words.say(words.INVITATION_STATES, row["state"])]


def _attendance(sheet: Sheet, now: datetime, language: str) -> list[Block]:
    with i18n.using(language):
        made = listing.data_of(sheet, {}, [], now, language)
        rows = [[*row["cells"], {name: row[name] for name in ("svg", "alt", "note")}] for row in made["rows"]]
        widths = [0.6, 3.4, 2.8, 0.7, 2.6, 3, 1.7, 2.2]
        return [table(made["headers"], rows, widths)] if rows else text("", made["none"])


async def _finalised(event: Event) -> Facts | None:
    """What the newest version says, word for word; without one the annex is the minutes as they stand."""
    version = await versions.latest(event)
    return versions.facts_of(version, i18n.locale()) if version else None


def _minutes(said: Facts) -> list[Block]:
    made = [facts(said["occasion"])]
    for part in ("opening", "conclusions", "closing"):
        if part == "conclusions":
            made += [heading(said["discussion"]["heading"], 3), *_topics(said)]
        made += [heading(said[part]["heading"], 3), *text(said[part]["text"], said["nothing"])]
    return made


def _topics(said: Facts) -> list[Block]:
    made: list[Block] = []
    for topic in said["discussion"]["topics"]:
        made += [heading(topic["title"], 4), *text(topic["text"])]
        if topic["decisions"]:
            made += [heading(said["labels"]["decisions"], 5), bullets(topic["decisions"])]
        if topic["promises"]:
            made += [heading(said["labels"]["promises"], 5), bullets(topic["promises"])]
    return made or text("", said["nothing"])


async def _materials(event: Event) -> list[Block]:
    rows = [
        [str(number), one.title, one.filename, one.session_title or _("The whole event")]
        for number, one in enumerate(await handouts(event.id), 1)
    ]
    heads = [_("No."), _("Title"), _("File"), _("Session")]
    return [table(heads, rows, [0.6, 4, 3, 3])] if rows else text("", _("Nothing was handed out."))


def _matrix(said: Facts) -> list[Block]:
    plan = said["follow_up"]
    widths = [0.6, 2.4, 2.4, 1.9, 2.1, 1.8, 1.5, 1.6]
    none = text("", _("No follow-up action has been recorded."))
    return [table(plan["headers"], plan["rows"], widths)] if plan["rows"] else none
