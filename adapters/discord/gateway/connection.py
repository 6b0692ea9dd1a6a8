"""The connection: one life of the client after another, and requests through the present one."""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass, field

import discord
from pydantic import SecretStr

from adapters.discord.gateway import inside
from adapters.discord.gateway.client import Gateway
from adapters.discord.sending.asking import Body
from bot.crew import Crew

LOG = logging.getLogger(__name__)
WAITS_S = (1.0, 2.0, 5.0, 10.0, 20.0, 40.0, 60.0)
"""Between two lives; the last one again and again."""
SHUT_OUT_S = 120.0
"""After a session that was refused. Of a thousand in a day Discord takes away the token; this makes
720. Source: its reference, Identifying."""
HOPELESS = (
    discord.LoginFailure, discord.PrivilegedIntentsRequired, discord.ConnectionClosed,
)  # fmt: skip
"""What no waiting mends: somebody has to change a setting. It is tried again all the same. The
library lets a connection end so only where Discord wants no other."""


@dataclass(slots=True)
class Connection:
    """Keeps a client alive. `make` makes the next one.

    `trouble` hears why none can live, and says whether the next one asks for less.
    """

    crew: Crew
    token: SecretStr
    make: Callable[[], Gateway]
    logged_in: Callable[[discord.Client], None]
    trouble: Callable[[Exception], bool]
    client: Gateway | None = None
    up: asyncio.Event = field(default_factory=asyncio.Event)
    _life: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin the first life."""
        self._life = self.crew.go(self._live())

    async def stop(self) -> None:
        """End the present life, and begin no other."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.wait((self._life,))
        await self._close()

    async def ask(self, method: str, path: str, body: Body | None = None, /, **ids: str) -> object:
        """Ask through the present client. ConnectionRefusedError while there is none."""
        client = self.client
        if client is None or not self.up.is_set():
            raise ConnectionRefusedError
        request = inside.Request(method, path, ids)
        # Never cut short: a request that is cancelled while the library sleeps for a limit of the
        # whole bot would hold all later ones for ever, and what is cut short may have arrived.
        return await asyncio.shield(self.crew.result_of(inside.ask(client, request, body or {})))

    async def _live(self) -> None:
        lives = 0
        while True:
            began, waits = asyncio.get_running_loop().time(), 0.0
            try:
                await self._one_life()
            except HOPELESS as hopeless:
                lives = 0 if self.trouble(hopeless) else len(WAITS_S)
                if lives and not isinstance(hopeless, discord.LoginFailure):  # that began none
                    waits = SHUT_OUT_S
            except Exception as broken:  # noqa: BLE001 - whatever ends a life, there is a next one
                LOG.warning("the connection ended: %s", type(broken).__name__)
            finally:
                await self._close()
            lasted = asyncio.get_running_loop().time() - began
            lives = 1 if lasted > WAITS_S[-1] else lives + 1
            await asyncio.sleep(waits or WAITS_S[min(lives, len(WAITS_S)) - 1])

    async def _one_life(self) -> None:
        self.client = client = self.make()
        await client.login(self.token.get_secret_value())
        self.logged_in(client)
        self.up.set()
        await client.connect()

    async def _close(self) -> None:
        self.up.clear()
        client, self.client = self.client, None
        if client is not None:
            client.lost()
            await client.close()
