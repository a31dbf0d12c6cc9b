"""Signing in, out, and being slowed down."""

import re

from events_app import clock
from events_app.accounts import actions, sessions
from events_app.accounts.tables import AuditEntry, LoginSession
from tests.people import Browser, Cast, Somebody

PASSWORD = "sawah luas di tepi kota"


async def _with_password(somebody: Somebody) -> None:
    await actions.set_password(somebody.actor, PASSWORD)


async def test_sign_in_opens_a_session_and_goes_where_it_was_asked(public: Browser, alice: Somebody) -> None:
    await _with_password(alice)
    form = {"email": alice.user.email, "password": PASSWORD, "next": "/account"}
    answer = await public.post("/login", form)
    assert answer.status_code == 303
    assert answer.headers["location"] == "/account"
    assert "Alice" in (await public.get("/account")).text


async def test_sign_in_never_leads_to_another_site(public: Browser, alice: Somebody) -> None:
    await _with_password(alice)
    for evil in ("//evil.example", "https://evil.example", "/\\evil.example"):
        form = {"email": alice.user.email, "password": PASSWORD, "next": evil}
        assert (await public.post("/login", form)).headers["location"] == "/"


async def test_wrong_password_is_refused_beside_its_field_and_the_address_is_kept(
    public: Browser, alice: Somebody
) -> None:
    await _with_password(alice)
    answer = await public.post("/login", {"email": alice.user.email, "password": "wrong"})
    assert answer.status_code == 422
    assert "do not belong together" in answer.text
    assert alice.user.email in answer.text
    assert "wrong" not in re.findall(r'type="password"[^>]*', answer.text)[0]


async def test_guessing_is_slowed_down_by_account_even_from_private_addresses(
    public: Browser, alice: Somebody
) -> None:
    await _with_password(alice)
    for _try in range(sessions.TRIES_BY_ACCOUNT):
        await public.post("/login", {"email": alice.user.email, "password": "guess"})
    answer = await public.post("/login", {"email": alice.user.email, "password": PASSWORD})
    assert answer.status_code == 429
    assert int(answer.headers["retry-after"]) > 0


async def test_guessing_many_accounts_is_slowed_down_by_address(public: Browser, alice: Somebody) -> None:
    for number in range(sessions.TRIES_BY_ADDRESS):
        await public.post("/login", {"email": f"nobody{number}@x.example", "password": "guess"})
    answer = await public.post("/login", {"email": "another@x.example", "password": "guess"})
    assert answer.status_code == 429


async def test_one_time_link_signs_in_once(cast: Cast, alice: Somebody) -> None:
    token = await sessions.make_link(alice.user, clock.now())
    first, second = Browser(await cast.client()), Browser(await cast.client())
    assert (await first.get(f"/login/{token}")).status_code == 200
    assert (await first.post(f"/login/{token}")).status_code == 303
    assert "Alice" in (await first.get("/account")).text
    assert (await second.post(f"/login/{token}")).status_code == 410


async def test_looking_at_a_one_time_link_does_not_spend_it(public: Browser, alice: Somebody) -> None:
    token = await sessions.make_link(alice.user, clock.now())
    for _look in range(3):
        await public.get(f"/login/{token}")
    assert (await public.post(f"/login/{token}")).status_code == 303


async def test_sign_in_never_takes_over_a_session_id_that_the_client_chose(
    public: Browser, alice: Somebody
) -> None:
    await _with_password(alice)
    public.client.cookies.set("session", "CHOSENBYTHEATTACKER")
    await public.post("/login", {"email": alice.user.email, "password": PASSWORD})
    assert "CHOSENBYTHEATTACKER" not in [c.value for c in public.client.cookies.jar if c.domain]


async def test_sign_out_everywhere_ends_every_session(alice: Somebody) -> None:
    assert await LoginSession.count().where(LoginSession.user == alice.user.id) == 1
    await alice.web.post("/account/sessions/end")
    assert await LoginSession.count().where(LoginSession.user == alice.user.id) == 0
    assert (await alice.web.get("/account")).status_code == 303


async def test_ending_somebody_elses_session_finds_nothing(alice: Somebody, charlie: Somebody) -> None:
    theirs = await LoginSession.objects().get(LoginSession.user == alice.user.id)
    assert theirs is not None
    assert (await charlie.web.post(f"/account/sessions/{theirs.id}/end")).status_code == 404
    assert await LoginSession.exists().where(LoginSession.id == theirs.id)


async def test_who_is_not_signed_in_is_sent_to_the_login_and_back(public: Browser) -> None:
    answer = await public.get("/account")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/login?next=/account"


async def test_signing_in_is_written_down_with_its_address(public: Browser, alice: Somebody) -> None:
    await _with_password(alice)
    await public.post("/login", {"email": alice.user.email, "password": PASSWORD})
    entries = await AuditEntry.objects().where(AuditEntry.verb == "user.signed_in")
    assert entries[-1].actor == alice.user.id
    assert entries[-1].address == "127.0.0.1"
