"""Nouns of minutes: whose they are, their texts with every wording, and what was decided."""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import AgendaItem, Event
from events_app.stakeholders.tables import Person


class Part(StrEnum):
    """What a text of the minutes is about; a discussion belongs to an agenda item, or to the event as a whole."""

    opening = "opening"
    discussion = "discussion"
    conclusions = "conclusions"
    closing = "closing"


class Minutes(Row, Table):
    """The minutes of an event, one an event. A person named here stands before the one on stage.

    `correcting` is why finalised minutes are being written again; empty otherwise.
    """

    event = reference(Event)
    chair = reference(Person, null=True, cascade=False)
    minute_taker = reference(Person, null=True, cascade=False)
    correcting = Text()
    correcting_by = UUID(null=True, default=None)
    row_version = Integer(default=1)


class MinutesText(Row, Table):
    """A text as it stands. `heading` is the agenda item's title once the item is gone; `version` counts wordings."""

    event = reference(Event)
    agenda_item = reference(AgendaItem, null=True, cascade=False)
    part = Varchar(length=12, choices=Part)
    heading = Varchar(length=300)
    content = Text()
    version = Integer(default=0)
    changed_at = Timestamptz(null=True, default=None)
    changed_by = UUID(null=True, default=None)


class MinutesWording(Row, Table):
    """A wording that was sent, or made of two. Append-only; `aside` was merged into the next one.

    `save` is the sender's own id of the save: repeated, it gets the first answer again.
    """

    minutes_text = reference(MinutesText)
    version = Integer()
    content = Text()
    author = UUID(null=True, default=None)
    save_id = UUID(null=True, default=None)
    aside = Boolean(default=False)


class MinutesDecision(Row, Table):
    """One thing that was decided, at an agenda item or at the event as a whole, in order."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    agenda_item = reference(AgendaItem, null=True, cascade=False)
    heading = Varchar(length=300)
    place = Integer(default=0)
    content = Text()
    row_version = Integer(default=1)


class MinutesVersion(Row, Table):
    """Finalised minutes, as they were then. Append-only. `facts`: what its paper says in both languages, as JSON."""

    created_by = UUID(null=True, default=None)
    event = reference(Event, cascade=False)
    number = Integer()
    reason = Text()
    language = Varchar(length=2)
    chair = Varchar(length=300)
    facts = Text()
    verify_hash = Bytea(unique=True)


class MinutesMailing(Row, Table):
    """That a version is being mailed, to how many; one a version. How far it is, its ledger says."""

    created_by = UUID(null=True, default=None)
    version = reference(MinutesVersion)
    total = Integer(default=0)
    done_at = Timestamptz(null=True, default=None)


class MinutesMail(Row, Table):
    """That somebody was written to about a version; an address once a version. Append-only."""

    version = reference(MinutesVersion)
    address = Varchar(length=254)
    present = Boolean(default=False)
    items = Integer(default=0)
