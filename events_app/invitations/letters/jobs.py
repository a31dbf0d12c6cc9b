"""Many letters, made by the worker."""

from events_app.events.runs.making import maker
from events_app.invitations.letters import printing

maker(printing.KIND)(printing.make)
