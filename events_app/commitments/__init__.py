"""The room of promises: what an institution said it would do, and whether it was done.

A commitment is recorded at an event, for an institution, tied to the guest who spoke; its follow-up actions
say what will be there, who does it, who checks it, and by when. Agreeing opens the actions and sends each
owner a personal link. By it, without an account, the owner reports progress and submits evidence; somebody
else, of another institution, accepts it or returns it with a reason. Silence never verifies, nobody verifies
their own work, and the database itself refuses both. Late is what the clock says, never a stored state.
Every move is a row that is never changed; reminders go out once each, whatever restarts happen.

Read in this order: `tables`, `actions/moves` (which histories are possible), `actions/promises`, `work`,
`verdicts`, `decisions`, `reminding`, then the doors.
"""
