"""Handing over: an event is done when the engine is done with it, and not before."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from functools import partial

from bot.lanes import Lanes
from bot.model.events import AnyEvent, Said
from bot.ports.chat import Receiver
from bot.skew import Skew
from bot.ui.reply import Reply

LOG = logging.getLogger(__name__)
Answers = Callable[[AnyEvent, Reply], Awaitable[None]]
"""Shows a person what the engine says at once. It raises nothing."""
TRIES_S = (0.2, 1.0, 5.0)


async def nobody(event: AnyEvent, reply: Reply) -> None:
    """Nothing is shown."""
    del event, reply


@dataclass(slots=True)
class Handing:
    """To the engine, and its answer to the person. Files are fetched behind it, in `lanes`.

    Moments of events are the homeserver's; the engine gets them by our own clock.
    """

    receiver: Receiver
    lanes: Lanes
    skew: Skew
    answers: Answers = nobody

    async def over(self, event: AnyEvent) -> bool:
        """Whether it has its end state; else it is read again at the next start."""
        event = replace(event, at=self.skew.ours(event.at))
        for wait in (*TRIES_S, None):
            try:
                reply = await self.receiver.receive(event)
            except Exception as broken:  # noqa: BLE001 - whatever breaks, the event is not lost
                LOG.critical("an event could not be handed over: %s", type(broken).__name__)
                if wait is None:
                    return False
                await asyncio.sleep(wait)
            else:
                self._files_of(event)
                if reply is not None:
                    await self.answers(event, reply)
                return True
        return False

    def _files_of(self, event: AnyEvent) -> None:
        """No cry behind a file waits for it."""
        if isinstance(event, Said) and event.direct and event.attached:
            self.lanes.put(f"files:{event.room.id}", partial(self._gather, event))

    async def _gather(self, event: Said) -> None:
        reply = await self.receiver.gathered(event)
        if reply is not None:
            await self.answers(event, reply)

    async def early(self, event: Said) -> None:
        """Before its turn, in which it is handed over all the same."""
        event = replace(event, at=self.skew.ours(event.at))
        reply = await self.receiver.receive_early(event)
        if reply is not None:
            await self.answers(event, reply)
