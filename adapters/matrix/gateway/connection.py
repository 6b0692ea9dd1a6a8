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
    _entered: bool = False
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
        while True:
            try:
                await self._one_life()
            except Dead as no:
                LOG.error("the homeserver does not know us: %s", no)
                self.up.clear()
                if (why := await self._why_not(no)) is not None:
                    self.hopeless(why)
                    return
            except Unusable as why:
                self.hopeless(why)
                return
            except Exception as broken:  # noqa: BLE001 - whatever ends a life, there is a next one
                LOG.warning("the connection ended: %s", type(broken).__name__)
                await self._wait(broken)
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
                self.tries, self._entered = 0, False
                self.up.set()

    async def _why_not(self, no: Dead) -> Unusable | None:
        """Why there is no other life; None once we are let in again, by a password.

        A token that is refused again and again is asked for once: until one was good for an
        answer. A homeserver that is silent, broken or busy has refused nothing.
        """
        while not self._entered:
            try:
                if not await self.enter_again():
                    break
            except Unusable as why:
                return why
            except BROKEN as broken:
                LOG.warning("logging in again failed: %s", type(broken).__name__)
                await self._wait(broken)
            else:
                self._entered = True
                return None
        return Unusable(DEAD.format(no))

    async def _wait(self, broken: Exception) -> None:
        self.tries += 1
        self.lost()
        wait = WAITS_S[min(self.tries, len(WAITS_S)) - 1]
        asked = broken.after_s if isinstance(broken, Refused) else 0.0
        await asyncio.sleep(max(wait, asked))
