"""The whole product over a real Synapse: a clock that can be moved, and no waiting but for sync."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any, cast

from pydantic import SecretStr

from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.sending.wire import Wire
from adapters.matrix.space.offices import INSIDE
from adapters.memory.offices import set_up
from adapters.paging.nobody import NoDeadMan, NoPager
from bot.app.application import Application
from bot.app.content import Content
from bot.app.wiring import Outside
from bot.model.community import Community, Grant
from bot.model.events import AnyEvent
from bot.model.people import MessageRef, Platform, Role, Room, Target
from bot.ports.chat import Cursors, Receiver
from bot.ports.delivery import DeliveryKey, Later
from bot.settings import GivenSettings, MatrixSettings
from bot.ui.reply import Reply
from tests.wire.matrix.synapse import Synapse
from tests.wire.matrix.test_entering import WORDS

HERE = Platform.MATRIX
PATIENT_S = 10.0


@dataclass(slots=True)
class Shifted:
    """The real time, and as much more as was let pass."""

    by: timedelta = timedelta(0)

    def now(self) -> datetime:
        """The present moment."""
        return datetime.now(UTC) + self.by

    def elapsed(self) -> timedelta:
        """Since the machine began."""
        return timedelta(seconds=monotonic()) + self.by


@dataclass(slots=True)
class Noting:
    """The engine; events are of its time, and it is noted which are done."""

    engine: Receiver
    clock: Shifted
    done: list[str]

    async def receive(self, event: AnyEvent) -> Reply | None:
        """As the engine does."""
        try:
            return await self.engine.receive(replace(event, at=event.at + self.clock.by))
        finally:
            self.done.append(event.id)

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever the engine has
        """All else is the engine's own."""
        return getattr(self.engine, name)


class OnSynapse(MatrixPlatform):
    """The adapter itself, and that it has said all it wants to."""

    def __init__(self, settings: MatrixSettings, clock: Shifted) -> None:
        super().__init__(settings, clock, WORDS)
        self.shifted, self.done = clock, list[str]()

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """With each event noted."""
        noting = cast("Receiver", Noting(receiver, self.shifted, self.done))
        await super().start(noting, cursors)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The homeserver's clock was not moved."""
        return await super().find(to, key, since - self.shifted.by)

    @property
    def wire(self) -> Wire:
        """By which it says everything."""
        assert self._posts is not None
        return self._posts.wire

    async def settled(self) -> None:
        """Nothing is being said."""
        await self._lanes.settled()


@dataclass(slots=True)
class House:
    """`rooms` are the moderators', the one for vents, and the listeners'."""

    folder: Path
    content: Content
    matrix: MatrixSettings
    owner: str
    custodians: tuple[str, ...]
    rooms: Mapping[str, str]
    clock: Shifted = field(default_factory=Shifted)
    app: Application | None = None
    platform: OnSynapse | None = None
    _stack: AsyncExitStack = field(default_factory=AsyncExitStack)
    _is_set_up: bool = False

    async def starts(self) -> None:
        """Begin, or begin anew."""
        self.platform = OnSynapse(self.matrix, self.clock)
        settings = GivenSettings(
            database=self.folder / "p.db", keys=self.folder / "p.keys",
            owners=(f"matrix:{self.owner}",),
            custodians=tuple(f"matrix:{one}" for one in self.custodians), matrix=self.matrix,
        )  # fmt: skip
        outside = Outside({HERE: self.platform}, NoPager(), self.clock)
        app = Application(settings, self.content, outside, NoDeadMan())
        self.app = await self._stack.enter_async_context(app.running(background=False))
        if not self._is_set_up:
            await self._sets_up(app)
        await self.settles()

    async def stops(self) -> None:
        """In good order."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()
        self.app = self.platform = None

    async def _sets_up(self, app: Application) -> None:
        community, now = app.house.community, self.clock.now()

        async def armed() -> None:
            await community.change(lambda found: replace(self._wanted(found), armed_at=now))

        await app.house.store.unit("rehearsal", armed)
        self._is_set_up = True

    def _wanted(self, found: Community) -> Community:
        staff, listening = (INSIDE + self.rooms[one] for one in ("staff", "listening"))
        return replace(
            set_up(found), notice_rooms=(Room(HERE, self.rooms["talk"]),),
            grants=(
                Grant(Role.MODERATOR, HERE, staff), Grant(Role.LISTENER, HERE, listening),
            ),
        )  # fmt: skip

    async def settles(self) -> None:
        """Everything that is due is done, and said."""
        assert self.app is not None
        assert self.platform is not None
        for _ in range(2):
            await self.platform.settled()
            await self.app.tick()
            await self.app.drain()
        await self.platform.settled()

    async def handles(self, event: str) -> bool:
        """Wait until an event was taken in; whether that was soon."""
        assert self.platform is not None
        try:
            async with asyncio.timeout(PATIENT_S):
                while not any(event in one for one in self.platform.done[-50:]):  # noqa: ASYNC110 - it says nothing when done
                    await asyncio.sleep(0.01)
        except TimeoutError:
            return False
        return True


def settings_of(
    synapse: Synapse, folder: Path, bot: tuple[str, str], space: str, rooms: Mapping[str, str]
) -> MatrixSettings:
    """As they stand in the environment of a bot."""
    return MatrixSettings(
        homeserver=synapse.url, user=bot[0], password=SecretStr(bot[1]), folder=folder / "matrix",
        space=space, moderator_rooms=(rooms["staff"],), vent_rooms=(rooms["vent"],),
        unlimited=True,
    )  # fmt: skip
