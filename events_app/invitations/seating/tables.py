"""Nouns of seating: the quotas of an event, and how its inviting runs."""

from piccolo.columns import ForeignKey, Integer, OnDelete, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.stakeholders.tables import Group, Institution, InstitutionKind


class Quota(Row, Table, tablename="invitation_quota"):
    """At most so many seats for a kind of institution, a group of them, or a single one: for one of the three.

    An invited person, and whoever holds an invited position, counts with their institution.
    """

    event = reference(Event)
    label = Varchar(length=120)
    kind = Varchar(length=20, choices=InstitutionKind, null=True, default=None)
    stakeholder_group = ForeignKey(Group, null=True, default=None, index=True, on_delete=OnDelete.no_action)
    institution = reference(Institution, null=True)
    seats = Integer(default=1)
    row_version = Integer(default=1)


class Inviting(Row, Table, tablename="event_inviting"):
    """How an event's inviting runs: hours to confirm an offered seat (0: given at once), days before a reminder.

    `wave_hours`: how long the next of the reserve, asked when a seat is free, may take to answer; 0: asked by hand.
    """

    event = reference(Event)
    offer_hours = Integer(default=0)
    wave_hours = Integer(default=0)
    remind_days = Integer(null=True, default=None)
    row_version = Integer(default=1)
