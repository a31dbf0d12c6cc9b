"""Places to keep bytes: a folder of this test, or a bucket of its own."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from events_app import settings

from .buckets import Bucket


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    _settle(monkeypatch, tmp_path, None)
    return tmp_path / "files"


@pytest.fixture
def bucket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    server = Bucket()
    threading.Thread(target=server.serve_forever, args=(0.01,)).start()
    surroundings = {
        "AWS_ENDPOINT": server.url,
        "AWS_ALLOW_HTTP": "true",
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_REGION": "id-test-1",
    }
    for name, value in surroundings.items():
        monkeypatch.setenv(name, value)
    _settle(monkeypatch, tmp_path, f"s3://evidence/city?test={server.server_port}")
    yield server
    server.shutdown()
    server.server_close()


def _settle(monkeypatch: pytest.MonkeyPatch, data_dir: Path, files_url: str | None) -> None:
    surroundings = {"EVENTS_DATA_DIR": str(data_dir), "EVENTS_SECRET_KEY": "k" * 32}
    chosen = replace(settings.read(surroundings), files_url=files_url)
    monkeypatch.setattr(settings, "current", lambda: chosen)
