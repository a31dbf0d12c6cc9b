"""The command `events-app`: serve, work, migrate, demo, user, token, backup, restore, doctor, recount, openapi."""

import argparse
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import uvloop

from events_app import backups, clock, doctor, logs, people, serving, settings
from events_app.accounts.rights import Role
from events_app.commitments.tallies import keeping
from events_app.database import DatabaseFault
from events_app.embedded import EmbeddedFault
from events_app.errors import Refusal
from events_app.i18n import using
from events_app.reports import summaries

Command = Callable[[argparse.Namespace], Awaitable[int | None]]
EXPECTED = (settings.WrongSetting, DatabaseFault, EmbeddedFault, backups.BackupFault, people.Unknown, OSError)


def main() -> None:
    """Runs one command; what can be foreseen ends in one line on stderr, not in a traceback."""
    arguments = parser().parse_args()
    logs.set_up()
    try:
        settings.current()
        with using("en"):
            code = uvloop.run(arguments.command(arguments))
    except EXPECTED as fault:
        sys.exit(f"events-app: {fault}")
    except Refusal as refusal:
        sys.exit(f"events-app: {refusal.text}")
    sys.exit(code or 0)


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    whole = argparse.ArgumentParser(prog="events-app", description=__doc__)
    verbs = whole.add_subparsers(required=True, metavar="COMMAND")
    _add(verbs, "serve", serve, "database, migrations, web and worker, until Ctrl-C")
    _add(verbs, "work", work, "the worker alone")
    _add(verbs, "migrate", migrate, "bring the tables to this release")
    _add(verbs, "doctor", check, "look the installation over; exit 1 and a reason for each thing wrong")
    _add(verbs, "recount", recount, "count the kept figures anew; work goes on after")
    _add(verbs, "openapi", openapi, "print the OpenAPI document")
    demo_verbs = verbs.add_parser("demo", help="the demo organisation").add_subparsers(required=True)
    _add(demo_verbs, "load", demo_load, "make it")
    _add(demo_verbs, "clear", demo_clear, "remove it and everything of it")
    user_verbs = verbs.add_parser("user", help="people who work here").add_subparsers(required=True)
    _user_options(_add(user_verbs, "add", user_add, "add one; prints a one-time link"))
    token_verbs = verbs.add_parser("token", help="API tokens").add_subparsers(required=True)
    token = _add(token_verbs, "add", token_add, "add one; prints the token alone")
    token.add_argument("--email", required=True)
    token.add_argument("--name", default="command line")
    for name, run in (("backup", backup), ("restore", restore)):
        _add(verbs, name, run, "everything, except the secret key").add_argument("file", type=Path)
    return whole


def _add(
    verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", name: str, run: Command, told: str
) -> argparse.ArgumentParser:
    made = verbs.add_parser(name, help=told)
    made.set_defaults(command=run)
    return made


def _user_options(user: argparse.ArgumentParser) -> None:
    user.add_argument("--email", required=True)
    user.add_argument("--name", required=True)
    user.add_argument("--role", required=True, type=_roles, help="one or more of: " + ", ".join(Role))
    user.add_argument("--organisation", metavar="SLUG")
    user.add_argument("--institution", metavar="ID")


def _roles(text: str) -> list[Role]:
    try:
        return [Role(part.strip()) for part in text.split(",")]
    except ValueError as fault:
        raise argparse.ArgumentTypeError(f"{fault}; takes {', '.join(Role)}") from None


async def serve(_: argparse.Namespace) -> None:
    async def ready() -> None:
        await summaries.open_soon(clock.now())
        await people.welcome()

    await serving.serve(ready)


async def work(_: argparse.Namespace) -> None:
    await serving.work()


async def migrate(_: argparse.Namespace) -> None:
    async with serving.ready_database():
        print("The tables are those of this release.")


async def check(_: argparse.Namespace) -> int:
    async with serving.connected_database():
        found = [complaint async for complaint in doctor.complaints()]
    print("\n".join(found) or "All is well.")
    return 1 if found else 0


async def recount(_: argparse.Namespace) -> None:
    async with serving.connected_database():
        await keeping.rebuild()
        await summaries.forget()
        print("The kept figures are counted anew.")


async def openapi(_: argparse.Namespace) -> None:
    from litestar.serialization import encode_json

    from events_app.app import create_app

    document = create_app().litestar.openapi_schema.to_schema()
    served = encode_json(document)  # which also writes the moments and ids of its examples
    print(json.dumps(json.loads(served), indent=2, ensure_ascii=False))


async def demo_load(_: argparse.Namespace) -> None:
    async with serving.ready_database():
        await people.load_demo()


async def demo_clear(_: argparse.Namespace) -> None:
    async with serving.ready_database():
        print("The demo is gone." if await people.clear_demo() else "There is no demo.")


async def user_add(given: argparse.Namespace) -> None:
    async with serving.ready_database():
        print(
            await people.add_user(given.email, given.name, given.role, given.organisation, given.institution)
        )


async def token_add(given: argparse.Namespace) -> None:
    async with serving.ready_database():
        print(await people.add_token(given.email, given.name))


async def backup(given: argparse.Namespace) -> None:
    async with serving.ready_database() as dsn:
        size = await backups.backup(dsn, given.file)
        print(f"{given.file}: {size:,} bytes. The secret key is not in it; keep it apart.")


async def restore(given: argparse.Namespace) -> None:
    async with serving.ready_database() as dsn:
        await backups.restore(dsn, given.file)
        print("Restored. Personal links work again with the secret key of that installation.")


if __name__ == "__main__":
    main()
