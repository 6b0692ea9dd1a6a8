"""A gate before a real homeserver: lets everything through, but for what a test answers itself."""

from collections import Counter, deque
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from aiohttp import ClientSession, web

HOP = frozenset({"content-length", "content-encoding", "transfer-encoding", "connection"})


@dataclass(frozen=True, slots=True)
class Says:
    """An answer of the gate's own."""

    status: int
    body: str = ""


@dataclass(slots=True)
class Gate:
    """`says` are its answers by the end of a path, each once; `asked` counts by path."""

    behind: str
    url: str = ""
    says: dict[str, deque[Says]] = field(default_factory=dict[str, deque[Says]])
    asked: Counter[str] = field(default_factory=Counter[str])
    _session: ClientSession | None = None

    def answers(self, path: str, *says: Says) -> None:
        """From now on, one after another."""
        self.says[path] = deque(says)

    async def _take(self, request: web.Request) -> web.Response:
        self.asked[request.path] += 1
        own = next((one for path, one in self.says.items() if request.path.endswith(path)), None)
        if own:
            said = own.popleft()
            return web.Response(status=said.status, text=said.body)
        assert self._session is not None
        headers = {name: value for name, value in request.headers.items() if name.lower() != "host"}
        body = await request.read()
        asked = self._session.request(
            request.method, self.behind + request.raw_path, data=body, headers=headers
        )
        async with asked as told:
            kept = {name: one for name, one in told.headers.items() if name.lower() not in HOP}
            return web.Response(status=told.status, body=await told.read(), headers=kept)


@asynccontextmanager
async def gate_to(behind: str) -> AsyncGenerator[Gate, None]:
    """A gate on a free port of this machine."""
    gate = Gate(behind)
    app = web.Application()
    app.router.add_route("*", "/{path:.*}", gate._take)  # pyright: ignore[reportPrivateUsage]
    runner = web.AppRunner(app)
    await runner.setup()
    async with ClientSession() as gate._session:  # pyright: ignore[reportPrivateUsage]
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        gate.url = f"http://127.0.0.1:{runner.addresses[0][1]}"
        try:
            yield gate
        finally:
            await runner.cleanup()
