"""What the commands do with people: the first greeting, users, tokens, the demo."""

from uuid import UUID

from events_app import clock, demo, settings
from events_app.accounts import actions, sessions
from events_app.accounts.actor import Actor
from events_app.accounts.forms import UserForm
from events_app.accounts.rights import Role
from events_app.accounts.tables import Organisation, User
from events_app.database import fetch_value


class Unknown(Exception):
    """What was named does not exist, or is not named clearly enough."""


async def welcome() -> None:
    """Says where the product is and, until there is a real organisation, how to look around and how to begin.

    The demo comes to an empty database by itself, and its people get new links at each start, for whoever tries
    the product closes a browser, too. A server that listens beyond loopback prints nobody's links.
    """
    here = settings.current()
    print(f"\nevents_app is at {here.public_url}\n", flush=True)  # noqa: T201
    if await fetch_value("SELECT count(*) FROM organisation WHERE NOT demo"):
        return
    if here.demo and here.on_loopback:
        await load_demo()
    token = await actions.make_setup_link(clock.now())
    print(f"Set up a real organisation (once):\n  {here.public_url}/setup/{token}\n", flush=True)  # noqa: T201


async def load_demo() -> None:
    """Makes the demo organisation, or keeps the one there is, and prints a login link for each of its people."""
    organisation = await demo.load(clock.now())
    rows = await User.objects().where(User.organisation == organisation).order_by(User.id)
    print("The demo's people (each link works once):", flush=True)  # noqa: T201
    for user in rows:
        link = f"{settings.current().public_url}/login/{await sessions.make_link(user, clock.now())}"
        print(f"  {user.name:<28} {', '.join(user.roles):<22} {link}", flush=True)  # noqa: T201
    print(flush=True)  # noqa: T201


async def clear_demo() -> bool:
    """Removes the demo organisation and all of it; whether there was one."""
    return await demo.clear()


async def add_user(
    email: str, name: str, roles: list[Role], slug: str | None, institution: str | None
) -> str:
    """Adds somebody and returns a one-time link; on an empty database makes the organisation as well."""
    organisation = await _organisation(slug)
    form = UserForm(
        name=name, email=email, roles=roles, institution=UUID(institution) if institution else None
    )
    user = await actions.add_user(Actor.system(organisation.id), form)
    return f"{settings.current().public_url}/login/{await sessions.make_link(user, clock.now())}"


async def add_token(email: str, name: str) -> str:
    """Adds an API token for the one user with this address and returns it."""
    found = await User.objects().where((User.email == email.strip().lower()) & (User.active.eq(True)))
    if len(found) != 1:
        raise Unknown(f"{len(found)} active users have the address {email}")
    return await actions.add_token(actions.owner_actor(found[0]), found[0].id, name)


async def _organisation(slug: str | None) -> Organisation:
    found = await Organisation.objects().where(
        Organisation.slug == slug if slug else Organisation.demo.eq(False)
    )
    if len(found) == 1:
        return found[0]
    if not found and await Organisation.count() == 0:
        return await actions.found(slug or "Organisation")
    raise Unknown("name the organisation with --organisation SLUG")
