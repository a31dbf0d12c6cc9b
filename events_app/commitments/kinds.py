"""Words of what a promise may say besides its state."""

from enum import StrEnum


class Ratified(StrEnum):
    """Whether the absent head stands by what a representative promised."""

    not_needed = "not_needed"
    pending = "pending"
    ratified = "ratified"
    declined = "declined"


class Rating(StrEnum):
    """How far a commitment came, in the five words of the Open Government Partnership."""

    complete = "complete"
    substantial = "substantial"
    limited = "limited"
    not_started = "not_started"
    no_evidence = "no_evidence"


class PartyRole(StrEnum):
    support = "support"
    co_lead = "co_lead"


class BudgetSource(StrEnum):
    apbd = "apbd"
    apbn = "apbn"
    village = "village"
    grant = "grant"
    none = "none"
    other = "other"


class LinkScope(StrEnum):
    """What a personal link opens: one action, all one owes, or the ratification of one promise."""

    action = "action"
    digest = "digest"
    ratification = "ratification"


class Obstacle(StrEnum):
    none = "none"
    budget = "budget"
    staff = "staff"
    regulation = "regulation"
    coordination = "coordination"
    data = "data"
    other = "other"


class EvidenceKind(StrEnum):
    letter = "letter"
    decree = "decree"
    photo = "photo"
    attendance_list = "attendance_list"
    report = "report"
    link = "link"
    other = "other"
