"""The other commands, beside a running `serve` and without one."""

import json

import httpx

from tests.commands.running import installation


def _user(here, *more: str) -> str:  # type: ignore[no-untyped-def]
    return str(here.must("user", "add", "--email", "a@b.example", "--name", "Ani", "--role", "owner", *more))


def test_user_and_token_work_beside_a_running_serve() -> None:
    with installation() as here, here.serving() as server:
        assert "/login/" in _user(here)
        token = here.must("token", "add", "--email", "a@b.example")
        answer = httpx.get(f"{server.url}/api/v1/me", headers={"authorization": f"Bearer {token}"})
        assert answer.json()["name"] == "Ani"
        assert httpx.get(f"{server.url}/health/ready").status_code == 200


def test_user_add_makes_the_organisation_on_an_empty_database_and_asks_which_otherwise() -> None:
    with installation() as here:
        _user(here, "--organisation", "kota-lembayung")
        again = here.run(
            "user",
            "add",
            "--email",
            "c@d.example",
            "--name",
            "C",
            "--role",
            "door",
            "--organisation",
            "nowhere",
        )
        assert again.returncode == 1
        assert "--organisation" in again.stderr
        wrong = here.run("user", "add", "--email", "c@d.example", "--name", "C", "--role", "king")
        assert wrong.returncode == 2
        assert "king" in wrong.stderr


def test_backup_and_restore_bring_everything_back() -> None:
    with installation() as here, installation() as there:
        _user(here)
        saved = here.folder / "all.backup"
        here.must("backup", str(saved))
        assert saved.stat().st_mode & 0o777 == 0o600
        there.must("restore", str(saved))
        assert there.must("token", "add", "--email", "a@b.example")
        refused = there.run("restore", str(saved))
        assert refused.returncode == 1
        assert "already holds" in refused.stderr


def test_restore_refuses_what_is_no_backup() -> None:
    with installation() as here:
        rubbish = here.folder / "rubbish"
        rubbish.write_bytes(b"not a backup")
        refused = here.run("restore", str(rubbish))
        assert refused.returncode == 1
        assert "no backup" in refused.stderr


def test_doctor_tells_what_is_wrong_and_nothing_else() -> None:
    with installation() as here:
        here.must("migrate")
        assert here.must("doctor") == "All is well."
        assert here.must("recount") == "The kept figures are counted anew."
        (here.folder / "var" / "secret_key").chmod(0o644)
        here.variables["EVENTS_SMTP_URL"] = "smtp://127.0.0.1:1"
        done = here.run("doctor")
        assert done.returncode == 1
        assert "secret_key" in done.stdout
        assert "EVENTS_SMTP_URL" in done.stdout


def test_openapi_is_printed_without_a_database() -> None:
    with installation() as here:
        document = json.loads(here.must("openapi"))
        assert document["openapi"].startswith("3.1")
        assert not (here.folder / "var" / "postgres").exists()
