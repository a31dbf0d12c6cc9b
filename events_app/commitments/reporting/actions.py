"""The verb of activity reports: write their texts."""

from typing import Any

from events_app.accounts import audit
from events_app.accounts.actor import Actor
from events_app.commitments.reporting.forms import ReportTexts
from events_app.commitments.reporting.tables import ActivityReport
from events_app.database import atomically
from events_app.events.states import ChangedMeanwhile, locked_event
from events_app.events.tables import Event
from events_app.invitations.letters import signing


async def texts_of(event: Event) -> ActivityReport:
    """The texts of an event's report; where nobody has written any, empty ones that are not saved."""
    row = await ActivityReport.objects().where(ActivityReport.event == event.id).first()
    return row or ActivityReport(organisation=event.organisation, event=event.id, row_version=0)


@atomically
async def write(actor: Actor, event: Event, said: ReportTexts) -> ActivityReport:
    """Keep the texts. Raises ChangedMeanwhile when somebody else wrote since `row_version` was read."""
    await locked_event(event)
    report = await texts_of(event)
    if said.row_version is not None and said.row_version != report.row_version:
        raise ChangedMeanwhile(extra={"row_version": report.row_version})
    if said.signatory_id and said.signatory_id != report.signatory:
        await signing.must_be_offered(actor, said.signatory_id)
    is_new = report.row_version == 0
    values: dict[str, Any] = said.model_dump(exclude={"signatory_id", "row_version"})
    for name, value in values.items():
        setattr(report, name, value)
    report.signatory, report.created_by = said.signatory_id, actor.user
    report.row_version += 1
    if is_new:
        await ActivityReport.insert(report)
    else:
        await report.save()
    await audit.record(actor, "activity_report.written", event.id, after={"version": report.row_version})
    return report
