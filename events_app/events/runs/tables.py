"""The noun of long papers. One without an event is its asker's own.

One is `discarded` when what it is made of was thrown away before its turn.
"""

from enum import StrEnum

from piccolo.columns import UUID, Boolean, Bytea, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.events.tables import Event


class RunState(StrEnum):
    waiting = "waiting"
    working = "working"
    done = "done"
    failed = "failed"
    forgotten = "forgotten"
    discarded = "discarded"


class PaperRun(Row, Table):
    """A paper that is being made. `asked`: what it is made of, as JSON; `sealed`: the file, opened by no backup.

    `given_up`: it failed and is not tried again by itself.
    `reads_confidential`: made with the right to read what is confidential.
    """

    created_by = UUID(null=True, default=None)
    event = reference(Event, null=True)
    kind = Varchar(length=20)
    asked = Text()
    language = Varchar(length=2)
    state = Varchar(length=10, choices=RunState, default=RunState.waiting)
    done = Integer(default=0)
    total = Integer(default=0)
    filename = Varchar(length=120)
    size = Integer(default=0)
    sealed = Bytea(null=True, default=None)
    made_at = Timestamptz(null=True, default=None)
    given_up = Boolean(default=False)
    reads_confidential = Boolean(default=False)
