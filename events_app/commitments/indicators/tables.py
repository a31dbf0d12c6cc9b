"""Nouns of indicators: those that an organisation knows, and which a commitment serves."""

from enum import StrEnum

from piccolo.columns import Timestamptz, Varchar
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.commitments.tables import Commitment


class Scheme(StrEnum):
    """Whose list: the UN's goals, child-friendly cities, national and regional action plans, the mid-term plan, one's own."""

    sdg = "sdg"
    kla = "kla"
    ran = "ran"
    rad = "rad"
    rpjmd = "rpjmd"
    custom = "custom"


class IndicatorRef(Row, Table):
    """One indicator of a version of a list. A retired one is offered no more; what named it keeps it."""

    scheme = Varchar(length=10, choices=Scheme)
    version = Varchar(length=20)
    code = Varchar(length=30)
    label = Varchar(length=300)
    label_en = Varchar(length=300)
    retired_at = Timestamptz(null=True, default=None)


class CommitmentIndicator(Row, Table):
    """A commitment serves an indicator."""

    commitment = reference(Commitment)
    indicator = reference(IndicatorRef)
