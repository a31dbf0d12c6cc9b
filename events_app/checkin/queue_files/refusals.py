"""Why a file of scans is not taken; nothing of it was written then."""

from events_app.errors import Refusal
from events_app.i18n import N_


class UnusableQueueFile(Refusal):
    status_code = 422
    field = "file"


class NoQueueFile(UnusableQueueFile):
    message = N_("This is no file of unsent scans. The door page makes one, under “This device”.")


class QueueFileTooLarge(UnusableQueueFile):
    message = N_("A file of scans holds at most 20,000 scans and 10 MB.")


class NothingQueued(UnusableQueueFile):
    message = N_("There are no scans in this file.")


class QueueOfAnotherEvent(UnusableQueueFile):
    message = N_("These scans are of another event. Open that event and bring the file in there.")


class DamagedScan(UnusableQueueFile):
    message = N_("Scan %(number)s in this file is damaged: %(what)s. %(why)s")


class DamagedWalkIn(UnusableQueueFile):
    message = N_("Walk-in %(number)s in this file is damaged: %(what)s. %(why)s")
