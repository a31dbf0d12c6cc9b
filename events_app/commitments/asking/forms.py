"""What comes in when something is asked of the chair."""

from pydantic import ConfigDict

from events_app.commitments.details import Why
from events_app.commitments.forms import ProofIn
from events_app.commitments.tables import InfeasibleReason
from events_app.shapes import Body


class InfeasibleRequestIn(ProofIn):
    """It cannot be done, for one of the four lawful reasons, and here is what shows it."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "reason_class": "regulation_change",
                    "reason": "The province has taken the task over.",
                    "links": ["https://example.org/regulation"],
                }
            ]
        }
    )

    reason_class: InfeasibleReason
    reason: Why


class WithdrawalRequestIn(Body):
    """Why the institution cannot stand by its promise any more."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"reason": "The programme was moved to another institution."}]}
    )

    reason: Why
