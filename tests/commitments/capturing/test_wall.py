"""The wall: institution and position, never a person; by a link that can be revoked, and never of a confidential event."""

from events_app.accounts.tables import Organisation
from events_app.commitments.capturing.screens import token_of
from events_app.commitments.capturing.tables import CaptureScreen
from events_app.database import execute
from events_app.ids import new_id
from tests import make_checkin, make_commitments
from tests.people import Browser, Somebody


async def test_a_screens_link_shows_institution_and_position_and_no_name(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city)
    guest = await make_checkin.guest(here.event, "Budi Santoso", institution_id=here.promiser.id)
    await execute("UPDATE guest SET position_title = 'Sekretaris' WHERE id = $1", guest.id)
    line = {"id": str(new_id()), "guest_id": str(guest.id), "text": "Kami membuka posko."}
    await dewi.api.post(f"/events/{here.event.id}/captured-lines", json=line)
    wall = (await dewi.api.post(f"/events/{here.event.id}/promise-walls", json={"name": "Panggung"})).json()
    path = "/wall/" + wall["url"].rpartition("/")[2]
    shown = await public.get(path)
    assert "Kami membuka posko." in shown.text
    assert "Dinas Sosial, Sekretaris" in shown.text
    assert "Budi Santoso" not in shown.text
    assert "Budi" not in (await public.get(f"{path}/live")).text
    assert (await public.get(f"/events/{here.event.id}/capture")).status_code in (303, 401)
    await dewi.web.post(f"/events/{here.event.id}/capture/screens/{wall['id']}/revoke")
    assert (await public.get(path)).status_code == 404


async def test_a_confidential_event_has_no_link_and_an_open_one_shows_nothing(
    city: Organisation, dewi: Somebody, public: Browser
) -> None:
    here = await make_commitments.scene(city)
    await dewi.web.post(f"/events/{here.event.id}/capture/screens", {"name": "Panggung"})
    screen = await CaptureScreen.objects().first()
    assert screen is not None
    path = f"/wall/{token_of(screen.id)}"
    assert (await public.get(path)).status_code == 200
    await execute("UPDATE event SET confidential = true, visibility = 'invited' WHERE id = $1", here.event.id)
    assert (await public.get(path)).status_code == 404
    refused = await dewi.api.post(f"/events/{here.event.id}/promise-walls", json={"name": "Lobi"})
    assert refused.json()["code"] == "wall_is_closed"
    own = (await dewi.web.get(f"/events/{here.event.id}/capture/wall")).text
    assert here.event.title not in own


async def test_a_screen_without_a_name_is_refused_beside_its_field(
    city: Organisation, dewi: Somebody
) -> None:
    here = await make_commitments.scene(city)
    refused = await dewi.web.post(f"/events/{here.event.id}/capture/screens", {"name": " "})
    assert refused.status_code == 422
    assert 'id="f-name-error"' in refused.text
