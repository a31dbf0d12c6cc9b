"""Minutes go to those who were there and to the owners: each address once, and only what is theirs to know."""

import io
from typing import Any
from uuid import UUID

import pypdf
import pytest

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.commitments.minutes import mailing
from events_app.commitments.minutes.finalising import finalise
from events_app.commitments.minutes.forms import FinaliseIn
from events_app.commitments.minutes.tables import MinutesMail, MinutesVersion
from events_app.database import execute
from events_app.notifications.tables import Message
from events_app.stakeholders.tables import Person
from tests import make_commitments as make
from tests import make_invitations
from tests.make_commitments import Scene
from tests.people import Somebody


@pytest.fixture
async def scene(city: Organisation) -> Scene:
    return await make.scene(city)


async def came(scene: Scene, name: str, email: str, **person: Any) -> None:
    guest = await make_invitations.guest(scene.event, name)
    facts: dict[Any, Any] = {"email": email, **person}
    await Person.update(facts).where(Person.id == guest.person)
    sql = """INSERT INTO attendance (id, organisation, created_at, event, guest, first_in_at, last_in_at, by_clock,
      device)
    VALUES (gen_random_uuid(), $1, now(), $2, $3, now(), now(), false, '')"""
    await execute(sql, scene.event.organisation, scene.event.id, guest.id)


async def final(city: Organisation, scene: Scene) -> MinutesVersion:
    return await finalise(make.staff(city), scene.event, FinaliseIn(), clock.now())


async def mail(who: Somebody, scene: Scene, city: Organisation) -> list[Message]:
    """Looks at the list, begins, and lets the worker do its part twice."""
    version = await MinutesVersion.objects().first()
    assert version is not None
    path = f"/events/{scene.event.id}/minutes/versions/{version.number}/mailing"
    listed = (await who.api.get(path)).json()["recipients"]
    wanted = sum(not one["problem"] for one in listed)
    begun = await who.api.post(path, json={"recipients": wanted})
    assert begun.status_code == 202, begun.text
    for _turn in range(2):
        await mailing.send(make.staff(city), version.id, clock.now())
    mine = Message.kind == "commitments.minutes"
    rows: list[Message] = await Message.objects().where(mine)
    return sorted(rows, key=lambda row: row.to_address.casefold())


async def test_everybody_gets_what_is_theirs_and_once(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    await make.opened(city, scene)
    await came(scene, "Hadir Satu", "satu@x.example")
    await came(scene, "Hadir Lagi", "SATU@x.example")
    await final(city, scene)
    rows = await mail(dewi, scene, city)
    assert [row.to_address.lower() for row in rows] == ["sari@dinsos.example", "satu@x.example"]
    owner, present = rows
    assert ("Buka posko pengaduan" in owner.text, owner.attachments) == (True, "[]")
    assert ("Buka posko pengaduan" in present.text, "minutes" in present.attachments) == (False, True)
    assert await MinutesMail.count() == 2
    again = await mail(dewi, scene, city)
    assert len(again) == 2


async def test_who_was_there_and_owes_something_gets_one_message(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    await make.opened(city, scene)
    await came(scene, "Sari", "sari@dinsos.example")
    await final(city, scene)
    (row,) = await mail(dewi, scene, city)
    assert ("Buka posko pengaduan" in row.text, "minutes" in row.attachments) == (True, True)


async def test_who_must_not_be_written_to_is_named_with_the_reason(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    await came(scene, "Tanpa Surel", "")
    await came(scene, "Lewat Telepon", "telepon@x.example", channel="none")
    await came(scene, "Tidak Mau", "jangan@x.example")
    wish = """INSERT INTO mail_wish (id, organisation, created_at, address, link_hash, wish)
    VALUES (gen_random_uuid(), $1, now(), 'jangan@x.example', $2, 'no_mail')"""
    await execute(wish, city.id, b"0" * 32)
    await final(city, scene)
    assert await mail(dewi, scene, city) == []
    shown = (await dewi.web.get(f"/events/{scene.event.id}/minutes/versions/1/mailing")).text
    for words in ("no mail address", "wants to be reached another way", "asked for no mail"):
        assert words in shown


async def test_confidential_minutes_are_read_after_signing_in(
    dewi: Somebody, city: Organisation, scene: Scene
) -> None:
    await came(scene, "Hadir", "hadir@x.example")
    await execute("UPDATE event SET confidential = true WHERE id = $1", scene.event.id)
    version = await final(city, scene)
    (row,) = await mail(dewi, scene, city)
    assert row.attachments == "[]"
    assert (scene.event.title in row.text, "/minutes/versions/1" in row.text) == (False, True)
    assert await mailing.paper(version.id) is None


async def test_what_is_attached_is_the_version_itself(city: Organisation, scene: Scene) -> None:
    version = await final(city, scene)
    made = await mailing.paper(version.id)
    assert made is not None
    assert "Versi 1" in pypdf.PdfReader(io.BytesIO(made[2])).pages[0].extract_text()
    assert await mailing.paper(UUID(int=1)) is None


async def test_another_list_than_the_one_looked_at_is_refused(
    dewi: Somebody, alice: Somebody, charlie: Somebody, city: Organisation, scene: Scene
) -> None:
    await came(scene, "Hadir", "hadir@x.example")
    await final(city, scene)
    path = f"/events/{scene.event.id}/minutes/versions/1/mailing"
    late = await dewi.api.post(path, json={"recipients": 7})
    assert (late.status_code, late.json()["code"]) == (409, "recipients_changed")
    assert [(await who.api.get(path)).status_code for who in (alice, charlie)] == [403, 404]
    assert await MinutesMail.count() == 0
    sent = await dewi.web.post(path, {"recipients": "1"})
    assert sent.status_code == 303
