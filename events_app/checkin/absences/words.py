"""What kinds of excuses are called."""

from events_app.checkin.absences.tables import ExcuseKind
from events_app.i18n import N_

EXCUSES = {
    ExcuseKind.leave: N_("On leave"),
    ExcuseKind.sick: N_("Sick"),
    ExcuseKind.other_duty: N_("Other duty"),
}
