"""PostgreSQL's data folder: made whole or not at all, and opened only by its own major version."""

import os
import shutil
import subprocess

from events_app.embedded import binaries
from events_app.embedded.faults import StartFailed, WrongVersion
from events_app.embedded.place import Place

INITDB = [
    "--username=postgres",
    "--auth=trust",
    "--encoding=UTF8",
    "--locale-provider=builtin",  # sorting that no upgrade of the system's libraries changes
    "--locale=C.UTF-8",
    "--data-checksums",
    "--no-instructions",
]
SETUP = b"CREATE ROLE events LOGIN CREATEDB;\nCREATE DATABASE events OWNER events;\n"
ACCESS = "local all all trust\n"


def prepare(place: Place) -> None:
    """Make the data folder unless it is there; refuse one that this PostgreSQL cannot open."""
    if not place.data.exists():
        _create(place)
    ours, found = str(binaries.major(place.programs)), _version(place)
    if found != ours:
        raise WrongVersion(
            f"{place.data} was written by PostgreSQL {found}, and this release carries {ours}. Run "
            f"`events-app backup` with the release that wrote it, move {place.home} away, then run "
            "`events-app restore` with this one"
        )


def _version(place: Place) -> str:
    try:
        return (place.data / "PG_VERSION").read_text().strip()
    except FileNotFoundError:
        raise StartFailed(
            f"{place.data} is no data folder of PostgreSQL: restore it or move it away"
        ) from None


def _create(place: Place) -> None:
    draft = place.home / "data.new"
    shutil.rmtree(draft, ignore_errors=True)
    _run(place, ["initdb", "-D", str(draft), *INITDB])
    (draft / "pg_hba.conf").write_text(ACCESS)
    _run(place, ["postgres", "--single", "-j", "-D", str(draft), "postgres"], SETUP.replace(b"\n", b"\n\n"))
    draft.rename(place.data)
    _sync(place)


def _run(place: Place, command: list[str], stdin: bytes = b"") -> None:
    program, *arguments = command
    done = subprocess.run(  # noqa: S603
        [place.programs / program, *arguments], input=stdin, capture_output=True, check=False, **place.run_as
    )
    said = done.stderr.decode(errors="replace")
    if done.returncode or "ERROR:" in said or "FATAL:" in said:
        raise StartFailed(f"{program} failed: {said.strip()[-2000:]}")


def _sync(place: Place) -> None:
    """The new name must survive a power cut, too."""
    descriptor = os.open(place.home, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
