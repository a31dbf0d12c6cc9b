"""events_app runs thematic discussions and trainings, and sees to it that what was promised gets done.

An organiser schedules an event and invites institutions, which answer by a link of their own.
Guests hold a pass; the door scans it, and the scans are the attendance.
A commitment is what an institution promised there; follow-up actions are what it must do, and by when.
Evidence shows that an action was done, and somebody else, never the doer, says whether it was.
Every row belongs to one organisation, and no organisation can see that another one exists.
"""
