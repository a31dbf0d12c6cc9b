"""A phone that minds a session which was cancelled: it says so, and offers no other session."""

import re

from events_app.accounts.tables import Organisation
from events_app.database import execute
from tests import make_checkin, make_devices, make_events
from tests.people import Cast


async def test_the_phone_says_so(cast: Cast, city: Organisation) -> None:
    event = await make_checkin.today(city)
    minded = await make_events.session(event, title="Sidang pleno")
    await make_events.session(event, title="Kelompok kerja")
    phone = await make_devices.phone(cast, await make_devices.device(event, session_id=minded.id))
    await execute("UPDATE event_session SET cancelled_at = now() WHERE id = $1", minded.id)
    shown = (await phone.client.get(f"/door/{event.id}")).text
    [offered] = re.findall(r'<select[^>]*name="session_id".*?</select>', shown, re.DOTALL)
    assert re.findall(r"<option[^>]*>([^<]*)", offered) == ["Session cancelled"]
    assert f'value="{minded.id}"' in offered
    assert "The session of this phone was cancelled" in shown
    assert "Coming in · Session cancelled" in shown
