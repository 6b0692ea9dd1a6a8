"""What happens to the connection and to the process, at random moments."""

import asyncio
import signal
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random
from typing import Any

from adapters.memory.places import room_named
from tests.wire.discord.gateway import INVALID, RECONNECT
from tests.wire.discord.ids import GUILD
from tests.wire.discord.server import Wire
from tests.wire.discord.weather.crowd import HERE
from tests.wire.discord.weather.process import Bot
from tests.wire.discord.weather.sky import STORM, Sky

NAMES = (
    "MESSAGE_CREATE", "MESSAGE_UPDATE", "THREAD_CREATE", "CHANNEL_UPDATE", "GUILD_MEMBER_REMOVE",
    "GUILD_ROLE_UPDATE", "INTERACTION_CREATE", "AUTO_MODERATION_ACTION_EXECUTION", "A_NEW_EVENT",
)  # fmt: skip
ODD: tuple[Any, ...] = (None, [], {}, 7, "text", {"id": None}, [[]], "9" * 40)
LONGEST_STORM_S, LONGEST_SHUT_S = 1.5, 1.0
CLOSINGS = (1000, 1001, 4000, 4007, 4009)


@dataclass(slots=True)
class Troubles:
    """One thing after another goes wrong."""

    wire: Wire
    sky: Sky
    bot: Bot
    chance: Random

    async def one(self) -> str:
        """Let something happen; what it was."""
        kinds: tuple[tuple[Callable[[], Awaitable[None]], int], ...] = (
            (self._drop, 4), (self._forget, 3), (self._reconnect, 2), (self._invalid, 2),
            (self._abort, 3), (self._shut, 2), (self._poison, 5), (self._storm, 3),
            (self._kill, 4), (self._restart, 1),
        )  # fmt: skip
        happens, weights = zip(*kinds, strict=True)
        (one,) = self.chance.choices(happens, weights)
        await one()
        return str(one.__name__).lstrip("_")

    async def _drop(self) -> None:
        await self.wire.gateway.drop(code=self.chance.choice(CLOSINGS))

    async def _forget(self) -> None:
        await self.wire.gateway.drop(resumable=False, code=self.chance.choice(CLOSINGS))

    async def _reconnect(self) -> None:
        await self._frame({"op": RECONNECT, "d": None})

    async def _invalid(self) -> None:
        """The session is invalid; whether it may be resumed, the client has to believe."""
        good = self.chance.random() < 0.5
        if not good:
            for session in list(self.wire.gateway.sessions.values()):
                self.wire.gateway.sessions.pop(session.id, None)
                await session.send({"op": INVALID, "d": False})
            return
        await self._frame({"op": INVALID, "d": True})

    async def _abort(self) -> None:
        """The network is cut: no closing frame."""
        await self.wire.gateway.abort()

    async def _shut(self) -> None:
        """The gateway takes nobody in, for a moment."""
        self.wire.gateway.shut = True
        await self.wire.gateway.abort()
        await asyncio.sleep(self.chance.uniform(0.0, LONGEST_SHUT_S))
        self.wire.gateway.shut = False

    async def _poison(self) -> None:
        """An event that nobody can read, of somebody who can be written to."""
        ben = self.wire.town.people["ben"].on(HERE).id
        room = room_named("#general", HERE).id
        raw: dict[str, Any] = {
            "id": "1", "guild_id": GUILD, "channel_id": room, "content": "odd", "type": 0,
            "author": {"id": ben, "username": "ben"}, "timestamp": "2026-01-05T09:00:00+00:00",
        }  # fmt: skip
        for name in self.chance.sample(sorted(raw), 3):
            raw[name] = self.chance.choice(ODD)
        told: Any = raw if self.chance.random() < 0.8 else self.chance.choice(ODD)
        await self.wire.gateway.dispatch(self.chance.choice(NAMES), told)

    async def _storm(self) -> None:
        self.sky.storm = self.chance.choice(STORM)
        await asyncio.sleep(self.chance.uniform(0.0, LONGEST_STORM_S))
        self.sky.storm = None

    async def _kill(self) -> None:
        await self.bot.end(signal.SIGKILL)
        await self.bot.start()

    async def _restart(self) -> None:
        await self.bot.end(signal.SIGTERM)
        await self.bot.start()

    async def _frame(self, frame: dict[str, Any]) -> None:
        for session in list(self.wire.gateway.sessions.values()):
            await session.send(frame)
