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
    "privacy",
)

WITH_JOBS = (
    "accounts",
    "notifications",
    "notifications.mailbox",
    "notifications.webhooks",
    "stakeholders.lists",
    "stakeholders.positions",
    "events.runs",
    "invitations",
    "invitations.letters",
    "invitations.registration",
    "invitations.replies",
    "checkin",
    "checkin.badges",
    "checkin.certificates",
    "checkin.listing",
    "checkin.photos",
    "commitments",
    "commitments.indicators",
    "commitments.minutes",
    "reports.activity",
    "reports.office",
    "reports.summaries",
    "privacy",
)


def load_jobs() -> None:
    """Imports every room's jobs, which register themselves by name."""
    for place in WITH_JOBS:
        importlib.import_module(f"events_app.{place}.jobs")
