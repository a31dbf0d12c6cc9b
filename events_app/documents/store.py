"""The named store: bytes under their own SHA-256, in a folder of this machine or in an S3 bucket."""

import asyncio
import hashlib
import os
import re
import secrets
from collections.abc import AsyncIterator
from functools import cache
from pathlib import Path

import obstore
from obstore.store import LocalStore, S3Store

from events_app import settings
from events_app.errors import Refusal
from events_app.i18n import N_

CHUNK = 256 * 1024
_DIGEST = re.compile(r"[0-9a-f]{64}")


class FileLost(Refusal):
    status_code = 404
    message = N_("The content of this file is missing or damaged. It has to be brought back from a backup.")


async def put(data: bytes) -> str:
    """Keep `data` and give its digest; once this returns, a power cut cannot take it. Twice is once."""
    sha = await asyncio.to_thread(digest, data)
    bucket = settings.current().files_url
    if bucket:
        await obstore.put_async(_bucket(bucket), _key(sha), data, use_multipart=False)
    else:
        await asyncio.to_thread(_write_durably, folder() / _key(sha), data)
    return sha


async def get(sha: str) -> bytes:
    """The bytes kept under a digest, checked against it; raises FileLost when they are gone or differ."""
    data = b"".join([chunk async for chunk in await open(sha)])
    if await asyncio.to_thread(digest, data) != sha:
        raise FileLost()
    return data


async def open(sha: str) -> AsyncIterator[bytes]:  # noqa: A001 - the store's verbs read as store.open, store.get
    """The bytes in pieces; raises FileLost before the first piece when there are none."""
    try:
        found = await obstore.get_async(_store(), _key(sha))
    except FileNotFoundError:
        raise FileLost() from None
    return aiter(found.stream(min_chunk_size=CHUNK))


async def has(sha: str) -> bool:
    """Whether bytes are kept under a digest."""
    try:
        await obstore.head_async(_store(), _key(sha))
    except FileNotFoundError:
        return False
    return True


async def delete(sha: str) -> None:
    """Forget the bytes under a digest; forgetting what is not there is no fault."""
    try:
        await obstore.delete_async(_store(), _key(sha))
    except FileNotFoundError:
        return


async def digests() -> list[str]:
    """Every digest that is kept, for backups and for looking after the house."""
    pages = obstore.list(_store())
    names = [str(meta["path"]).rsplit("/", 1)[-1] async for page in pages for meta in page]
    return sorted(name for name in names if _DIGEST.fullmatch(name))


def folder() -> Path:
    """Where the bytes lie when no bucket is named."""
    return settings.current().data_dir / "files"


def _store() -> LocalStore | S3Store:
    bucket = settings.current().files_url
    return _bucket(bucket) if bucket else _local(folder())


@cache
def _bucket(url: str) -> S3Store:
    return S3Store.from_url(url)


@cache
def _local(path: Path) -> LocalStore:
    path.mkdir(parents=True, exist_ok=True, mode=0o700)
    return LocalStore(path)


def _key(sha: str) -> str:
    if not _DIGEST.fullmatch(sha):
        raise ValueError("A file is named by the 64 hexadecimal digits of its SHA-256.")
    return f"{sha[:2]}/{sha}"


def digest(data: bytes) -> str:
    """The name of these bytes: their SHA-256 in hexadecimal."""
    return hashlib.sha256(data).hexdigest()


def _write_durably(target: Path, data: bytes) -> None:
    """Write beside the target, sync, rename, sync the folders: obstore's own local write syncs nothing.

    A file that is there already is written again, which costs little and heals a damaged one.
    """
    _make_private(target.parent)
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        _write_synced(draft, data)
        draft.replace(target)
    finally:
        draft.unlink(missing_ok=True)
    for place in (target.parent, target.parent.parent, target.parent.parent.parent):
        _sync_folder(place)


def _make_private(shard: Path) -> None:
    shard.parent.parent.mkdir(parents=True, exist_ok=True)
    for place in (shard.parent, shard):
        place.mkdir(exist_ok=True, mode=0o700)


def _write_synced(path: Path, data: bytes) -> None:
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
