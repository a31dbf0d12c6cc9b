"""`events-app serve`: starts everything, stops everything, loses nothing."""

import contextlib
import http.client
import os
import re
import signal
import subprocess
import threading
import time
from collections.abc import Iterator

import httpx
import psutil
import pytest

from events_app import settings
from tests.accounts.test_setting_up import FORM
from tests.commands.running import Installation, Server, installation

LIMIT = 10


def _children(process: subprocess.Popen[bytes]) -> list[psutil.Process]:
    found: list[psutil.Process] = psutil.Process(process.pid).children(recursive=True)
    return found


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_serve_stops_everything_in_time(number: signal.Signals) -> None:
    with installation() as here, here.serving() as server:
        server.process.send_signal(number)
        assert server.stop() < LIMIT
        assert server.process.returncode == 0
        running = [p.info["cmdline"] for p in psutil.process_iter(["cmdline"])]
        assert not [line for line in running if line and str(here.folder) in " ".join(line)]


def test_serve_finishes_the_request_it_is_answering() -> None:
    with installation() as here, here.serving() as server:
        answers: list[int] = []

        def slow() -> None:
            form = b"email=a%40b.example&password=x"
            with httpx.Client(base_url=server.url) as client:
                client.get("/login")
                body = form + b"&_csrf=" + client.cookies["csrf"].encode()

                def dribble() -> Iterator[bytes]:
                    yield body[:10]
                    time.sleep(2)
                    yield body[10:]

                headers = {
                    "content-type": "application/x-www-form-urlencoded",
                    "content-length": str(len(body)),
                }
                answers.append(client.post("/login", content=dribble(), headers=headers).status_code)

        asking = threading.Thread(target=slow)
        asking.start()
        time.sleep(1)
        assert server.stop() < LIMIT
        asking.join()
        assert answers == [422]


def test_a_connection_stays_open_for_whoever_comes_back_to_it() -> None:
    with (
        installation() as here,
        here.serving() as server,
        contextlib.closing(http.client.HTTPConnection("127.0.0.1", here.port)) as line,
    ):
        sockets = []
        for pause in (6, 0):
            line.request("GET", "/health/live")
            assert line.getresponse().read()
            sockets.append(line.sock)
            time.sleep(pause)
        assert sockets[0] is sockets[1], "the client had no need to connect anew"
        assert server.stop() < LIMIT, "open connections hold nobody up"


def test_serve_says_in_one_line_that_its_address_is_taken() -> None:
    with installation() as here, here.serving():
        second = Installation(here.folder / "other", here.port)
        second.folder.mkdir()
        done = second.run("serve")
        assert done.returncode == 1
        assert "EVENTS_PORT" in done.stderr
        assert "Traceback" not in done.stderr


def test_serve_refuses_a_wrong_variable_by_name() -> None:
    with installation(EVENTS_SMTP_URL="mail.example") as here:
        done = here.run("serve")
        assert done.returncode == 1
        assert (
            done.stderr.strip()
            == "events-app: EVENTS_SMTP_URL: takes a URL that begins with smtp:// or smtps://"
        )


def test_several_web_processes_answer_on_one_database() -> None:
    with installation(EVENTS_WEB_PROCESSES="2") as here, here.serving() as server:
        assert len([p for p in _children(server.process) if "web_process" in " ".join(p.cmdline())]) == 2
        for _each in range(20):
            assert httpx.get(f"{server.url}/health/ready").json() == {"status": "ready"}
        assert server.stop() < LIMIT


def test_serve_recovers_after_being_killed() -> None:
    with installation() as here:
        with here.serving() as server:
            link = here.must("user", "add", "--email", "a@b.example", "--name", "Ani", "--role", "owner")
            os.kill(server.process.pid, signal.SIGKILL)
            server.process.wait()
        with here.serving() as server:
            path = link[link.index("/login/") :]
            assert httpx.get(server.url + path).status_code == 200
            assert here.must("token", "add", "--email", "a@b.example")


def test_serve_prints_new_links_for_the_demo_until_there_is_a_real_organisation() -> None:
    with installation(EVENTS_DEMO="1") as here:
        with here.serving() as server:
            first = _printed(server, "login")
        with here.serving() as server:
            second = _printed(server, "login")
            assert first != second
            assert httpx.get(server.url + second).status_code == 200
            _set_up(server.url, _printed(server, "setup"))
        with here.serving() as server:
            time.sleep(1)
            assert not re.search("/(login|setup)/", server.log.read_text())


def _printed(server: Server, kind: str) -> str:
    """A link of a kind, once the last of them is printed."""
    deadline = time.monotonic() + 60
    while "/setup/" not in server.log.read_text() and time.monotonic() < deadline:
        time.sleep(0.1)
    return server.link(kind)


def _set_up(url: str, path: str) -> None:
    with httpx.Client(base_url=url) as client:
        client.get(path)
        assert client.post(path, data=FORM | {"_csrf": client.cookies["csrf"]}).status_code == 303


def test_the_secret_key_is_made_once_and_for_its_owner_alone() -> None:
    with installation() as here:
        here.must("migrate")
        key = here.folder / "var" / "secret_key"
        first = key.read_bytes()
        assert key.stat().st_mode & 0o777 == 0o600
        here.must("migrate")
        assert key.read_bytes() == first
        assert len(first) >= 32


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("EVENTS_PORT", "http"),
        ("EVENTS_PORT", "70000"),
        ("EVENTS_DATABASE_URL", "mysql://x/y"),
        ("EVENTS_PUBLIC_URL", "https://x.example/path"),
        ("EVENTS_MAIL_FROM", "nobody"),
        ("EVENTS_DEMO", "yes"),
        ("EVENTS_SECRET_KEY", "short"),
        ("EVENTS_TRUSTED_PROXIES", "proxy"),
        ("EVENTS_WEB_PROCESSES", "0"),
        ("EVENTS_TLS_CERT", "/nowhere.pem"),
        ("EVENTS_FILES_URL", "ftp://x/y"),
        ("EVENTS_IMAP_URL", "pop3://x"),
    ],
)
def test_a_wrong_value_is_refused_and_named(name: str, value: str, tmp_path) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(settings.WrongSetting, match=name):
        settings.read({"EVENTS_DATA_DIR": str(tmp_path), name: value})
