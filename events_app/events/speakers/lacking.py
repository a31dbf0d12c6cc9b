"""What the stage still lacks, for the checklist of an event."""

from collections.abc import Iterable

from events_app.events.speakers.queries import UNDECIDED, OnStage, absences, names, stage_of
from events_app.events.speakers.tables import Standing
from events_app.events.tables import Event
from events_app.formats import span_text

UNSURE = (Standing.not_asked, Standing.moved, *UNDECIDED)


async def lacking(event: Event) -> list[tuple[str, str]]:
    """A code with the names it concerns: who has not confirmed, who declined, who is not available and when."""
    stage = await stage_of(event)
    away = [
        f"{one.name} ({span_text(one.starts_at, one.ends_at, event.timezone)})"
        for one in await absences(event)
    ]
    found = [
        ("speaker_declined", names(_with(stage, (Standing.declined,)))),
        ("speaker_unavailable", names(away)),
        ("speaker_not_confirmed", names(_with(stage, UNSURE))),
    ]
    return [(code, who) for code, who in found if who]


def _with(stage: Iterable[OnStage], standings: tuple[Standing, ...]) -> list[str]:
    return [one.name for one in stage if any(turn.standing in standings for turn in one.turns)]
