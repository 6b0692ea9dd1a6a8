"""A state machine over the whole bot in the town: every step is something a person does."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeVar

from hypothesis.stateful import RuleBasedStateMachine, invariant

from adapters.memory.ledger import Shown
from adapters.memory.script import step_of
from adapters.sql.house import House
from adapters.sql.opening import open_ring, renew_master
from adapters.sql.reseal import reseal
from bot.app.rehearsal import Rehearsal
from bot.model.people import Platform
from bot.ui.form import Form
from bot.ui.reply import Button
from tests.contracts.houses import running
from tests.loaded import loaded

T = TypeVar("T")
Work = Callable[[], Awaitable[Any]]
IN_MEMORY = Path("/dev/shm")  # noqa: S108 - a disk in memory where there is one: speed, no secrets


class Host:
    """One task in which everything of a town happens: its task groups know no other."""

    def __init__(self) -> None:
        """Begin to wait for work."""
        self._loop = asyncio.new_event_loop()
        self._work: asyncio.Queue[tuple[Work, asyncio.Future[Any]] | None] = asyncio.Queue()
        self._task = self._loop.create_task(self._serve())

    def run(self, work: Callable[[], Awaitable[T]]) -> T:
        """Do it there, and wait for what comes of it."""
        done: asyncio.Future[T] = self._loop.create_future()
        self._work.put_nowait((work, done))
        return self._loop.run_until_complete(done)

    def close(self) -> None:
        """No more work."""
        self._work.put_nowait(None)
        self._loop.run_until_complete(self._task)
        self._loop.run_until_complete(self._loop.shutdown_asyncgens())
        self._loop.close()

    async def _serve(self) -> None:
        while (given := await self._work.get()) is not None:
            work, done = given
            try:
                done.set_result(await work())
            except Exception as broken:  # noqa: BLE001 - raised again where the work was given
                done.set_exception(broken)


class Townsfolk(RuleBasedStateMachine):
    """A town with a running bot on real files; `steps` counts what all machines of a class did."""

    steps = 0

    def __init__(self) -> None:
        """Open the town."""
        super().__init__()
        self.folder = TemporaryDirectory(dir=IN_MEMORY if IN_MEMORY.is_dir() else None)
        self.host = Host()
        database = Path(self.folder.name) / "porchlight.db"
        self.town = Rehearsal(database, content=loaded())
        self.looked_at = 0
        self.host.run(self.town.start)
        self.says("mo #moderators: /duty on")

    def teardown(self) -> None:
        """Close it."""
        self.host.run(self.town.stop)
        self.host.close()
        self.folder.cleanup()

    @property
    def house(self) -> House:
        """The rows of the bot that runs now."""
        assert self.town.app is not None
        return self.town.app.house

    def says(self, line: str) -> None:
        """A line as in a script."""
        step = step_of(line)
        assert step is not None
        self.host.run(lambda: self.town.take(step))

    def waits(self, by: timedelta) -> None:
        """Time passes, and whatever falls due in it happens."""
        self.host.run(lambda: self.town.wait(by))

    def jumps(self, by: timedelta) -> None:
        """The same for long times, as if the machine had slept."""
        self.town.clock.advance(by)
        self.host.run(self.town.settle)

    def fresh(self) -> list[Shown]:
        """What appeared since this was asked last."""
        entries = self.town.town.ledger.entries
        found, self.looked_at = entries[self.looked_at :], len(entries)
        return found

    def buttons(self, name: str, action: str) -> list[tuple[Shown, Button]]:
        """Every button of this action that this person was ever shown, oldest first."""
        return [
            (shown, button)
            for shown in self.town.town.ledger.entries
            if name in shown.screen
            for button in shown.buttons
            if button.action == action
        ]

    def presses(
        self, name: str, shown: Shown, button: Button, answer: Callable[[Form], dict[str, str]]
    ) -> None:
        """Press a button, however old, and fill in the form that it opens."""
        self.host.run(lambda: self._press(name, shown, button, answer))

    async def _press(
        self, name: str, shown: Shown, button: Button, answer: Callable[[Form], dict[str, str]]
    ) -> None:
        room = shown.where
        assert room is not None
        self.town.clock.advance(timedelta(seconds=1))
        reply = await self.town.acts._press(name, room, button, "1", None)  # pyright: ignore[reportPrivateUsage] # an old button
        if reply is not None and reply.form is not None:
            await self.town.acts.fills(name, room, reply.form, answer(reply.form))
        await self.town.settle()

    def restarts(self) -> None:
        """The bot stops and starts again."""
        self.host.run(self._again)

    def rotates(self, *, master: bool) -> None:
        """The bot stops, everything is sealed again under new keys, and it starts."""
        self.host.run(lambda: self._again(lambda: self._rotate(master=master)))

    async def _again(self, between: Callable[[], Coroutine[Any, Any, None]] | None = None) -> None:
        await self.town.stop()
        if between is not None:
            await between()
        await self.town.start()

    async def _rotate(self, *, master: bool) -> None:
        settings = self.town.settings
        ring = await open_ring(settings.keys, None, make=False)
        house = await House.open(settings.database, ring, self.town.clock)
        async with running(house):
            await reseal(house)
            if master:
                await renew_master(settings.keys, ring)

    def ids(self, name: str) -> list[str]:
        """Every id of a person."""
        return [one.id for one in self.town.town.people[name].accounts.values()]

    @invariant()
    def counted(self) -> None:
        """One more step."""
        type(self).steps += 1


PLATFORMS = tuple(Platform)
