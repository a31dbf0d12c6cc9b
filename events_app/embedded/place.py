"""Where the server's files are, and as which account it runs."""

import hashlib
import logging
import os
import pwd
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from events_app.embedded import binaries
from events_app.embedded.account import may_enter, owner, system_account
from events_app.embedded.faults import PathTooLong, Unreachable

LONGEST_SOCKET = 103  # the smallest limit among the systems we run on
SOCKET = ".s.PGSQL.5432"

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Place:
    """The server's own folder, its programs, and the account when that is not ours."""

    home: Path
    programs: Path
    account: pwd.struct_passwd | None

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def dsn(self) -> str:
        where = urlencode({"host": str(self.home), "port": "5432"})
        return f"postgresql://events@/events?{where}"

    @property
    def run_as(self) -> dict[str, Any]:
        """Arguments for `subprocess`: a clean environment in a folder the account may be in."""
        common: dict[str, Any] = {"cwd": self.home, "env": {"PATH": os.defpath, "LC_ALL": "C"}}
        if self.account is None:
            return common
        return {**common, "user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}


def choose(data_dir: Path) -> Place:
    """The place for this data folder, made ready to enter; nothing in it is started."""
    data_dir = data_dir.resolve()
    if os.geteuid() == 0:
        place = _place_for_root(data_dir)
    else:
        _refuse_roots_data(data_dir)
        place = Place(data_dir / "postgres", binaries.shipped(), None)
    _refuse_long(place.home)
    _make(place)
    return place


def state_root() -> Path:
    """Where root keeps what the account must reach."""
    return Path(os.environ.get("EVENTS_EMBEDDED_HOME", "/var/lib/events_app")).absolute()


def _place_for_root(data_dir: Path) -> Place:
    direct, mapped = data_dir / "postgres", state_root() / _short_name(data_dir)
    programs = binaries.copied_to(state_root() / "binaries")
    if mapped.exists():
        return Place(mapped, programs, owner(mapped))
    if direct.exists():
        return _reachable(Place(direct, programs, owner(direct)))
    data_dir.mkdir(parents=True, exist_ok=True)
    account = system_account()
    if may_enter(account, data_dir):
        return Place(direct, programs, account)
    (data_dir / "postgres.location").write_text(f"{mapped}\n")
    log.warning(
        "%s is closed to the account %s: the database is kept in %s", data_dir, account.pw_name, mapped
    )
    return Place(mapped, programs, account)


def _short_name(data_dir: Path) -> str:
    return hashlib.sha256(os.fsencode(data_dir)).hexdigest()[:16]


def _reachable(place: Place) -> Place:
    if place.account is not None and not may_enter(place.account, place.home):
        raise Unreachable(
            f"{place.home} belongs to a database, but the account {place.account.pw_name} may not enter it: "
            "give its owner the right to pass through the folders above it"
        )
    return place


def _refuse_roots_data(data_dir: Path) -> None:
    note = data_dir / "postgres.location"
    if note.exists():
        raise Unreachable(
            f"root made the database of {data_dir} and keeps it in {note.read_text().strip()}: start as "
            f"root, or move that folder to {data_dir / 'postgres'}, make it yours and remove {note}"
        )


def _refuse_long(home: Path) -> None:
    length = len(os.fsencode(home / SOCKET))
    if length > LONGEST_SOCKET or "," in str(home):
        raise PathTooLong(
            f"{home} cannot hold a socket: its path would have {length} bytes; at most {LONGEST_SOCKET}, and "
            "no comma, can be used. Choose a shorter EVENTS_DATA_DIR"
        )


def _make(place: Place) -> None:
    place.home.parent.mkdir(parents=True, exist_ok=True)
    place.home.mkdir(mode=0o700, exist_ok=True)
    if place.account is not None and place.home.stat().st_uid != place.account.pw_uid:
        os.chown(place.home, place.account.pw_uid, place.account.pw_gid)
    if place.home.stat().st_mode & 0o077:
        raise Unreachable(f"{place.home} is open to others: `chmod 700` it, its socket asks no password")
