"""The inspector reads all, reopens and closes; the chair still may, nobody else, and the rest stays the chair's."""

from datetime import timedelta

import pytest

from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation
from events_app.commitments.tables import ActionState
from tests import make_commitments as make
from tests.people import Cast, Somebody

WHY = {"reason": "Posko ternyata tutup."}
RATED = {"rating": "complete", "reason": "Selesai seluruhnya."}


@pytest.fixture
async def inspector(cast: Cast, city: Organisation) -> Somebody:
    return await cast.somebody(city, "Indah", Role.inspector)


async def test_inspector_reopens_what_is_not_done_after_all(
    city: Organisation, inspector: Somebody, eko: Somebody, dewi: Somebody, charlie: Somebody
) -> None:
    row = await make.in_state(city, await make.scene(city), ActionState.verified)
    for who, status in ((eko, 403), (dewi, 403), (charlie, 404)):
        assert (await who.api.post(f"/actions/{row.id}/reopening", json=WHY)).status_code == status
        if status == 403:
            assert "Reopen the follow-up action" not in (await who.web.get(f"/actions/{row.id}")).text
    assert "Reopen the follow-up action" in (await inspector.web.get(f"/actions/{row.id}")).text
    assert (await inspector.web.post(f"/actions/{row.id}/reopen", WHY)).status_code == 303
    now = await make.fresh(row)
    assert (now.state, now.reopened) == ("in_progress", 1)


async def test_inspector_closes_but_not_for_their_own_institution(
    city: Organisation, cast: Cast, inspector: Somebody, eko: Somebody
) -> None:
    here = await make.scene(city)
    row = await make.in_state(city, here, ActionState.verified)
    path = f"/commitments/{row.commitment}"
    own = await cast.somebody(city, "Oki", Role.inspector, institution=here.promiser.id)
    for who in (own, eko):
        assert (await who.api.post(f"{path}/closure", json=RATED)).status_code == 403
    assert "Withdraw the commitment" not in (await inspector.web.get(path)).text
    closed = await inspector.api.post(f"{path}/closure", json=RATED)
    assert closed.status_code == 200, closed.text
    assert closed.json()["state"] == "closed"


async def test_inspector_decides_nothing_else(city: Organisation, inspector: Somebody) -> None:
    here = await make.scene(city)
    row = await make.opened(city, here)
    late = {"reason_class": "force_majeure", "reason": "Banjir."}
    give = {"responsible_institution_id": str(here.other.id), "reason": "Lain."}
    due = {"due": str(make.DUE + timedelta(days=9)), "reason": "Banjir."}
    for door, sent in (
        ("cancellation", WHY),
        ("infeasibility", late),
        ("reassignment", give),
        ("waiver", WHY),
        ("due-changes", due),
    ):
        assert (await inspector.api.post(f"/actions/{row.id}/{door}", json=sent)).status_code == 403, door
    assert (await make.fresh(row)).state == "open"


async def test_inspector_reads_confidential_promises_and_evidence_with_personal_data(
    city: Organisation, inspector: Somebody, cast: Cast
) -> None:
    here = await make.scene(city, confidential=True)
    row = await make.opened(city, here)
    await make.submitted(row, await make.holder_of(row), contains_personal_data=True)
    said = (await inspector.api.get(f"/actions/{row.id}/submissions")).json()["items"][0]
    assert [one["hidden"] for one in said["evidence"]] == [False]
    viewer = await cast.somebody(city, "Vina", Role.viewer)
    assert (await viewer.api.get(f"/actions/{row.id}")).status_code == 404
