"""The page on which a piece of evidence is looked at; the same for staff and for whoever handed it in."""

from typing import Any

from litestar import Response

from events_app.accounts.actor import Actor
from events_app.commitments.downloads import facts_of
from events_app.commitments.evidence.words import media_name
from events_app.commitments.tables import Evidence
from events_app.commitments.words import EVIDENCE_KINDS
from events_app.documents.preview import can_show, is_busy
from events_app.i18n import gettext
from events_app.web.pages import page


async def shown(
    actor: Actor, evidence: Evidence, shell: str, back: str, base: str, **around: Any
) -> Response[Any]:
    """The page in one of the two shells; `back` is the action it belongs to, `base` where evidence stands."""
    row = await facts_of(actor, evidence)
    word = EVIDENCE_KINDS[row["kind"]]
    return page(
        "commitments/evidence/preview.html",
        shell=shell,
        one=row,
        kind=gettext(word),
        media_word=media_name(row["media_type"]),
        can_show=can_show(row["media_type"]),
        is_busy=is_busy(row["media_type"]),
        is_paper=row["media_type"] == "application/pdf",
        back=back,
        address=f"{base}{row['id']}",
        **around,
    )
