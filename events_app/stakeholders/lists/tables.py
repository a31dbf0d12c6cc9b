"""Nouns of a list that is being imported: how far it is, its lines, and what columns were said to mean."""

from enum import StrEnum

from piccolo.columns import JSONB, UUID, Array, Boolean, Integer, Text, Timestamptz, Varchar
from piccolo.table import Table

from events_app import clock
from events_app.accounts.tables import Row, reference
from events_app.stakeholders.tables import ImportDraft


class ReadingState(StrEnum):
    """`unmapped`: nobody knows yet where the names stand. What was stopped or failed can be begun again."""

    reading = "reading"
    unmapped = "unmapped"
    ready = "ready"
    committing = "committing"
    committed = "committed"
    stopped = "stopped"
    failed = "failed"


class ListReading(Row, Table):
    """How far a kept list is. `fields` says for each column which field it is, or nothing.

    `version` counts its readings: what was chosen on an older one is refused.
    """

    draft = reference(ImportDraft)
    state = Varchar(length=10, choices=ReadingState, default=ReadingState.reading)
    version = Integer(default=1)
    done = Integer(default=0)
    total = Integer(default=0)
    headings = Array(base_column=Text(), default=list)
    samples = Array(base_column=Text(), default=list)
    fields = Array(base_column=Varchar(length=20), default=list)
    header_line = Integer(default=0)
    headless = Boolean(default=False)
    remembered = Boolean(default=False)
    problem = Varchar(length=40)


class ImportLine(Row, Table):
    """One line of a kept list: what it says, what would become of it, and whether it is taken.

    `cells` are the line's own, kept only where it is refused, for the report that is corrected and sent back.
    """

    draft = reference(ImportDraft)
    line = Integer(default=0)
    name_key = Text()
    office_key = Text()
    email = Varchar(length=254)
    outcome = Varchar(length=10)
    warned = Boolean(default=False)
    taken = Boolean(default=True)
    person = UUID(null=True, default=None)
    said = JSONB(default="{}")
    shown = JSONB(null=True, default=None)
    problems = JSONB(default="[]")
    cells = Array(base_column=Text(), default=list)


class ColumnMapping(Row, Table):
    """What the columns under these headings were said to mean; once an organisation and `signature`."""

    signature = Varchar(length=64)
    headings = Array(base_column=Text(), default=list)
    fields = Array(base_column=Varchar(length=20), default=list)
    said_by = UUID(null=True, default=None)
    used_at = Timestamptz(default=clock.now)
