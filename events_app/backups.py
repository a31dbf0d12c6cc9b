"""One file with everything an installation holds, except the secret key.

A backup is a tar: `manifest.json`, `database.dump` (PostgreSQL's custom format) and `files/<sha256>`. Personal
links are derived from the secret key, which is kept apart, so a stolen backup opens nothing.
"""

import asyncio
import io
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from events_app import clock
from events_app.database import fetch_value
from events_app.documents import store

FORMAT = 1


class BackupFault(Exception):
    """A backup could not be made or brought back; the message says why."""


async def backup(dsn: str, target: Path) -> int:
    """Writes the backup and returns its size in bytes; the file appears whole or not at all."""
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".backup-") as folder:
        dump = Path(folder) / "database.dump"
        await _run("pg_dump", "--format=custom", f"--file={dump}", f"--dbname={dsn}")
        draft = Path(folder) / "backup.tar"
        with tarfile.open(draft, "w") as tar:
            _add(tar, "manifest.json", json.dumps(await _manifest()).encode())
            tar.add(dump, "database.dump")
            for digest in sorted(await store.digests()):
                _add(tar, f"files/{digest}", await store.get(digest))
        draft.chmod(0o600)
        with draft.open("rb") as file:
            os.fsync(file.fileno())
        size = draft.stat().st_size
        draft.replace(target)
    return size


async def restore(dsn: str, source: Path) -> None:
    """Brings a backup back into an installation that holds no organisation yet; all of it or nothing."""
    if await fetch_value("SELECT count(*) FROM organisation"):
        raise BackupFault("this installation already holds an organisation: restore into an empty one")
    with tempfile.TemporaryDirectory(prefix="events-restore-") as folder, _opened(source) as tar:
        dump = Path(folder) / "database.dump"
        with dump.open("wb") as file:
            shutil.copyfileobj(_member(tar, "database.dump"), file)
        for name in _files(tar):
            kept = await store.put(_member(tar, name).read())
            if kept != name.removeprefix("files/"):
                raise BackupFault(f"{name} is damaged in the backup")
        options = ("--single-transaction", "--clean", "--if-exists", "--no-owner", "--exit-on-error")
        await _run("pg_restore", *options, f"--dbname={dsn}", str(dump))


async def _manifest() -> dict[str, Any]:
    counts = {
        name: await fetch_value(f"SELECT count(*) FROM {name}") for name in ("organisation", "document")
    }
    return {"format": FORMAT, "made_at": clock.now().isoformat(), "counts": counts}


def _opened(source: Path) -> tarfile.TarFile:
    try:
        tar = tarfile.open(source, "r")  # noqa: SIM115 - the caller closes it
        facts = json.load(_member(tar, "manifest.json"))
    except (OSError, tarfile.TarError, ValueError) as fault:
        raise BackupFault(f"{source} is no backup of this product ({fault})") from fault
    if facts.get("format") != FORMAT:
        raise BackupFault(f"{source} has format {facts.get('format')}; this release reads {FORMAT}")
    return tar


def _files(tar: tarfile.TarFile) -> Iterator[str]:
    return (name for name in tar.getnames() if name.startswith("files/"))


def _member(tar: tarfile.TarFile, name: str) -> Any:
    try:
        found = tar.extractfile(name)
    except KeyError:
        found = None
    if found is None:
        raise BackupFault(f"{name} is missing in the backup")
    return found


def _add(tar: tarfile.TarFile, name: str, data: bytes) -> None:
    facts = tarfile.TarInfo(name)
    facts.size = len(data)
    facts.mtime = int(clock.now().timestamp())
    tar.addfile(facts, io.BytesIO(data))


async def _run(program: str, *arguments: str) -> None:
    process = await asyncio.create_subprocess_exec(
        _program(program), *arguments, stderr=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.DEVNULL
    )
    _out, said = await process.communicate()
    if process.returncode:
        raise BackupFault(f"{program}: {said.decode(errors='replace').strip()[-500:]}")


def _program(name: str) -> str:
    """The embedded server's own client programs, which read every server they may meet."""
    from events_app.embedded.binaries import shipped

    path = shipped() / name
    return str(path) if path.exists() else (shutil.which(name) or name)
