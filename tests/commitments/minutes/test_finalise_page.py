"""What the page of finalising warns about, it leads to: the minutes' head, the review, a draft that is not ready."""

from events_app.accounts.tables import Organisation
from events_app.events.tables import Event
from tests import make_commitments as make
from tests.commitments.carrying.test_reviews import later, scene
from tests.make_commitments import Scene
from tests.people import Somebody

__all__ = ["later", "scene"]


async def test_each_warning_leads_to_where_it_is_mended(
    chair: Somebody, city: Organisation, scene: Scene, later: list[Event]
) -> None:
    await make.opened(city, scene)
    scene.event = later[0]
    unready = await make.draft(city, scene, actions=[])
    shown = (await chair.web.get(f"/events/{later[0].id}/minutes/finalise")).text
    for address in (
        f"/events/{later[0].id}/minutes",
        f"/events/{later[0].id}/minutes/review",
        f"/commitments/{unready.id}",
    ):
        assert f'href="{address}"' in shown
    assert "1 open action of earlier meetings has not been reviewed." in shown
