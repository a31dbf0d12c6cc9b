"""The list of an event's certificates: everybody judged, counted, narrowed to what is asked for, in parts."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from events_app.checkin.certificates.earning import Candidate


class Show(StrEnum):
    """Which of them."""

    all = "all"
    due = "due"
    denied = "denied"
    issued = "issued"
    revoked = "revoked"


@dataclass(frozen=True)
class Counts:
    """`earned` by the rule; `due` have none yet, `denied` did not earn one and have none."""

    everybody: int
    earned: int
    due: int
    denied: int
    issued: int
    revoked: int


def counted(people: Sequence[Candidate]) -> Counts:
    """All of them in one walk for each figure."""
    return Counts(
        everybody=len(people),
        earned=sum(one.earned for one in people),
        **{show.value: sum(fits(one, show) for one in people) for show in Show if show is not Show.all},
    )


def fits(one: Candidate, show: Show) -> bool:
    """Whether somebody stands in that part of the list."""
    given = one.certificate is not None
    match show:
        case Show.due:
            return one.due
        case Show.denied:
            return not one.earned and not given
        case Show.issued:
            return given and not one.revoked
        case Show.revoked:
            return one.revoked
    return True


def narrowed(people: Sequence[Candidate], show: Show, q: str) -> list[Candidate]:
    """Those of a part whose name, institution or number holds these words."""
    wanted = q.casefold().split()
    said = [(one, f"{one.name} {one.printed} {one.institution} {one.number}".casefold()) for one in people]
    return [one for one, text in said if fits(one, show) and all(word in text for word in wanted)]
