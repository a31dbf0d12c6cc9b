"""The start page at a glance: how many of each thing wait, as tiles that lead to them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from events_app.i18n import N_
from events_app.reports.work import Desk, Work, is_prepared


@dataclass(frozen=True)
class Tile:
    """One figure with its name; `tone` says how pressing it is once there is something, `more` that the count stops there."""

    title: str
    count: int
    href: str
    tone: str = ""
    more: bool = False
    lacking: int = 0
    since: tuple[datetime, str] | None = None

    @property
    def shown_tone(self) -> str:
        """No tone where nothing waits: a nought is calm."""
        return self.tone if self.count else ""


def glance(work: Work) -> list[Tile]:
    """What waits for one person, the most pressing first; nothing at all where every figure is nought."""
    tiles = [*_today(work), *_verdicts(work), *_promises(work.desk, work.waiting is None), *_ahead(work)]
    return tiles if any(tile.count for tile in tiles) else []


def _today(work: Work) -> Iterator[Tile]:
    if work.running:
        yield Tile(N_("Events today"), len(work.running), "#running", "ok")
    if work.ready:
        yield Tile(N_("Papers ready or being made"), len(work.ready), "#ready", "info")


def _verdicts(work: Work) -> Iterator[Tile]:
    if work.waiting is None:
        return
    first = work.waiting[0] if work.waiting else None
    yield Tile(
        N_("Submissions to verify"),
        len(work.waiting) - work.many_waiting,
        "/verifications",
        "warn",
        more=work.many_waiting,
        since=(first["submitted_at"], first["timezone"]) if first else None,
    )


def _promises(desk: Desk | None, all_submitted: bool) -> Iterator[Tile]:
    """Whoever gives verdicts has their own tile for what is submitted, and needs no second."""
    if desk is None:
        return
    yield Tile(N_("Overdue actions"), desk.overdue, "/actions?overdue=true", "bad")
    yield Tile(N_("Extensions to decide"), desk.extensions, "#extensions" if desk.extensions else "", "warn")
    yield Tile(N_("Drafts to agree"), desk.drafts, "/commitments?state=draft", "info")
    if all_submitted:
        yield Tile(N_("Awaiting verification"), desk.submitted, "/actions?state=submitted", "info")


def _ahead(work: Work) -> Iterator[Tile]:
    if work.preparing is not None:
        lacking = sum(not is_prepared(event) for event in work.preparing)
        yield Tile(
            N_("Events to prepare"),
            len(work.preparing),
            "#preparing",
            "warn" if lacking else "info",
            lacking=lacking,
        )
    if work.doors:
        yield Tile(N_("Doors you work at"), len(work.doors), "#doors", "info")
