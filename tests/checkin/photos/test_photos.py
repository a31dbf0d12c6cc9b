"""Photos of an event: what is kept of them, what is refused, who sees them."""

import io
from datetime import timedelta
from typing import Any

import pytest
from PIL import Image

from events_app import clock
from events_app.accounts.tables import Organisation
from events_app.checkin.photos import actions, pictures, queries
from events_app.checkin.photos.tables import EventPhoto
from events_app.database import counting_queries, execute, fetch_value, in_transaction
from events_app.errors import Refusal
from events_app.events.tables import Event
from events_app.stakeholders.tables import ConsentRecord, ConsentWithdrawal, Person
from tests import make_events, make_invitations
from tests.make_photos import bomb, photo
from tests.make_reports import came
from tests.people import Somebody


async def kept(event: Event, somebody: Somebody, caption: str = "Pembukaan") -> EventPhoto:
    return await actions.add(
        somebody.actor, event, await pictures.cleaned("a.jpg", photo()), caption, clock.now()
    )


def files(*sent: tuple[str, bytes]) -> list[tuple[str, Any]]:
    return [("file", (name, data, "image/jpeg")) for name, data in sent]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
async def test_a_picture_keeps_nothing_but_its_points(kind: str) -> None:
    made = await pictures.cleaned(f"IMG.{kind.lower()}", photo(kind=kind))
    image = Image.open(io.BytesIO(made.data))
    assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (60, 40), {})
    assert b"Pemilik" not in made.data
    assert made.name == "IMG.jpg"


async def test_a_picture_is_turned_upright_and_made_smaller() -> None:
    made = await pictures.cleaned("a.jpg", photo(3000, 1500, orientation=6))
    image = Image.open(io.BytesIO(made.data))
    assert image.size == (1000, 2000)
    top: Any = image.getpixel((500, 100))
    bottom: Any = image.getpixel((500, 1900))
    assert (top[0] > 200, bottom[2] > 200) == (True, True)


@pytest.mark.parametrize(
    ("data", "refused"),
    [
        (b"bukan foto", pictures.NotAPhoto),
        (b"", pictures.NotAPhoto),
        (photo()[:300], pictures.NotAPhoto),
        (b"GIF89a" + b"\0" * 40, pictures.NotAPhoto),
        (b"\0\0\0\x18ftypheic" + b"\0" * 40, pictures.HeicPhoto),
        (bomb(), pictures.TooManyPoints),
        (b"\xff\xd8\xff" + b"\0" * pictures.LARGEST, pictures.PhotoTooLarge),
    ],
)
async def test_what_is_no_photo_is_refused_by_name(data: bytes, refused: type[Refusal]) -> None:
    with pytest.raises(refused) as fault:
        await pictures.cleaned("berkas.jpg", data)
    assert "berkas.jpg" in fault.value.text


async def test_of_a_batch_the_good_ones_are_kept_and_the_others_named(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city)
    sent = files(("satu.jpg", photo()), ("catatan.jpg", b"teks"), ("dua.jpg", photo(kind="PNG")))
    answer = await alice.web.post(f"/events/{event.id}/photos", {"caption": "Sesi 1"}, files=sent)
    assert answer.status_code == 422
    assert "catatan.jpg" in answer.text
    assert "satu.jpg" not in answer.text
    assert 'value="Sesi 1"' in answer.text
    assert [one["caption"] for one in await queries.photos(event)] == ["Sesi 1", "Sesi 1"]


