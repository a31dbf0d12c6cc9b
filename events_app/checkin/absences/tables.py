"""The noun of being excused."""

from enum import StrEnum

from piccolo.columns import UUID, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event
from events_app.invitations.tables import Guest


class ExcuseKind(StrEnum):
    """Izin, sakit, tugas lain."""

    leave = "leave"
    sick = "sick"
    other_duty = "other_duty"


class Excuse(Row, Table):
    """A guest sent word that they do not come; one a guest. Somebody who comes all the same is present."""

    created_by = UUID(null=True, default=None)
    event = reference(Event)
    guest = reference(Guest)
    kind = Varchar(length=10, choices=ExcuseKind)
    note = Varchar(length=300)
