"""A cable to a homeserver that can be cut, and mended."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(slots=True)
class Cable:
    """Passes bytes both ways between a port of its own and that `behind` it."""

    behind: int
    port: int = 0
    _server: asyncio.Server | None = None
    _ends: set[asyncio.StreamWriter] = field(default_factory=set[asyncio.StreamWriter])

    @property
    def url(self) -> str:
        """What to take for the homeserver."""
        return f"http://127.0.0.1:{self.port}"

    async def mend(self) -> None:
        """Let through from now on."""
        if self._server is None:
            self._server = await asyncio.start_server(self._met, "127.0.0.1", self.port)
            self.port = self._server.sockets[0].getsockname()[1]

    def cut(self) -> None:
        """Let nothing through, and break what is on its way."""
        server, self._server = self._server, None
        if server is not None:
            server.close()
        for one in tuple(self._ends):
            one.close()

    async def _met(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            there, beyond = await asyncio.open_connection("127.0.0.1", self.behind)
            self._ends |= {writer, beyond}
            try:
                await asyncio.gather(_passes(reader, beyond), _passes(there, writer))
            finally:
                self._ends -= {writer, beyond}
                beyond.close()
        writer.close()


async def _passes(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while found := await reader.read(1 << 16):
            writer.write(found)
            await writer.drain()
    writer.close()


@asynccontextmanager
async def cable_to(port: int) -> AsyncGenerator[Cable, None]:
    """One that is whole, until left."""
    cable = Cable(port)
    await cable.mend()
    try:
        yield cable
    finally:
        cable.cut()
