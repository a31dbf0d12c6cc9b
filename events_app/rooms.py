"""The rooms in their order, and what each of them brings."""

import importlib

ROOMS = (
    "accounts",
    "documents",
    "notifications",
    "stakeholders",
    "events",
    "invitations",
    "checkin",
    "commitments",
    "reports",
)

WITH_JOBS = ("accounts", "notifications", "stakeholders", "invitations", "commitments")


def load_jobs() -> None:
    """Imports every room's jobs, which register themselves by name."""
    for room in WITH_JOBS:
        importlib.import_module(f"events_app.{room}.jobs")
