"""A real Synapse on a free port of this machine, to be started, killed and started again."""

import base64
import hashlib
import hmac
import json
import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

from tests.house.rules import HOUSE
from tests.wire.matrix.guard import lives

NAME = "hs.test"
PYTHON = HOUSE / ".venv-synapse" / "bin" / "python"
MISSING = (
    "These tests speak to a real Synapse, which is not installed here: ./run matrix installs it."
)
STARTS_WITHIN_S = 60.0
SECRET = "of the tests alone"  # noqa: S105 - it opens nothing but this server
FREE = {"per_second": 1e6, "burst_count": 1_000_000}
LIMITS: Mapping[str, object] = {
    **dict.fromkeys(
        ("rc_message", "rc_registration", "rc_joins_per_room", "rc_admin_redaction",
         "rc_third_party_invite", "rc_media_create", "rc_room_creation", "rc_reports",
         "rc_user_directory"), FREE,
    ),
    "rc_login": dict.fromkeys(("address", "account", "failed_attempts"), FREE),
    "rc_joins": dict.fromkeys(("local", "remote"), FREE),
    "rc_invites": dict.fromkeys(("per_room", "per_user", "per_issuer"), FREE),
}  # fmt: skip
"""Every limit of Synapse, as good as lifted."""


@dataclass(slots=True)
class Synapse:
    """One server, with a folder of its own. With `limits` they are Synapse's defaults.

    It never outlives the process `guarded_by`, whatever becomes of the tests.
    """

    folder: Path
    limits: bool = False
    guarded_by: int = field(default_factory=os.getpid)
    port: int = 0
    pid: int = 0

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Begin, or begin anew with all that it knew; ready when this returns."""
        self.port = self.port or _free_port()
        self.folder.mkdir(parents=True, exist_ok=True)
        settings = self.folder / "hs.yaml"  # JSON is YAML, too
        settings.write_text(json.dumps(_settings(self)), "utf-8")
        guard = [sys.executable, str(Path(__file__).with_name("guard.py")), str(self.guarded_by)]
        with (self.folder / "said.txt").open("ab") as said:
            begun = subprocess.run(
                [*guard, str(PYTHON), "-m", "synapse.app.homeserver", "-c", str(settings)],
                cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
                start_new_session=True, check=True,
            )  # fmt: skip
        self.pid = int(begun.stdout)
        self._await_it()

    def kill(self) -> None:
        """End it at once, as when a machine loses its power."""
        os.kill(self.pid, 9)
        while lives(self.pid):
            time.sleep(0.02)

    def ask(self, method: str, path: str, body: object = None, token: str = "") -> Any:  # noqa: ANN401
        """One request by hand; its answer, or the URLError that it is."""
        data = None if body is None else json.dumps(body).encode()
        request = Request(self.url + path, data, method=method)  # noqa: S310 - our own address
        if token:
            request.add_header("Authorization", f"Bearer {token}")
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - as above
            return json.load(answer)

    def register(self, name: str, password: str = "") -> str:
        """Make an account, by the secret that this server shares with us; its password."""
        return str(self.registered(name, password)["password"])

    def registered(self, name: str, password: str = "") -> Any:  # noqa: ANN401
        """The same, with the token of a first device: to log in would use up a limit."""
        password = password or secrets.token_urlsafe(12)
        where = "/_synapse/admin/v1/register"
        nonce = str(self.ask("GET", where)["nonce"])
        told = f"{nonce}\0{name}\0{password}\0notadmin".encode()
        mac = hmac.new(SECRET.encode(), told, hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": password, "mac": mac, "admin": False}
        return {**self.ask("POST", where, body), "password": password}

    def _await_it(self) -> None:
        until = time.monotonic() + STARTS_WITHIN_S
        while True:
            try:
                self.ask("GET", "/_matrix/client/versions")
            except (URLError, OSError):
                if not lives(self.pid) or time.monotonic() > until:
                    said = (self.folder / "said.txt").read_text("utf-8", "replace")[-2000:]
                    raise RuntimeError(said) from None
                time.sleep(0.05)
            else:
                return


def _settings(of: Synapse) -> dict[str, object]:
    """Source of each setting: shared facts, matrix, part 1."""
    folder = of.folder
    key = base64.b64encode(hashlib.sha256(str(folder).encode()).digest()).decode().rstrip("=")
    (folder / "signing.key").write_text(f"ed25519 a_test {key}\n", "utf-8")
    log = {"version": 1, "disable_existing_loggers": False, "root": {"level": "WARNING"}}
    (folder / "log.json").write_text(json.dumps(log), "utf-8")
    return {
        "server_name": NAME,
        "report_stats": False,
        "listeners": [
            {"port": of.port, "type": "http", "bind_addresses": ["127.0.0.1"],
             "resources": [{"names": ["client", "media"]}]}
        ],
        "database": {"name": "sqlite3", "args": {"database": str(folder / "hs.db")}},
        "media_store_path": str(folder / "media"),
        "signing_key_path": str(folder / "signing.key"),
        "log_config": str(folder / "log.json"),
        "macaroon_secret_key": SECRET, "form_secret": SECRET,
        "registration_shared_secret": SECRET, "enable_registration": False,
        "federation_domain_whitelist": [], "trusted_key_servers": [],
        "suppress_key_server_warning": True,
        "presence": {"enabled": False},
        "bcrypt_rounds": 4,
        # By default an answer is kept for two minutes, and told again to who asks after a restart.
        "caches": {"sync_response_cache_duration": "0s"},
        **({} if of.limits else LIMITS),
    }  # fmt: skip


def _free_port() -> int:
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])
