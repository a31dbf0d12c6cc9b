"""What a device may keep of the door: files, the page without names, digests that open nothing."""

import hashlib
import re
from datetime import datetime

from events_app.accounts.tables import Organisation
from events_app.assets import asset
from events_app.paths import STATIC
from tests import make_checkin as make
from tests.people import Browser, Somebody


async def test_the_worker_names_files_that_exist_and_all_that_the_page_loads(
    alice: Somebody, public: Browser, city: Organisation
) -> None:
    event = await make.today(city)
    answer = await public.get("/door/sw.js")
    assert answer.headers["content-type"].startswith("text/javascript")
    assert answer.headers["cache-control"] == "no-cache"
    files = set(re.findall(r"'(/static/[^']+)'", answer.text))
    here = asset("")
    assert all((STATIC / path.removeprefix(here)).is_file() for path in files)
    page = (await alice.web.get(f"/door/{event.id}/shell")).text
    loaded = set(re.findall(rf'(?:src|href|data-wasm)="({here}[^"]+)"', page)) - {
        asset("img/door/icon-192.png")
    }
    assert loaded <= files


async def test_every_file_that_the_doors_script_and_sheet_import_is_kept(public: Browser) -> None:
    worker = (await public.get("/door/sw.js")).text
    for folder, pattern in (("js/door", r'from "\./([\w-]+\.js)"'), ("css", r'url\("([\w/.-]+)"\)')):
        for path in (STATIC / folder).glob("*.*s"):
            for name in re.findall(pattern, path.read_text()):
                assert asset(str((path.parent / name).resolve().relative_to(STATIC.resolve()))) in worker


async def test_the_kept_page_holds_no_name_and_no_secret(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Hj. Siti Aminah", institution_name="Kelurahan Kenanga")
    await alice.web.post(f"/door/{event.id}", {"code": guest.short_code})
    assert "Siti Aminah" in (await alice.web.get(f"/door/{event.id}")).text
    kept = await alice.web.get(f"/door/{event.id}/shell")
    for secret in ("Siti", "Kenanga", "Alice", alice.web.client.cookies["csrf"]):
        assert secret not in kept.text
    assert event.title in kept.text


async def test_the_last_scans_come_by_themselves(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event, "Hj. Siti Aminah")
    await alice.web.post(f"/door/{event.id}", {"code": guest.short_code})
    shown = (await alice.web.get(f"/door/{event.id}/latest")).text
    assert "Siti Aminah" in shown
    assert "<html" not in shown


async def test_the_news_tell_time_secret_and_closing(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    await alice.web.get("/login")
    said = (await alice.web.get(f"/door/{event.id}/count")).json()
    assert said["csrf"] == alice.web.client.cookies["csrf"]
    assert datetime.fromisoformat(said["server_time"]) < datetime.fromisoformat(said["closes_at"])
    assert (said["present"], said["expected"]) == (0, 0)


async def test_a_confidential_event_is_an_app_under_its_number(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city, confidential=True)
    said = (await alice.web.get(f"/door/{event.id}/manifest.webmanifest")).json()
    assert said["start_url"] == f"/door/{event.id}"
    assert event.ref in said["name"]
    assert event.title not in str(said)
    for picture in [*said["icons"], *said["screenshots"]]:
        assert (STATIC / picture["src"].removeprefix(asset(""))).is_file()


async def test_the_roster_knows_both_codes_by_digests_alone(alice: Somebody, city: Organisation) -> None:
    event = await make.today(city)
    guest = await make.guest(event)
    answer = await alice.api.get(f"/events/{event.id}/roster")
    entry = answer.json()["entries"][0]
    assert entry["hash"] == hashlib.sha256(make.token(guest).encode()).hexdigest()[:24]
    short = hashlib.sha256(f"{event.id}|{guest.short_code}".encode()).hexdigest()[:24]
    assert entry["short_hash"] == short
    assert guest.short_code not in answer.text


async def test_what_a_door_keeps_is_for_those_who_work_it(
    alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody, city: Organisation
) -> None:
    event = await make.today(city)
    for path in ("shell", "latest", "count", "manifest.webmanifest"):
        seen = [
            (await who.web.get(f"/door/{event.id}/{path}")).status_code for who in (alice, bob, charlie, dewi)
        ]
        assert seen == [200, 404, 404, 403], path
