"""The system account that runs the server when root started us."""

import logging
import pwd
import subprocess
from pathlib import Path

from events_app.embedded.faults import Unreachable

NAME = "events_app"

log = logging.getLogger(__name__)


def system_account() -> pwd.struct_passwd:
    """The product's own account, made when missing."""
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        _add()
    try:
        return pwd.getpwnam(NAME)
    except KeyError:
        raise Unreachable(
            f"PostgreSQL does not run as root and the system account {NAME} could not be made: "
            "make it by hand, or start as a normal user"
        ) from None


def owner(folder: Path) -> pwd.struct_passwd:
    """Who owns a server's folder, and so runs its server."""
    uid = folder.stat().st_uid
    return pwd.getpwuid(uid) if uid else system_account()


def may_enter(account: pwd.struct_passwd, folder: Path) -> bool:
    """Asked of the system itself, as that account: rights may come from groups or access lists."""
    found = subprocess.run(  # noqa: S603
        ["/bin/sh", "-c", 'cd "$1"', "sh", str(folder)],
        cwd="/",
        stderr=subprocess.DEVNULL,
        user=account.pw_uid,
        group=account.pw_gid,
        extra_groups=[],
    )
    return found.returncode == 0


def _add() -> None:
    options = ["--system", "--user-group", "--no-create-home", "--home-dir", "/nonexistent"]
    try:
        subprocess.run(  # noqa: S603
            ["useradd", *options, "--shell", "/usr/sbin/nologin", NAME],  # noqa: S607
            check=False,  # two starts at once: the second finds it made
            capture_output=True,
        )
    except FileNotFoundError:
        log.warning("there is no `useradd` on this system")
