"""The connection: one life of the client after another, for as long as there is hope."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from adapters.matrix.gateway.errors import BROKEN, Dead, Refused, Unusable
from adapters.matrix.gateway.life import Life
from bot.crew import Crew

LOG = logging.getLogger(__name__)
WAITS_S = (0.1, 0.5, 1.0, 2.0)
"""Between two tries that failed, the last one again and again: after an outage what was said is
heard within three seconds, and a homeserver that is down is asked every two."""
DEAD = (
    "The homeserver does not know the bot's Matrix token any more ({}); give the bot a new token "
    "of the same device, or its password."
)


@dataclass(slots=True)
class Connection:
    """Keeps a client alive. `begin` makes the next life, `end` lets go of it.

    `enter_again` logs in anew, where that may help; `hopeless` is told why none can live.
    """

    crew: Crew
    begin: Callable[[], Awaitable[Life]]
    end: Callable[[], Awaitable[None]]
    enter_again: Callable[[], Awaitable[bool]]
    hopeless: Callable[[Unusable], None]
    lost: Callable[[], None]
    up: asyncio.Event = field(default_factory=asyncio.Event)
    tries: int = 0
    _life: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin the first life."""
        self._life = self.crew.go(self._live())

    async def stop(self) -> None:
        """End the present life, and begin no other."""
        if self._life is not None:
            self._life.cancel()
            await asyncio.wait((self._life,))
            self._life = None

    async def _live(self) -> None:
        entered = False
        while True:
            try:
                await self._one_life()
            except Dead as no:
                LOG.error("the homeserver does not know us: %s", no)
                if entered or not await self._entered():
                    self.hopeless(Unusable(DEAD.format(no)))
                    return
                entered = True
            except Unusable as why:
                self.hopeless(why)
                return
            except Exception as broken:  # noqa: BLE001 - whatever ends a life, there is a next one
                LOG.warning("the connection ended: %s", type(broken).__name__)
                await self._wait(broken)
            else:
                entered = False
            finally:
                self.up.clear()
                await self.end()

    async def _one_life(self) -> None:
        life = await self.begin()
        while True:
            try:
                await life.turn()
            except Dead:
                raise
            except BROKEN as broken:
                LOG.warning("no answer of the homeserver: %s", type(broken).__name__)
                life.doubtful = True
                await self._wait(broken)
            else:
                self.tries = 0
                self.up.set()

    async def _entered(self) -> bool:
        """Once, with a password: a token that is refused again and again is asked for no more."""
        try:
            return await self.enter_again()
        except Unusable as why:
            LOG.critical("%s", why)
        except BROKEN as broken:
            LOG.warning("logging in again failed: %s", type(broken).__name__)
        return False

    async def _wait(self, broken: Exception) -> None:
        self.tries += 1
        self.lost()
        wait = WAITS_S[min(self.tries, len(WAITS_S)) - 1]
        asked = broken.after_s if isinstance(broken, Refused) else 0.0
        await asyncio.sleep(max(wait, asked))
