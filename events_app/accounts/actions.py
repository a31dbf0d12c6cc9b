"""Verbs on organisations, users and API tokens."""

import re
import secrets
import unicodedata
from datetime import datetime, timedelta
from uuid import UUID

from events_app import tokens
from events_app.accounts import audit, passwords
from events_app.accounts.actor import Actor
from events_app.accounts.forms import OrganisationForm, SetupForm, UserForm
from events_app.accounts.rights import Role, rights_of
from events_app.accounts.tables import ApiToken, LoginSession, Organisation, SetupLink, User
from events_app.database import atomically, execute, fetch_one, fetch_value
from events_app.errors import NotFound, Refusal
from events_app.i18n import N_

SETUP_LASTS = timedelta(days=7)


class UserExists(Refusal):
    field = "email"
    message = N_("Somebody with this mail address is already here.")


class LastOwner(Refusal):
    field = "roles"
    message = N_("At least one owner must remain.")


class SetupSpent(Refusal):
    status_code = 410
    message = N_("This set-up link has been used or has expired.")


def slug_of(name: str) -> str:
    """A short address part from a name: ASCII, lower case, hyphens."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:50] or "organisation"


async def make_setup_link(now: datetime) -> str:
    """The token of a fresh one-time link to set up an organisation."""
    token = tokens.random_token()
    await SetupLink(token_hash=tokens.digest(token), expires_at=now + SETUP_LASTS).save()
    return token


async def setup_is_open(token: str, now: datetime) -> bool:
    """Whether a set-up link can still be used; asking does not use it."""
    sql = "SELECT true FROM setup_link WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2"
    return bool(await fetch_value(sql, tokens.digest(token), now))


@atomically
async def set_up(token: str, form: SetupForm, address: str, now: datetime) -> User:
    """Spends the link for an organisation and its first owner."""
    sql = "UPDATE setup_link SET used_at = $2 WHERE token_hash = $1 AND used_at IS NULL AND expires_at > $2 RETURNING id"
    if await fetch_one(sql, tokens.digest(token), now) is None:
        raise SetupSpent()
    organisation = await found(form.organisation, form.timezone, form.language, form.office, form.address)
    actor = Actor(organisation=organisation.id, name=form.name, via="link", address=address)
    person = UserForm(name=form.name, email=form.email, roles=[Role.owner], language=form.language)
    user = await add_user(actor, person)
    await set_password(Actor(organisation=organisation.id, user=user.id, name=user.name), form.password)
    return user


@atomically
async def found(
    name: str, timezone: str = "Asia/Jakarta", language: str = "id", office: str = "", address: str = ""
) -> Organisation:
    """A new organisation; its slug is its name's, with a tail when that is taken."""
    slug = slug_of(name)
    while await Organisation.exists().where(Organisation.slug == slug):
        slug = f"{slug_of(name)}-{secrets.token_hex(2)}"
    organisation = Organisation(
        name=name, slug=slug, timezone=timezone, language=language, office=office, address=address
    )
    await organisation.save()
    return organisation


@atomically
async def update_organisation(actor: Actor, form: OrganisationForm) -> None:
    """Changes name, letterhead, zone or language."""
    before = await Organisation.select().where(Organisation.id == actor.organisation).first()
    await Organisation.update(**form.model_dump()).where(Organisation.id == actor.organisation)
    kept = {name: before[name] for name in form.model_dump()} if before else None
    await audit.record(
        actor, "organisation.changed", actor.organisation, before=kept, after=form.model_dump()
    )


@atomically
async def add_user(actor: Actor, form: UserForm) -> User:
    """A colleague without a password: they come in by a one-time link."""
    await _lock(actor.organisation)
    if await User.exists().where((User.organisation == actor.organisation) & (User.email == form.email)):
        raise UserExists()
    user = User(
        organisation=actor.organisation,
        email=form.email,
        name=form.name,
        roles=[role.value for role in form.roles],
        institution=form.institution,
        language=form.language,
    )
    await user.save()
    await audit.record(actor, "user.added", user.id, after={"roles": user.roles})
    return user


@atomically
async def update_user(actor: Actor, user: User, form: UserForm) -> None:
    """Changes a colleague; the last owner cannot stop being one."""
    await _lock(actor.organisation)
    roles = [role.value for role in form.roles]
    await _keep_an_owner(user, Role.owner in roles)
    taken = await User.exists().where(
        (User.organisation == actor.organisation) & (User.email == form.email) & (User.id != user.id)
    )
    if taken:
        raise UserExists()
    await User.update(**{**form.model_dump(), "roles": roles}).where(User.id == user.id)
    await audit.record(actor, "user.changed", user.id, before={"roles": user.roles}, after={"roles": roles})


@atomically
async def deactivate_user(actor: Actor, user: User) -> None:
    """Shuts an account at once: its sessions end and its API tokens are revoked."""
    await _lock(actor.organisation)
    await _keep_an_owner(user, still_owner=False)
    await User.update({User.active: False}).where(User.id == user.id)
    await LoginSession.delete().where(LoginSession.user == user.id)
    await execute('UPDATE api_token SET revoked_at = now() WHERE "user" = $1 AND revoked_at IS NULL', user.id)
    await audit.record(actor, "user.deactivated", user.id)


@atomically
async def set_password(actor: Actor, password: str) -> None:
    """Sets the user's own password and ends every other session."""
    await User.update({User.password_hash: await passwords.hashed(password)}).where(User.id == actor.user)
    await execute(
        'DELETE FROM login_session WHERE "user" = $1 AND id IS DISTINCT FROM $2', actor.user, actor.credential
    )
    await audit.record(actor, "user.password_set", actor.user)


@atomically
async def add_token(actor: Actor, user: UUID, name: str) -> str:
    """A new API token of a user, told this once."""
    token = tokens.random_token()
    row = ApiToken(organisation=actor.organisation, user=user, name=name, token_hash=tokens.digest(token))
    await row.save()
    await audit.record(actor, "token.added", row.id, after={"name": name})
    return token


@atomically
async def revoke_token(actor: Actor, token: UUID) -> None:
    """Shuts an API token at once; one's own, or anybody's for those who manage."""
    sql = """UPDATE api_token SET revoked_at = now()
             WHERE id = $1 AND organisation = $2 AND revoked_at IS NULL AND ("user" = $3 OR $4) RETURNING id"""
    gone = await fetch_one(sql, token, actor.organisation, actor.user, "manage" in actor.rights)
    if gone is None:
        raise NotFound()
    await audit.record(actor, "token.revoked", token)


async def _keep_an_owner(user: User, still_owner: bool) -> None:
    if still_owner or Role.owner not in user.roles:
        return
    sql = "SELECT count(*) FROM app_user WHERE organisation = $1 AND active AND 'owner' = ANY(roles) AND id <> $2"
    if await fetch_value(sql, user.organisation, user.id) == 0:
        raise LastOwner()


async def _lock(organisation: UUID) -> None:
    """Changes of users queue, so that two cannot both remove the other owner."""
    await execute("SELECT 1 FROM organisation WHERE id = $1 FOR UPDATE", organisation)


def owner_actor(user: User) -> Actor:
    """The actor that a user is, outside any request."""
    return Actor(
        organisation=user.organisation,
        user=user.id,
        name=user.name,
        rights=rights_of(user.roles),
        institution=user.institution,
        language=user.language,
    )
