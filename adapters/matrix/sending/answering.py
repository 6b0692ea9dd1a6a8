"""Answering: what the engine says at once to what somebody did. It is not owed, and not lost.

Nobody who hears waits for it. It goes when the measure of the homeserver has a turn for it, again
and again while that takes no more or is not reached, each under the name of what it answers.
"""

import asyncio
import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial

from adapters.matrix.gateway.errors import Refused
from adapters.matrix.reading.messages import HERE
from adapters.matrix.sending.outcomes import outcome_of
from adapters.matrix.sending.posts import Posts
from adapters.matrix.sending.privates import Shut
from bot.lanes import Lanes
from bot.model.events import AnyEvent
from bot.ports.delivery import Closed, Later, Outcome, Sent, Unsure
from bot.ports.time import Clock
from bot.ui.reply import Reply

LOG = logging.getLogger(__name__)
TOO_LATE = timedelta(minutes=10)
"""An answer that is older surprises whom it reaches. What matters is owed, and has no such end."""
AGAIN_S = 2.0
NO_WAIT = timedelta(0)
Turn = Callable[[], timedelta]
"""For how long an answer has to wait; zero: it may go, and is counted."""


@dataclass(frozen=True, slots=True)
class Answering:
    """In order for each person, whoever else waits for theirs."""

    posts: Posts
    lanes: Lanes
    clock: Clock
    turn: Turn

    async def show(self, event: AnyEvent, reply: Reply) -> None:
        """Begin to answer; it raises nothing, and waits for nobody."""
        self.lanes.put(f"{HERE}:{event.who.id}", partial(self._until_shown, event, reply))

    async def _until_shown(self, event: AnyEvent, reply: Reply) -> None:
        until = self.clock.elapsed() + TOO_LATE
        while self.clock.elapsed() < until:
            if (wait := self.turn()) > NO_WAIT:
                await asyncio.sleep(wait.total_seconds())
                continue
            match await self._tried(event, reply):
                case Sent():
                    return
                case Closed(cause=cause):
                    LOG.info("an answer could not be shown: %s", cause)
                    return
                case Later(wait=wait):
                    await asyncio.sleep(wait.total_seconds())
                case Unsure():
                    await asyncio.sleep(AGAIN_S)
        LOG.error("an answer could not be shown in time")

    async def _tried(self, event: AnyEvent, reply: Reply) -> Outcome:
        """What is private goes to their private room, wherever they were."""
        try:
            room = event.room.id
            if reply.private and not event.direct:
                room = await self.posts.privates.room_with(event.who.id)
            return await self.posts.say(room, reply, event.id)
        except Shut as why:
            return Closed(str(why))
        except Refused as no:
            try:
                return outcome_of(no)
            except OSError as broken:
                return Unsure(type(broken).__name__)
        except OSError as broken:
            return Unsure(type(broken).__name__)
