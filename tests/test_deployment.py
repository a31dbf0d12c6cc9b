"""No container engine is at hand, so what the deployment files name is held against what is there."""

import ast
import asyncio
import os
import re
import shutil
import stat
import subprocess
import sys
import sysconfig
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from events_app.cli import parser
from tests.deployment import ROOT, commands, serving_health, variables

DOCKERFILE = (ROOT / "Dockerfile").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
OURS = ("web", "worker")


def instructions(name: str) -> list[str]:
    whole = DOCKERFILE.replace("\\\n", " ")
    return [line.split(maxsplit=1)[1] for line in whole.splitlines() if line.startswith(f"{name} ")]


def copied() -> Iterator[str]:
    for words in (line.split() for line in instructions("COPY")):
        if not words[0].startswith("--from"):
            yield from words[:-1]


def test_copy_names_what_exists_and_is_let_into_the_build() -> None:
    let_in = [line[1:] for line in (ROOT / ".dockerignore").read_text().splitlines() if line.startswith("!")]
    for path in copied():
        assert (ROOT / path).exists(), path
        assert path in let_in, path


def test_image_carries_every_folder_that_the_wheel_is_built_from() -> None:
    wheel = re.search(r"force-include\]\n(.+?)\n\n", (ROOT / "pyproject.toml").read_text(), re.DOTALL)
    assert wheel is not None
    folders = {line.split(" = ")[0] for line in wheel.group(1).splitlines()} | {"events_app"}
    assert folders <= set(copied())


def test_image_runs_as_a_user_without_rights_and_says_how_it_is() -> None:
    assert instructions("USER") == ["10001:10001"]
    assert "/opt/events-app/deploy/healthcheck.py" in instructions("HEALTHCHECK")[0]
    assert instructions("STOPSIGNAL") == ["SIGTERM"]
    assert instructions("VOLUME") == ["/data"]


@pytest.mark.parametrize("image", [line.split()[0] for line in instructions("FROM")])
def test_base_image_names_its_version(image: str) -> None:
    assert re.fullmatch(r"python:3\.\d+-slim-[a-z]+", image)


def test_every_service_names_its_version() -> None:
    images = {service["image"] for service in COMPOSE["services"].values()}
    assert all(re.fullmatch(r"[a-z-]+:\d[\d.]*", image) for image in images), images


def test_commands_of_image_and_services_are_known() -> None:
    wanted = [ast.literal_eval(instructions("CMD")[-1])]
    wanted += [COMPOSE["services"][name]["command"] for name in OURS]
    for words in wanted:
        parsed = parser().parse_args(words)
        assert callable(parsed.command), words


def test_every_variable_set_is_one_that_the_product_reads() -> None:
    named = set(re.findall(r"\bEVENTS_[A-Z_]+\b", DOCKERFILE + (ROOT / "compose.yaml").read_text()))
    assert named <= variables()
    assert {"EVENTS_HOST", "EVENTS_DATA_DIR", "EVENTS_TRUSTED_PROXIES"} <= named


def test_proxies_are_believed_only_on_the_network_they_share_with_the_web() -> None:
    subnet = COMPOSE["networks"]["front"]["ipam"]["config"][0]["subnet"]
    assert COMPOSE["services"]["web"]["environment"]["EVENTS_TRUSTED_PROXIES"] == subnet
    assert COMPOSE["services"]["proxy"]["networks"] == ["front"]
    assert COMPOSE["services"]["db"]["networks"] == ["back"]


def test_services_share_volumes_that_are_declared_and_files_that_exist() -> None:
    for name, service in COMPOSE["services"].items():
        for source in (volume.split(":")[0] for volume in service.get("volumes", [])):
            assert source in COMPOSE["volumes"] or (ROOT / source).is_file(), (name, source)


def test_services_wait_for_each_other_in_a_way_that_ends() -> None:
    services = COMPOSE["services"]
    for name, service in services.items():
        for other, wait in service.get("depends_on", {}).items():
            if wait["condition"] == "service_healthy":
                own_check = "test" in services[other].get("healthcheck", {})
                assert own_check or other == "web", f"{name} waits for {other}, which has no health"


def test_secret_is_made_once_and_for_its_owner_alone(tmp_path: Path) -> None:
    script = ["/bin/sh", str(ROOT / "deploy/make-secrets.sh"), str(tmp_path)]
    environment = os.environ | {"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    subprocess.run(script, check=True, env=environment, capture_output=True)
    first = {path.name: path.read_text() for path in tmp_path.iterdir()}
    subprocess.run(script, check=True, env=environment, capture_output=True)
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == first
    assert first["pgpass"] == f"db:5432:events:events:{first['password']}\n"
    assert len(first["password"]) >= 40
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_healthcheck_repeats_what_the_server_says(status: int, code: int) -> None:
    with serving_health(status) as port:
        done = subprocess.run(
            [sys.executable, ROOT / "deploy/healthcheck.py"],
            env={"EVENTS_PORT": str(port)},
            capture_output=True,
            check=False,
        )
    assert done.returncode == code, done.stderr


def test_every_command_has_help() -> None:
    assert {"serve", "work", "migrate", "demo load", "user add", "token add", "doctor"} <= set(commands())


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a fresh installation of the wheel; its dependencies are those of this run."""
    folder = tmp_path_factory.mktemp("wheel")
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
    build = [*pip, "wheel", "--no-deps", "--no-build-isolation", "--no-index", "--wheel-dir", str(folder)]
    subprocess.run([*build, str(ROOT)], check=True, capture_output=True)
    (wheel,) = folder.glob("events_app-*.whl")
    place = folder / "installed"
    subprocess.run(
        [*pip, "install", "--no-deps", "--no-index", "--target", str(place), str(wheel)],
        check=True,
        capture_output=True,
    )
    shutil.copy(wheel, place / "wheel.zip")
    return place


def test_wheel_holds_every_file_that_a_checkout_has(installed: Path) -> None:
    inside = set(zipfile.ZipFile(installed / "wheel.zip").namelist())
    for folder in ("templates", "static", "piccolo_migrations"):
        for path in (ROOT / folder).rglob("*"):
            if path.is_file() and "__pycache__" not in path.parts:
                assert f"events_app/_bundle/{path.relative_to(ROOT).as_posix()}" in inside
    assert "events_app/locale/id/kernel.po" in inside
    assert not [name for name in inside if name.startswith(("tests/", "docs/"))]


async def test_installed_wheel_migrates_looks_itself_over_and_describes_itself(
    installed: Path, empty_db: str
) -> None:
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": f"{installed}:{sysconfig.get_path('purelib')}",
        "EVENTS_DATA_DIR": str(installed / "data"),
        "EVENTS_DATABASE_URL": empty_db,
    }

    async def run(*words: str) -> str:
        # -S: no checkout comes in by the environment's own path files, only what was installed.
        command = [sys.executable, "-S", "-c", "from events_app.cli import main; main()", *words]
        done = await asyncio.to_thread(
            subprocess.run, command, env=environment, cwd=installed, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr
        return str(done.stdout)

    assert "tables are those of this release" in await run("migrate")
    assert (await run("doctor")).strip() == "All is well."
    assert '"openapi": "3.1.0"' in await run("openapi")
