"""Summaries: of a month for the secretariat, of a quarter for those who lead; once each, and only the latest."""

from datetime import date
from typing import Any

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.reminding import actions, leaders, summaries
from events_app.commitments.reminding.forms import LeaderIn
from events_app.commitments.tables import ActionState
from events_app.database import fetch
from tests import make_commitments as make
from tests.commitments.reminding.runs import at
from tests.commitments.test_verdicts import user
from tests.people import Somebody

SEKDA = LeaderIn(office="Sekretaris Daerah", name="Ratna", email="sekda@x.example", language="id")


async def told(*days: date) -> list[tuple[str, str, date]]:
    """Kind, receiver and period of what was written on these days."""
    for day in days:
        await actions.remind_due(at(day))
        await summaries.write_all(at(day))
    rows = await fetch(
        "SELECT kind, recipient, period FROM reminder_digest WHERE kind <> 'daily' AND message IS NOT NULL"
        " ORDER BY period, kind"
    )
    return [(row["kind"], row["recipient"], row["period"]) for row in rows]


async def ready(city: Organisation) -> make.Scene:
    here = await make.scene(city)
    await user(city, Role.secretariat, email="sekre@staf.example")
    await leaders.add(make.staff(city), SEKDA, make.AGREED)
    return here


async def test_month_and_quarter_are_told_once_on_the_first_working_morning(city: Organisation) -> None:
    await make.opened(city, await ready(city))
    mornings = [date(2027, 3, 31), date(2027, 4, 1), date(2027, 4, 2), date(2027, 5, 3), date(2027, 5, 4)]
    assert await told(*mornings) == [
        ("quarterly", "sekda@x.example", date(2026, 10, 1)),
        ("quarterly", "sekda@x.example", date(2027, 1, 1)),
        ("monthly", "sekre@staf.example", date(2027, 2, 1)),
        ("monthly", "sekre@staf.example", date(2027, 3, 1)),
        ("monthly", "sekre@staf.example", date(2027, 4, 1)),
    ]


async def test_weekend_is_waited_for_and_an_outage_tells_only_the_latest(city: Organisation) -> None:
    await make.opened(city, await ready(city))
    saturday, monday = date(2027, 5, 1), date(2027, 5, 3)
    assert await told(saturday) == []
    found = await told(monday)
    assert ("monthly", "sekre@staf.example", date(2027, 4, 1)) in found
    later = [one for one in await told(date(2027, 9, 6)) if one not in found]
    assert sorted(later) == [
        ("monthly", "sekre@staf.example", date(2027, 8, 1)),
        ("quarterly", "sekda@x.example", date(2027, 4, 1)),
    ]


async def test_nothing_is_told_before_anything_was_agreed(city: Organisation) -> None:
    here = await ready(city)
    await make.draft(city, here)
    assert await told(date(2027, 2, 1), date(2027, 4, 1)) == []


async def test_summary_counts_what_stands_and_hides_small_shares(city: Organisation) -> None:
    here = await ready(city)
    await make.opened(city, here, due=date(2027, 3, 10))
    await make.in_state(city, here, ActionState.verified)
    await told(date(2027, 4, 1))
    texts: dict[str, Any] = {
        row["to_address"]: row["text"]
        for row in await fetch("SELECT * FROM message WHERE kind = 'commitments.action_summary'")
    }
    assert "1 / 2" in texts["sekre@staf.example"]
    assert "%" not in texts["sekre@staf.example"]
    assert "Dinas Sosial: 1" in texts["sekda@x.example"]
    assert "http" not in texts["sekda@x.example"], "who leads has no account here"


async def test_confidential_is_not_told_outside(city: Organisation) -> None:
    here = await ready(city)
    await fetch("UPDATE event SET confidential = true")
    await make.opened(city, here, due=date(2027, 3, 10))
    await told(date(2027, 4, 1))
    [row] = await fetch("SELECT text FROM message WHERE to_address = 'sekda@x.example'")
    assert "Dinas Sosial" not in row["text"]
    assert "0 / 0" in row["text"]


async def test_owner_sets_who_leads(city: Organisation, owner: Somebody, dewi: Somebody) -> None:
    assert "Nobody gets the summary" in (await owner.web.get("/reminders/leadership")).text
    typed = {"office": "Wali Kota", "name": "Bima", "email": "wali@x.example", "language": "id"}
    wrong = await owner.web.post("/reminders/leadership", typed | {"email": "bukan alamat"})
    assert (wrong.status_code, "Wali Kota" in wrong.text) == (422, True)
    assert (await owner.web.post("/reminders/leadership", typed)).status_code == 303
    twice = await owner.api.post("/leadership-addresses", json=typed)
    assert (twice.status_code, twice.json()["code"]) == (409, "leader_known")
    [row] = (await owner.api.get("/leadership-addresses")).json()["items"]
    assert (row["office"], row["email"]) == ("Wali Kota", "wali@x.example")
    assert (await dewi.api.get("/leadership-addresses")).status_code == 403
    assert (await owner.api.delete(f"/leadership-addresses/{row['id']}")).status_code == 204
    assert (await owner.api.get("/leadership-addresses")).json()["items"] == []
