"""Signing in and out: verbs on sessions and one-time links."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit, passwords, throttle
from events_app.accounts.actor import Actor
from events_app.accounts.tables import LoginLink, LoginSession, User
from events_app.database import atomically, execute, fetch, fetch_one
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_

LASTS = timedelta(days=30)
LINK_LASTS = timedelta(days=3)
WINDOW = timedelta(minutes=15)
TRIES_BY_ACCOUNT = 8
TRIES_BY_ADDRESS = 40

FIND = """
SELECT u.id, u.organisation, u.name, u.password_hash, u.language FROM app_user u
WHERE lower(u.email) = $1 AND u.active ORDER BY u.id LIMIT 5
"""

USE_LINK = """
UPDATE login_link l SET used_at = $2 FROM app_user u
WHERE l.token_hash = $1 AND l.used_at IS NULL AND l.expires_at > $2 AND u.id = l."user" AND u.active
RETURNING u.id, u.organisation, u.name, u.language
"""
REPEATS = timedelta(days=30)
"""So long a request that makes something may be repeated under its key."""


class WrongCredentials(Refusal):
    status_code = 422
    field = "password"
    message = N_("Mail address and password do not belong together.")


class LinkSpent(Refusal):
    status_code = 410
    message = N_("This link has been used or has expired. Please ask for a new one.")


async def sign_in(email: str, password: str, address: str, device: str, now: datetime) -> tuple[str, str]:
    """A new session's token and the user's language; failures are counted by account and by address."""
    keys = (f"login:account:{email[:150]}", f"login:address:{throttle.network_of(address)}")
    await throttle.check(keys[0], TRIES_BY_ACCOUNT, now)
    await throttle.check(keys[1], TRIES_BY_ADDRESS, now)
    user = await _who(email, password)
    if user is None:
        for key in keys:
            await throttle.count(key, WINDOW, now)
        raise WrongCredentials()
    await throttle.forget(keys[0])
    return await open_session(user, address, device, now), user["language"]


async def _who(email: str, password: str) -> Any | None:
    """One address may have an account in several organisations; the password says which."""
    found = await fetch(FIND, email)
    for user in found:
        if await passwords.matches(user["password_hash"], password):
            return user
    if not found:
        await passwords.matches(None, password)
    return None


@atomically
async def open_session(user: Any, address: str, device: str, now: datetime) -> str:
    """A session with a token of its own; a token that a client brings is never taken over."""
    token = tokens.random_token()
    session = LoginSession(
        organisation=user["organisation"],
        user=user["id"],
        token_hash=tokens.digest(token),
        seen_at=now,
        expires_at=now + LASTS,
        address=address,
        device=device[:200],
    )
    await session.save()
    actor = Actor(organisation=user["organisation"], user=user["id"], name=user["name"], address=address)
    await audit.record(actor, "user.signed_in", user["id"])
    return token


async def make_link(user: User, now: datetime) -> str:
    """The token of a fresh one-time login link."""
    token = tokens.random_token()
    link = LoginLink(
        organisation=user.organisation,
        user=user.id,
        token_hash=tokens.digest(token),
        expires_at=now + LINK_LASTS,
    )
    await link.save()
    return token


@atomically
async def use_link(token: str, address: str, device: str, now: datetime) -> tuple[str, str]:
    """Spends a one-time link for a session; of two who use it at once, one gets in."""
    user = await fetch_one(USE_LINK, tokens.digest(token), now)
    if user is None:
        raise LinkSpent()
    return await open_session(user, address, device, now), user["language"]


async def sign_out(actor: Actor) -> None:
    """Ends the session that asks."""
    await LoginSession.delete().where(LoginSession.id == actor.credential)


@atomically
async def sign_out_everywhere(actor: Actor) -> None:
    """Ends every session of the user, this one too."""
    await LoginSession.delete().where(LoginSession.user == actor.user)
    await audit.record(actor, "user.signed_out_everywhere", actor.user)


async def end_session(actor: Actor, session: UUID) -> None:
    """Ends one of the user's own sessions; anybody else's does not exist."""
    gone = await fetch_one(
        'DELETE FROM login_session WHERE id = $1 AND "user" = $2 RETURNING id', session, actor.user
    )
    if gone is None:
        raise NotFound()


async def forget_expired(now: datetime) -> None:
    """Removes what no longer opens anything."""
    await execute("DELETE FROM login_session WHERE expires_at < $1", now)
    await execute("DELETE FROM throttle WHERE window_ends < $1", now)
    await execute("DELETE FROM idempotency_key WHERE created_at < $1", now - REPEATS)
