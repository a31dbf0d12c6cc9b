"""Roles are sets of rights; code asks for rights, never for roles."""

from enum import StrEnum


class Right(StrEnum):
    """One thing a person may do."""

    read = "read"
    read_confidential = "read_confidential"
    scan = "scan"
    plan_events = "plan_events"
    keep_directory = "keep_directory"
    invite = "invite"
    keep_commitments = "keep_commitments"
    report_progress = "report_progress"
    verify = "verify"
    decide = "decide"
    oversee = "oversee"
    keep_privacy = "keep_privacy"
    manage = "manage"


class Role(StrEnum):
    """What a user is here; several may be held."""

    viewer = "viewer"
    door = "door"
    organiser = "organiser"
    secretariat = "secretariat"
    verifier = "verifier"
    inspector = "inspector"
    chair = "chair"
    owner = "owner"


_R = Right
RIGHTS: dict[Role, frozenset[Right]] = {
    Role.viewer: frozenset({_R.read}),
    Role.door: frozenset({_R.scan}),
    Role.organiser: frozenset(
        {_R.read, _R.read_confidential, _R.plan_events, _R.keep_directory, _R.invite, _R.scan}
    ),
    Role.secretariat: frozenset(
        {_R.read, _R.read_confidential, _R.keep_commitments, _R.report_progress, _R.keep_privacy}
    ),
    Role.verifier: frozenset({_R.read, _R.verify}),
    Role.inspector: frozenset({_R.read, _R.read_confidential, _R.oversee}),
    Role.chair: frozenset({_R.read, _R.read_confidential, _R.decide, _R.oversee}),
    Role.owner: frozenset(Right),
}


def rights_of(roles: list[str]) -> frozenset[Right]:
    """The union of the roles' rights; an unknown role name raises ValueError."""
    return frozenset[Right]().union(*(RIGHTS[Role(role)] for role in roles))
