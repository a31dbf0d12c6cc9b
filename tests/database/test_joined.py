"""Rows of two tables by one statement are the rows that the ORM reads."""

from events_app.accounts.tables import Organisation, User
from events_app.database import fetch_one
from events_app.events.tables import Room
from events_app.joined import columns, row

WEEK = [*["08:00-16:00"] * 5, "", ""]


async def test_each_row_is_what_the_orm_reads_and_can_be_saved(city: Organisation) -> None:
    user = User(organisation=city.id, email="alice@kota.example", name="Alice", roles=["organiser"])
    await user.save()
    await Room(organisation=city.id, name="Kenanga", hours=WEEK).save()
    found = await fetch_one(
        f"SELECT {columns(User, 'u')}, {columns(Room, 'r')} FROM app_user u"
        " JOIN room r ON r.organisation = u.organisation WHERE u.id = $1",
        user.id,
    )
    mine, room = row(User, "u", found), row(Room, "r", found)
    assert mine.to_dict() == (await User.objects().get(User.id == user.id)).to_dict()  # type: ignore[union-attr]
    assert (room.name, room.hours, room.venue) == ("Kenanga", WEEK, None)
    mine.name = "Alya"
    await mine.save()
    assert [one.name for one in await User.objects()] == ["Alya"]
