"""Lists that are kept between preview and commit lie in a folder of the test."""

from dataclasses import replace
from pathlib import Path

import pytest

from events_app import settings


@pytest.fixture(autouse=True)
def kept_lists(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    chosen = replace(settings.current(), data_dir=tmp_path)
    monkeypatch.setattr(settings, "current", lambda: chosen)
    return tmp_path / "files"
