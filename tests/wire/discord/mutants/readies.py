"""Sessions that begin with something wrong: what is said in and before them is heard."""

import asyncio
import json
from collections.abc import Callable, Generator, Iterable
from contextlib import contextmanager
from functools import partial
from random import Random
from types import ModuleType

from adapters.discord.gateway import client, connection, sessions
from adapters.memory.acts import Acts
from adapters.memory.clock import TownClock
from adapters.memory.places import room_named
from adapters.memory.town import Town
from tests.wire.discord.bot import HERE, on_wire
from tests.wire.discord.gateway import Session
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.mutants.changes import changed
from tests.wire.discord.objects import Json
from tests.wire.discord.server import Wire

WITHIN_S = 20.0
SOON: tuple[tuple[ModuleType, str, object], ...] = (
    (connection, "WAITS_S", (0.02,)),
    (client, "READY_WITHIN_S", 0.05),
    (client, "MOST_TRIES", 2),
    (sessions, "ARRIVES_WITHIN_S", 0.3),
)


class Spoiling(Wire):
    """Spoils the beginning of the next session, once."""

    def __init__(self, town: Town, chance: Random) -> None:
        super().__init__(town)
        self._chance, self.wrongly = chance, False

    def ready(self, session: Session) -> list[tuple[str, Json]]:
        """As ever, or with changes in READY, in the guild, or in both."""
        told = super().ready(session)
        if not self.wrongly:
            return told
        self.wrongly = False
        which = self._chance.randrange(1, 4)
        return [
            (name, json.loads(json.dumps(changed(one, self._chance))) if which & 1 << n else one)
            for n, (name, one) in enumerate(told)
        ]


async def begin(count: int, seed: int) -> list[str]:
    """Begin so many sessions wrongly; the texts that were not heard."""
    town = Town(TownClock())
    wire, hearer, acts = Spoiling(town, Random(seed)), Hearer(), Acts(town)  # noqa: S311 - no secrets
    # The library's own wait for guilds trips over that of the session before; ours does not.
    asyncio.get_running_loop().set_exception_handler(lambda _, __: None)
    general, lost = room_named("#general", HERE), list[str]()
    with _soon():
        async with wire.listening(), on_wire(wire) as bot:
            await bot.start(hearer, {})
            for number in range(count):
                wire.wrongly = True
                await wire.gateway.drop(resumable=False)
                said = f"missed {number}", f"and then {number}"
                await acts.says("ana", general, said[0])
                await _until(lambda: not wire.wrongly)
                await acts.says("ana", general, said[1])
                await _until(partial(_has, hearer, said))
                lost += [text for text in said if text not in hearer.said()]
    return lost


def _has(hearer: Hearer, said: tuple[str, ...]) -> bool:
    return {*said} <= {*hearer.said()}


async def _until(true: Callable[[], bool]) -> None:
    waited = 0.0
    while not true() and waited < WITHIN_S:
        await asyncio.sleep(0.01)
        waited += 0.01


@contextmanager
def _soon() -> Generator[None]:
    """What the adapter waits for in seconds takes a moment here."""
    held = [(where, name, getattr(where, name)) for where, name, _ in SOON]
    _set(SOON)
    try:
        yield
    finally:
        _set(held)


def _set(values: Iterable[tuple[ModuleType, str, object]]) -> None:
    for where, name, value in values:
        setattr(where, name, value)
