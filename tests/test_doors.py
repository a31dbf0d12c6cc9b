"""Every door, read from the router: its owner gets an answer, a stranger finds nothing.

The list is not kept by hand, so a new door cannot be forgotten.
"""

import re
from uuid import uuid4

from events_app import clock, demo
from events_app.accounts.rights import Role
from events_app.accounts.tables import LoginSession, Organisation
from tests import world
from tests.people import Cast, Somebody

LEAVING = ("/logout", "/account/sessions/end", "/demo/clear")
"""Doors that end the very session, or the very organisation, that this test looks with."""

SCANS: dict[str, object] = {
    "scans": [{"id": str(uuid4()), "code": "ZZZZ9999", "scanned_at": "2026-01-01T09:00:00+07:00"}]
}
"""The door looks at the whole list before it looks for the event; only a good list gets that far."""

ONCE = ("/setup/{token", "/login/{token")
"""Links that belong to nobody yet; tests/accounts looks at them."""


ADDRESS = re.compile(r'(?:href|action|hx-get|hx-post)="([^"]*)"')
BROKEN = re.compile(r"^/[^#?]*(?:&|\?[^#]*(?:\?|/(?:edit|merge|history|appoint|new)\b))")
"""A second question mark, a path behind the question, or a part of a question before it."""

EVERYBODYS = (
    "/outbox/words/",
    "/api/v1/message-words/",
    "/api/v1/reports/plots/",
    "/api/v1/indicator-lists/",
    "/reports/indicators/shipped/",
    "/reports/papers/columns/",
    "/api/v1/reports/papers/columns/",
)
"""Each organisation has these of its own, under the same address."""


async def _ask(somebody: Somebody, door: world.Door, path: str) -> int:
    if path.startswith("/api/"):
        given = SCANS if path.endswith("/scans") else {}
        json = given if door.method in {"POST", "PUT", "PATCH"} else None
        answer = await somebody.api.request(door.method, path.removeprefix("/api/v1"), json=json)
    elif door.method == "GET":
        answer = await somebody.web.get(path)
    elif path.endswith("/pulse"):  # the one page's door that a script talks to in JSON
        headers = {"x-csrf": somebody.web.client.cookies["csrf"]}
        answer = await somebody.web.client.post(path, json={"unsent": 0}, headers=headers)
    else:
        answer = await somebody.web.post(path)
    return answer.status_code


async def test_every_door_answers_its_owner_and_hides_from_a_stranger(cast: Cast, charlie: Somebody) -> None:
    organisation = await Organisation.objects().get(Organisation.id == await demo.load(clock.now()))
    assert organisation is not None
    owner = await cast.somebody(organisation, "Gita", Role.owner)
    wrong = []
    for door in world.doors(cast.app):
        if not door.parameters or door.template.startswith((*LEAVING, *ONCE)):
            continue
        path = door.path(await world.values(organisation.id, door))
        if (
            not door.public
            and not door.template.startswith(EVERYBODYS)
            and (seen := await _ask(charlie, door, path)) != 404
        ):
            wrong.append(f"{door} answers a stranger with {seen}")
        if (seen := await _ask(owner, door, path)) in {404, 405, 500} or seen == 403:
            wrong.append(f"{door} answers its owner with {seen}")
        if not await LoginSession.exists().where(LoginSession.user == owner.user.id):
            owner = await cast.somebody(organisation, f"Gita{uuid4().hex[:6]}", Role.owner)
    assert not wrong, "\n".join(wrong)


async def test_addresses_on_a_page_stay_whole_when_it_is_opened_with_a_query(cast: Cast) -> None:
    organisation = await Organisation.objects().get(Organisation.id == await demo.load(clock.now()))
    assert organisation is not None
    owner = await cast.somebody(organisation, "Gita", Role.owner)
    wrong = []
    for door in world.doors(cast.app):
        if door.method != "GET" or door.template.startswith(("/api", *LEAVING, *ONCE)):
            continue
        seen = await owner.web.get(door.path(await world.values(organisation.id, door)) + "?q=a&page=1")
        if "text/html" in seen.headers.get("content-type", ""):
            broken = [one for one in ADDRESS.findall(seen.text) if BROKEN.search(one)]
            wrong += [f"{door}: {one}" for one in broken]
    assert not wrong, "\n".join(wrong)


async def test_no_door_opens_to_nobody(cast: Cast) -> None:
    client = await cast.client()
    open_doors = []
    for door in world.doors(cast.app):
        if door.public:
            continue
        path = door.path(dict.fromkeys(door.parameters, uuid4()) | {"number": 1})
        answer = await client.request(door.method, path)
        if answer.status_code not in {303, 401, 403} or "/login" not in answer.headers.get(
            "location", "/login"
        ):
            open_doors.append(f"{door} answers nobody with {answer.status_code}")
    assert not open_doors, "\n".join(open_doors)


async def test_public_doors_are_the_ones_meant(cast: Cast) -> None:
    meant = (
        "/e/",
        "/o/",
        "/embed/",
        "/calendar/",
        "/T/",
        "/certificate/",
        "/screen/",
        "/rsvp/",
        "/unsubscribe/",
        "/api/v1/unsubscribe/",
        "/my-consents/",
        "/api/v1/my-consents/",
        "/p/",
        "/login",
        "/setup/",
        "/language",
        "/health/",
        "/api/v1/rsvp/",
        "/registrations/",
        "/speakers/",
        "/api/v1/registrations/",
        "/api/v1/public/",
        "/verify/",
        "/pair/",
        "/api/v1/verify/",
        "/api/v1/inbound/",
        "/door/sw.js",
        "/R/",
        "/screens/",
        "/wall/",
        "/X/",
        "/exit-screen/",
        "/ratify/",
        "/api/v1/ratify/",
    )
    exactly = {"/api", "/api/docs", "/api/openapi.json"}
    public = {door.template for door in world.doors(cast.app) if door.public} - exactly
    assert [one for one in public if not one.startswith(meant)] == []
