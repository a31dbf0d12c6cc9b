"""What a list is asked for in the address; what is not written as it should be counts as not asked for."""

from enum import StrEnum


def one_of(kind: type[StrEnum], text: str) -> str:
    """The value, if it is one of the enumeration's, else nothing."""
    return text if text in {member.value for member in kind} else ""
