"""Many rows by one statement: what a unique key refuses is left out, the rest is there."""

import pytest

from events_app.accounts.tables import Organisation
from events_app.bulk import insert_new
from events_app.notifications.tables import Message
from events_app.stakeholders.tables import Group


async def test_rows_go_in_once_and_tell_which_are_new(city: Organisation) -> None:
    rows = [
        Message(
            organisation=city.id, to_address=f"{n}@kota.example", subject="Ä\n'", dedup_key=f"key {n % 2}"
        )
        for n in range(4)
    ]
    assert await insert_new(rows) == {rows[0].id, rows[1].id}
    assert await insert_new(rows) == set()
    assert await insert_new([]) == set()
    kept = await Message.objects().get(Message.id == rows[0].id)
    assert kept is not None

    assert (kept.subject, kept.state, kept.attachments) == ("Ä\n'", "queued", "[]")
    assert not kept.sent_at


async def test_a_table_with_arrays_is_refused(city: Organisation) -> None:
    with pytest.raises(TypeError, match="array"):
        await insert_new([Group(organisation=city.id, name="Utara")])
