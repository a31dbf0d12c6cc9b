"""A demonstration goes without leaving a row behind, though its story is append-only."""

from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from events_app.database import execute, fetch_value, transaction
from tests import make_commitments as make

TABLES = (
    "reminder_dispatch",
    "reminder_letter",
    "reminder_mute",
    "due_change",
    "access_token",
    "verification",
    "evidence",
    "submission",
    "progress_update",
    "action_event",
    "follow_up_action",
    "commitment",
)


async def test_erasing_an_organisation_takes_the_whole_story_with_it(city: Organisation) -> None:
    await make.in_state(city, await make.scene(city), ActionState.returned)
    async with transaction():
        await execute("SET LOCAL events_app.erasing = 'on'")
        for table in TABLES:
            await execute(f"DELETE FROM {table} WHERE organisation = $1", city.id)
    for table in TABLES:
        assert await fetch_value(f"SELECT count(*) FROM {table}") == 0, table
