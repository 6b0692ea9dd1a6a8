"""A real HTTP server on loopback that remembers what it heard, and can be slow or unkind."""

import socket
import threading
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Heard:
    """One request."""

    method: str
    path: str
    body: str


@dataclass
class Loopback:
    """What the server answers (`status`, `location`), and what it heard."""

    port: int = 0
    status: int = 200
    location: str = ""
    heard: list[Heard] = field(default_factory=list[Heard])
    answering: threading.Event = field(default_factory=threading.Event)
    """While it is not set, every request waits for its answer."""


@contextmanager
def listening() -> Generator[Loopback]:
    """Serve until the block ends; requests that still wait are answered then."""
    loopback = Loopback()
    loopback.answering.set()
    server = ThreadingHTTPServer(("127.0.0.1", 0), _handler_of(loopback))
    server.daemon_threads = False  # their sockets are closed before the test ends
    loopback.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield loopback
    finally:
        loopback.answering.set()
        server.shutdown()
        server.server_close()
        thread.join()


def deaf_port() -> int:
    """A port of loopback on which nobody listens."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port: int = taken.getsockname()[1]
        return port


def _handler_of(loopback: Loopback) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def handle(self) -> None:
            try:
                super().handle()
            except ConnectionError:
                return  # the client had lost patience

        def do_GET(self) -> None:
            self._hear()

        def do_POST(self) -> None:
            self._hear()

        def _hear(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            assert self.command
            loopback.heard.append(Heard(self.command, self.path, body.decode()))
            loopback.answering.wait()
            self.send_response(loopback.status)
            if loopback.location:
                self.send_header("Location", loopback.location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - its name there
            """Say nothing."""

    return Handler
