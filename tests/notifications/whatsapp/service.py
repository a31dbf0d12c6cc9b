"""A real HTTP server that behaves like the Cloud API: it keeps what it took, and can be told to refuse or to hang."""

import json
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

TOKEN, SECRET, VERIFY = "token-of-the-service", "secret-of-the-app", "verify-this-address"


class Service:
    """`answers` are given first, one a call: (status, body); afterwards everything is taken."""

    def __init__(self) -> None:
        self.taken: list[dict[str, Any]] = []
        self.answers: list[tuple[int, Any]] = []
        self.tokens: list[str] = []
        self.slowness = 0.0
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/v23.0"

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, body: dict[str, Any]) -> tuple[int, Any]:
        time.sleep(self.slowness)
        if self.answers:
            return self.answers.pop(0)
        self.taken.append(body)
        return 200, {"messaging_product": "whatsapp", "messages": [{"id": f"wamid.{len(self.taken)}"}]}


def fault(code: int) -> dict[str, Any]:
    """An error as the service writes it."""
    return {"error": {"message": "(#x) something", "type": "OAuthException", "code": code}}


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            length = int(self.headers["content-length"])
            service.tokens.append(self.headers["authorization"])
            assert self.path == "/v23.0/1122334455/messages"
            status, body = service.answer(json.loads(self.rfile.read(length)))
            raw = body if isinstance(body, bytes) else json.dumps(body).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(raw)))
            self.end_headers()
            self.wfile.write(raw)

        def log_message(self, *_given: Any) -> None:
            pass

    return Handler
