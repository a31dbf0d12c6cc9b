"""Against a real folder, and against a small S3 server that obstore talks to over HTTP."""

import asyncio
import hashlib
import os
from pathlib import Path
from typing import Any

import pytest

from events_app.documents import store

from .buckets import Bucket

WORDS = b"bukti dukung"
SHA = hashlib.sha256(WORDS).hexdigest()


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest) -> Any:
    return request.getfixturevalue(request.param)


async def test_put_gives_the_digest_and_get_the_bytes(place: Any) -> None:
    assert await store.put(WORDS) == SHA
    assert await store.get(SHA) == WORDS
    assert await store.has(SHA)


async def test_put_twice_keeps_one(place: Any) -> None:
    await asyncio.gather(store.put(WORDS), store.put(WORDS))
    assert await store.digests() == [SHA]


async def test_open_streams_all_bytes_in_pieces(place: Any) -> None:
    data = os.urandom(3 * store.CHUNK + 7)
    pieces = [piece async for piece in await store.open(await store.put(data))]
    assert b"".join(pieces) == data


async def test_deleted_bytes_are_lost_and_deleting_again_is_quiet(place: Any) -> None:
    await store.put(WORDS)
    await store.delete(SHA)
    await store.delete(SHA)
    assert not await store.has(SHA)
    with pytest.raises(store.FileLost):
        await store.open(SHA)


async def test_damaged_bytes_are_noticed_and_healed(folder: Path) -> None:
    await store.put(WORDS)
    (folder / SHA[:2] / SHA).write_bytes(b"rusak")
    with pytest.raises(store.FileLost):
        await store.get(SHA)
    await store.put(WORDS)
    assert await store.get(SHA) == WORDS


async def test_file_and_its_folders_are_synced_before_put_returns(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[str] = []
    fsync = os.fsync

    def noting(handle: int) -> None:
        synced.append(str(Path(f"/proc/self/fd/{handle}").readlink()))
        fsync(handle)

    monkeypatch.setattr(os, "fsync", noting)
    await store.put(WORDS)
    home = folder / SHA[:2]
    assert Path(synced[0]).parent == home
    assert synced[1:] == [str(home), str(folder), str(folder.parent)]


async def test_interrupted_write_leaves_nothing_behind(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_handle: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", full)
        with pytest.raises(OSError, match="No space"):
            await store.put(WORDS)
    assert _files(folder) == []
    assert not await store.has(SHA)


async def test_kept_bytes_are_readable_by_their_owner_only(folder: Path) -> None:
    await store.put(WORDS)
    assert not any(_open_to_others(place) for place in (folder, folder / SHA[:2], folder / SHA[:2] / SHA))


@pytest.mark.parametrize("name", ["../secret_key", "", SHA.upper(), SHA + "/x"])
async def test_only_a_digest_names_a_file(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="64"):
        await store.open(name)


async def test_bucket_keeps_bytes_under_its_prefix(bucket: Bucket) -> None:
    await store.put(WORDS)
    assert bucket.objects == {f"/evidence/city/{SHA[:2]}/{SHA}": WORDS}


def _files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def _open_to_others(path: Path) -> bool:
    return path.stat().st_mode & 0o077 != 0
