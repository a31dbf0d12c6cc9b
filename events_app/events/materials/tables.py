"""Nouns of handouts: the handout, and each file it has been."""

from enum import StrEnum

from piccolo.columns import UUID, Integer
from piccolo.table import Table

from events_app.accounts.tables import Row, reference
from events_app.documents.tables import Document
from events_app.events.tables import Material


class MaterialAudience(StrEnum):
    """Who may have a handout; each one includes those before it."""

    speakers = "speakers"
    present = "present"
    invited = "invited"
    public = "public"


class MaterialVersion(Row, Table):
    """One file of a handout; the highest number is the one that is handed out."""

    created_by = UUID(null=True, default=None)
    material = reference(Material)
    number = Integer(default=1)
    document = reference(Document)
