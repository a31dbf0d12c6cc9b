"""What the tests of deployment and docs ask of the product: its folder, its commands, its variables."""

import argparse
import ast
import contextlib
import http.server
import threading
from collections.abc import Iterator
from pathlib import Path

from events_app import settings, whatsapp_settings
from events_app.cli import parser

ROOT = Path(settings.__file__).parents[1]


def commands(of: argparse.ArgumentParser | None = None, before: str = "") -> list[str]:
    """Every command as it is typed after `events-app`."""
    found = []
    for action in (of or parser())._actions:
        if isinstance(action, argparse._SubParsersAction):
            for name, verb in action.choices.items():
                found += commands(verb, f"{before}{name} ")
    return found or [before.strip()]


def variables() -> set[str]:
    """Every environment variable that the settings read, by their own source."""
    files = (settings.__file__, whatsapp_settings.__file__)
    trees = [ast.parse(Path(file).read_text()) for file in files]
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {
        text for text in texts if isinstance(text, str) and text.replace("_", "").isalpha() and _ours(text)
    }


@contextlib.contextmanager
def serving_health(status: int) -> Iterator[int]:
    """A server that answers `/health/ready` with this status; its port."""

    class Health(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(status if self.path == "/health/ready" else 404)
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Says nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Health)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def _ours(text: str) -> bool:
    return text.startswith("EVENTS_") and text.isupper()
