"""Who is in a group is one rule: its page, its list for programs, a quota's seats and the database's guard agree."""

from typing import Any
from uuid import UUID

import asyncpg
import pytest

from events_app.database import execute, fetch
from events_app.stakeholders.groups import actions
from events_app.stakeholders.groups.forms import GroupIn
from events_app.stakeholders.tables import Institution
from tests import make_events, make_seating
from tests import make_stakeholders as make
from tests.people import Somebody

PLACES = (
    ("Kecamatan Barat", "district", "33.75.01", None),
    ("Kecamatan Timur", "district", "33.75.011", None),
    ("Kelurahan Kenanga", "village", "33.75.01.1001", "Kecamatan Barat"),
    ("Kelurahan Melati", "village", "33.75.01.1002", "Kecamatan Barat"),
    ("Kelurahan Tutup", "village", "33.75.01.1003", "Kecamatan Barat"),
    ("Kelurahan Teratai", "village", "33.75.011.100", "Kecamatan Timur"),
    ("Pos Kenanga", "other", "", "Kelurahan Kenanga"),
    ("Kampus", "campus", "", None),
)
RULES: dict[str, dict[str, Any]] = {
    "all": {},
    "kinds": {"kinds": ["village", "campus"]},
    "within": {"within_id": "Kecamatan Barat"},
    "region": {"region_code": "33.75.01"},
    "both": {"kinds": ["village"], "within_id": "Kecamatan Barat", "region_code": "33.75.01.1002"},
    "deep": {"kinds": ["other"], "within_id": "Kecamatan Barat"},
    "by hand": {"by_rule": False, "institution_ids": ["Kelurahan Tutup", "Kelurahan Lama", "Kampus"]},
}
EXPECTED = {
    "all": [
        "Kampus", "Kecamatan Barat", "Kecamatan Timur", "Kelurahan Kenanga", "Kelurahan Melati",
        "Kelurahan Teratai", "Pos Kenanga",
    ],
    "kinds": ["Kampus", "Kelurahan Kenanga", "Kelurahan Melati", "Kelurahan Teratai"],
    "within": ["Kelurahan Kenanga", "Kelurahan Melati", "Pos Kenanga"],
    "region": ["Kecamatan Barat", "Kelurahan Kenanga", "Kelurahan Melati"],
    "both": ["Kelurahan Melati"],
    "deep": ["Pos Kenanga"],
    "by hand": ["Kampus", "Kelurahan Melati"],
}  # fmt: skip


@pytest.mark.parametrize("rule", RULES)
async def test_page_list_quota_and_guard_agree_on_who_is_in_a_group(alice: Somebody, rule: str) -> None:
    """One closed, one gone into another before it was named: neither counts, what the other became does."""
    rows = await _directory(alice)
    group = await actions.create(alice.actor, _group(rows, RULES[rule]))
    listed = (await alice.api.get(f"/groups/{group.id}/members")).json()["items"]
    assert sorted(one["name"] for one in listed) == EXPECTED[rule]
    page = await alice.web.get(f"/groups/{group.id}")
    assert all((name in page.text) == (name in EXPECTED[rule]) for name in ("Pos Kenanga", "Kampus"))
    event = await make_events.published(alice.actor.organisation)
    quota = await make_seating.quota(event, 100, group_id=group.id)
    asked = await make_seating.asked(event, [rows[name] for name in sorted(rows) if name != "Kelurahan Lama"])
    await execute("UPDATE invitation SET state = 'accepted' WHERE event = $1", event.id)
    shown = (await alice.api.get(f"/events/{event.id}/quotas")).json()["items"]
    assert [one["used"] for one in shown] == [len(EXPECTED[rule])]
    assert await _covered(event.id, list(rows.values())) == EXPECTED[rule]
    await execute("UPDATE invitation SET state = 'sent'")
    await execute("UPDATE invitation_quota SET seats = 0 WHERE id = $1", quota.id)
    refused = set()
    for one in asked:
        try:
            await execute("UPDATE invitation SET state = 'accepted' WHERE id = $1", one.id)
        except asyncpg.CheckViolationError:
            refused.add(one.institution)
    assert refused == {rows[name].id for name in EXPECTED[rule]}


async def _directory(who: Somebody) -> dict[str, Institution]:
    rows: dict[str, Institution] = {}
    for name, kind, code, above in PLACES:
        parent = rows[above].id if above else None
        rows[name] = await make.institution(who.actor, name, kind=kind, region_code=code, parent_id=parent)
    rows["Kelurahan Lama"] = await make.institution(who.actor, "Kelurahan Lama", kind="village")
    await execute("UPDATE institution SET active = false WHERE id = $1", rows["Kelurahan Tutup"].id)
    gone, stays = rows["Kelurahan Lama"].id, rows["Kelurahan Melati"].id
    merge = {"kind": "institution", "loser_id": f"{gone}", "survivor_id": f"{stays}"}
    assert (await who.api.post("/directory/merges", json=merge)).status_code == 201
    return rows


def _group(rows: dict[str, Institution], rule: dict[str, Any]) -> GroupIn:
    facts: dict[str, Any] = {"name": "Jatah", "by_rule": True} | rule
    if "within_id" in facts:
        facts["within_id"] = rows[facts["within_id"]].id
    facts["institution_ids"] = [rows[name].id for name in facts.get("institution_ids", [])]
    return GroupIn.model_validate(facts)


async def _covered(event: UUID, offices: list[Institution]) -> list[str]:
    sql = "SELECT n.name FROM quota_offices($1, $2) q JOIN institution n ON n.id = q.office ORDER BY n.name"
    return [row["name"] for row in await fetch(sql, event, [one.id for one in offices])]
