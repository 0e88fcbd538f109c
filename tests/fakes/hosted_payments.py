"""A provider of hosted payment pages as a local server: opens sessions, refuses bad keys, signs its messages.

It speaks what ``billing.actions.providers`` says of the protocol, on 127.0.0.1, and remembers what it was asked.
"""

import base64
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any
from urllib.parse import parse_qs

SECRET, WEBHOOK_SECRET = "sk_test_local", "whsec_local"


@dataclass
class Fake:
    """The running provider."""

    address: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    sessions: dict[str, dict[str, Any]] = field(default_factory=dict)
    by_key: dict[str, str] = field(default_factory=dict)
    broken: bool = False

    def open(self, fields: dict[str, str], key: str) -> dict[str, Any]:
        """A session; the same Idempotency-Key gets the same one."""
        self.asked.append(fields)
        session = self.by_key.setdefault(key, f"cs_{len(self.sessions) + 1}")
        return self.sessions.setdefault(
            session,
            {"id": session, "url": f"{self.address}/pay/{session}", "amount_total": int(fields["amount"])},
        )

    def message(self, session: str, at: Any, kind: str = "session.completed", event: str = "") -> tuple[bytes, str]:
        """What the provider posts when somebody paid (or did not), and its signature."""
        said = {"id": event or f"evt_{session}_{kind}", "type": kind, "data": {"object": self.sessions[session]}}
        body = json.dumps(said).encode()
        return body, sign(body, int(at.timestamp()))


def sign(body: bytes, stamp: int, secret: str = WEBHOOK_SECRET) -> str:
    digest = hmac.new(secret.encode(), f"{stamp}.".encode() + body, sha256).hexdigest()
    return f"t={stamp},v1={digest}"


@contextmanager
def running() -> Iterator[Fake]:
    """The provider, stopped afterwards."""
    fake = Fake()

    class Door(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            wanted = "Basic " + base64.b64encode(f"{SECRET}:".encode()).decode()
            if fake.broken or self.headers["Authorization"] != wanted or self.path != "/v1/sessions":
                self._answer(500 if fake.broken else 401, {"error": {"type": "refused"}})
                return
            fields = {name: values[0] for name, values in parse_qs(body).items()}
            self._answer(200, fake.open(fields, self.headers["Idempotency-Key"]))

        def _answer(self, status: int, said: dict[str, Any]) -> None:
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_args: Any) -> None:
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Door)
    fake.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