async def test_fifty_megabytes_are_a_named_error(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    sent = files(("besar.jpg", b"\xff\xd8\xff" + b"\0" * 50 * 2**20))
    answer = await alice.web.post(f"/events/{event.id}/photos", {}, files=sent)
    assert (answer.status_code, "besar.jpg is larger than 25 MB." in answer.text) == (422, True)


async def test_fifty_megabytes_are_named_for_programs_too(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    sent = files(("besar.jpg", b"\xff\xd8\xff" + b"\0" * 50 * 2**20))
    answer = await alice.api.post(f"/events/{event.id}/photos", data={}, files=sent)
    assert (answer.status_code, answer.json()["code"]) == (422, "photo_too_large")


async def test_the_page_of_photos_carries_small_ones_that_lead_to_the_whole(
    city: Organisation, alice: Somebody, charlie: Somebody
) -> None:
    event = await make_events.event(city)
    whole = await pictures.cleaned("a.jpg", noise())
    one = await actions.add(alice.actor, event, whole, "Pembukaan", clock.now())
    base = f"/events/{event.id}/photos/{one.id}"
    shown = (await alice.web.get(f"/events/{event.id}/photos")).text
    assert f'<a href="{base}/picture"><img src="{base}/small/picture"' in shown
    assert f'src="{base}/picture"' not in shown
    small = await alice.web.get(f"{base}/small/picture")
    assert max(Image.open(io.BytesIO(small.content)).size) == pictures.FOR_PAGE
    assert len(small.content) * 20 < 2 * 2**20, "twenty of the busiest pictures on a phone"
    assert (await alice.api.get(f"{base}/thumbnail")).content == small.content
    assert (await charlie.web.get(f"{base}/small/picture")).status_code == 404
    await alice.web.post(f"{base}/remove")
    assert (await alice.web.get(f"{base}/small/picture")).status_code == 404


async def test_the_small_one_is_drawn_while_no_connection_is_held(
    city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawn, held = pictures.for_page, []

    async def seen(data: bytes) -> bytes:
        held.append(in_transaction())
        return await drawn(data)

    monkeypatch.setattr(pictures, "for_page", seen)
    await kept(await make_events.published(city), alice)
    assert held == [False]


def noise() -> bytes:
    out = io.BytesIO()
    Image.effect_noise((2000, 1500), 60).save(out, "JPEG", quality=90)
    return out.getvalue()


async def test_a_photo_from_before_is_drawn_small_when_it_is_first_asked_for(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city)
    one = await kept(event, alice)
    await execute("UPDATE event_photo SET small = NULL")
    answer = await alice.web.get(f"/events/{event.id}/photos/{one.id}/small/picture")
    assert Image.open(io.BytesIO(answer.content)).size == (60, 40)
    assert await fetch_value("SELECT small FROM event_photo") == answer.content


async def test_a_photo_must_be_chosen(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    answer = await alice.web.post(f"/events/{event.id}/photos", {"caption": "Sesi"})
    assert (answer.status_code, "Please choose at least one photo." in answer.text) == (422, True)


async def test_the_caption_is_what_is_read_aloud_and_can_be_changed(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city)
    one, two = await kept(event, alice, "Pertama"), await kept(event, alice, "Kedua")
    said = {"caption": 'Sambutan "Wali Kota"', "place": "3", "in_report": ""}
    answer = await alice.web.post(f"/events/{event.id}/photos/{one.id}", said)
    assert answer.headers["location"] == f"/events/{event.id}/photos#photo-{one.id}"
    shown = (await alice.web.get(f"/events/{event.id}/photos")).text
    assert 'alt="Sambutan &#34;Wali Kota&#34;"' in shown
    rows = await queries.photos(event)
    assert [(row["id"], row["in_report"]) for row in rows] == [(two.id, True), (one.id, False)]
    wrong = await alice.web.post(f"/events/{event.id}/photos/{one.id}", {"caption": "Baru", "place": "0"})
    assert (wrong.status_code, 'value="Baru"' in wrong.text) == (422, True)


async def test_a_removed_photo_can_be_had_back_for_a_week_and_then_is_gone(
    city: Organisation, alice: Somebody
) -> None:
    event = await make_events.event(city)
    one, two = await kept(event, alice), await kept(event, alice)
    way = f"/events/{event.id}/photos/{one.id}"
    await actions.remove(alice.actor, two, clock.now())
    await alice.web.post(f"{way}/remove")
    assert f'action="{way}/restore"' in (await alice.web.get(f"/events/{event.id}/photos")).text
    assert (await alice.web.get(f"{way}/picture")).status_code == 404
    await alice.web.post(f"{way}/restore")
    assert [row["id"] for row in await queries.photos(event)] == [one.id]
    await actions.forget(clock.now() + timedelta(days=8))
    assert await fetch_value("SELECT count(*) FROM event_photo") == 1
    assert await fetch_value("SELECT count(*) FROM document") == 1
    assert (await alice.web.get(f"{way}/picture")).headers["content-type"] == "image/jpeg"


async def test_photos_belong_to_their_event_and_organisation(
    city: Organisation, alice: Somebody, bob: Somebody, charlie: Somebody, dewi: Somebody
) -> None:
    event, other = await make_events.event(city), await make_events.event(city)
    one = await kept(event, alice)
    base = f"/events/{event.id}/photos"
    assert (await alice.web.get(f"/events/{other.id}/photos/{one.id}/picture")).status_code == 404
    assert (await charlie.web.get(base)).status_code == 404
    assert (await charlie.web.get(f"{base}/{one.id}/picture")).status_code == 404
    assert (await dewi.web.get(base)).status_code == 200
    assert (await bob.web.post(base, {"caption": "x"})).status_code == 403
    assert (await bob.web.post(f"{base}/{one.id}/remove")).status_code == 403
    assert f'action="{base}"' in (await alice.web.get(base)).text
    assert f'action="{base}"' not in (await dewi.web.get(base)).text


async def test_a_page_warns_of_those_who_do_not_want_to_be_seen(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    guests = [await make_invitations.guest(event, name) for name in ("Kartini", "Budi", "Anak", "Wayan")]
    await came(guests[:3])
    for guest in (guests[0], guests[3]):
        said: Any = {"organisation": city.id, "person": guest.person, "purpose": "photo", "via": "paper"}
        consent = ConsentRecord(**said, given_at=clock.now(), given_by="", wording="", note="")
        await consent.save()
        taken: Any = {"organisation": city.id, "consent": consent.id, "via": "paper", "note": ""}
        await ConsentWithdrawal(**taken, withdrawn_at=clock.now()).save()
    await Person.update(
        {Person.is_minor: True, Person.guardian_name: "Ibu Sari", Person.guardian_agreed_at: clock.now()}
    ).where(Person.id == guests[2].person)
    assert await queries.unwilling(event) == {"refused": 1, "minors": 1}
    shown = (await alice.web.get(f"/events/{event.id}/photos")).text
    assert "1 person who came does not want to be in photos" in shown
    assert "no guardian has allowed photos" in shown


async def test_programs_keep_describe_and_remove_photos(city: Organisation, alice: Somebody) -> None:
    event = await make_events.event(city)
    base = f"/events/{event.id}/photos"
    answer = await alice.api.post(base, data={"caption": "Sesi"}, files=files(("a.jpg", photo())))
    assert answer.status_code == 201, answer.text
    made = answer.json()
    assert (made["caption"], made["width"], made["height"], made["by"]) == ("Sesi", 60, 40, alice.user.name)
    one = f"{base}/{made['id']}"
    put = await alice.api.put(one, json={"caption": "Sesi 2", "place": 4, "in_report": False})
    assert (put.json()["caption"], put.json()["in_report"]) == ("Sesi 2", False)
    assert (await alice.api.get(f"{one}/content")).content[:2] == b"\xff\xd8"
    assert (await alice.api.delete(one)).status_code == 204
    assert (await alice.api.get(one)).status_code == 404
    assert (await alice.api.post(f"{one}/restoration")).json()["id"] == made["id"]
    bad = await alice.api.post(base, data={}, files=files(("a.jpg", b"x")))
    assert (bad.status_code, bad.json()["code"]) == (422, "not_a_photo")


async def test_an_event_keeps_so_many_photos(
    city: Organisation, alice: Somebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    event = await make_events.event(city)
    monkeypatch.setattr(actions, "MOST", 2)
    await kept(event, alice)
    await kept(event, alice)
    with pytest.raises(actions.EnoughPhotos):
        await kept(event, alice)


async def test_more_photos_take_no_more_queries(city: Organisation, alice: Somebody) -> None:
    async def asked(event: Event) -> int:
        with counting_queries() as counted:
            await alice.web.get(f"/events/{event.id}/photos")
        return counted.count

    few, many = await make_events.event(city), await make_events.event(city)
    for _number in range(2):
        await kept(few, alice)
    for _number in range(12):
        await kept(many, alice)
    await asked(few)
    assert await asked(few) == await asked(many)


@pytest.mark.filterwarnings("ignore::UserWarning")
async def test_odd_words_of_a_camera_spoil_no_picture() -> None:
    whole = photo(60, 40, orientation=6)
    start = whole.index(b"Exif")
    for place in range(start + 6, start + 60):
        broken = whole[:place] + b"\xff\xfe" + whole[place + 2 :]
        made = await pictures.cleaned("a.jpg", broken)
        assert {made.width, made.height} == {40, 60}


async def test_what_is_read_whole_may_have_fewer_points() -> None:
    out = io.BytesIO()
    Image.new("L", (5_100, 5_000)).save(out, "PNG")
    with pytest.raises(pictures.TooManyPoints):
        await pictures.cleaned("a.png", out.getvalue())
    assert (await pictures.cleaned("a.jpg", photo(6_000, 5_000, gps=False))).width == pictures.SIDE


async def test_limit_that_is_told_is_the_one_that_holds_for_the_file() -> None:
    with pytest.raises(pictures.TooManyPoints) as fault:
        await pictures.cleaned("a.png", bomb())
    assert f" {pictures.MOST_WHOLE // 10**6} " in fault.value.text


async def test_photo_with_another_one_inside_may_have_as_many_points_as_any_jpeg() -> None:
    out = io.BytesIO()
    inside = Image.new("RGB", (60, 50))
    Image.new("RGB", (6_000, 5_000)).save(out, "MPO", save_all=True, append_images=[inside])
    with Image.open(io.BytesIO(out.getvalue())) as sent:
        assert sent.format == "MPO", "as phones send it"
    made = await pictures.cleaned("a.jpg", out.getvalue())
    assert (made.width, made.data.count(b"MPF")) == (pictures.SIDE, 0)
