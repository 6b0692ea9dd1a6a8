"""The same interface in a browser on this machine: Textual's own server, with a page of ours.

The page that comes with textual-serve loads a font from elsewhere; ours loads nothing, and says
so to the browser. Only pages of this server may open a session.
"""

import shlex
import sys
from base64 import b64encode
from hashlib import sha256
from html import escape
from string import Template

# textual-serve leaves the type of a path open; we give none.
# pyright: reportUnknownMemberType=false
from aiohttp import web
from textual_serve.server import Server

from bot.app.commands.says import tell
from bot.app.shipped import shipped
from bot.ui.texts import Say

HOST = "127.0.0.1"
SESSION = (sys.executable, "-m", "bot", "demo", "--screen")
"""What runs for each page that is opened: a town of its own, forgotten when the page is closed."""
FOCUS = 'addEventListener("load", () => document.querySelector("textarea")?.focus());'
"""So that keys reach the terminal before anybody clicked into it."""


def serve(port: int, say: Say) -> int:
    """Serve until Ctrl+C. Raises OSError when the port is taken."""
    TownServer(port, say).serve()
    return 0


class TownServer(Server):
    """Listens on this machine only."""

    def __init__(self, port: int, say: Say) -> None:
        """Serve on this port of 127.0.0.1."""
        super().__init__(shlex.join(SESSION), HOST, port, say("town.title"))
        self._say = say
        self._ours = {f"http://{name}:{port}" for name in (HOST, "localhost")}

    def serve(self, debug: bool = False) -> None:  # noqa: FBT001, FBT002 - as Textual calls it
        """Listen until Ctrl+C, and say where; no logs, which would hold what people typed."""
        del debug
        told = self._say("cli.demo.browser", address=self.public_url)
        web.run_app(
            self._make_app(), host=self.host, port=self.port, access_log=None,
            print=lambda *_: tell(told),
        )  # fmt: skip

    async def on_startup(self, app: web.Application) -> None:
        """Nothing yet; theirs prints a banner."""

    async def handle_index(self, request: web.Request) -> web.Response:
        """The page, which holds the terminal."""
        del request
        socket = f"ws://{HOST}:{self.port}"
        facts = {
            "lang": self._say("locale.tag"), "title": self.title, "static": "/static",
            "socket": f"{socket}/ws", "closed": self._say("town.closed"),
            "again": self._say("town.again"), "focus": FOCUS,
        }  # fmt: skip
        page = Template(shipped("demo", "browser.html"))
        text = page.substitute({n: f if n == "focus" else escape(f) for n, f in facts.items()})
        ours = b64encode(sha256(FOCUS.encode()).digest()).decode()
        policy = (
            f"default-src 'self'; script-src 'self' 'sha256-{ours}'; "
            f"style-src 'self' 'unsafe-inline'; connect-src 'self' {socket}; "
            "img-src 'self' data:; frame-ancestors 'none'"
        )
        headers = {"Content-Security-Policy": policy, "Referrer-Policy": "no-referrer"}
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A session, for a page of ours only: any page on the web could ask for one."""
        if request.headers.get("Origin") not in self._ours:
            raise web.HTTPForbidden
        return await super().handle_websocket(request)
