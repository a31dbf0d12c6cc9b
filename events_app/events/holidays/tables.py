"""The noun of a day that an organisation decided about by itself."""

from enum import StrEnum

from piccolo.columns import Boolean, Date, Integer, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row


class HolidayKind(StrEnum):
    national = "national"
    joint_leave = "joint_leave"
    local = "local"


class Holiday(Row, Table):
    """What an organisation says of a day, whatever the decreed list says; `removed`: people work then."""

    day = Date(null=True, default=None)
    name = Varchar(length=200)
    kind = Varchar(length=12, choices=HolidayKind, default=HolidayKind.local)
    removed = Boolean(default=False)
    row_version = Integer(default=1)
