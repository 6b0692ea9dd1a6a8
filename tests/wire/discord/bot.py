"""Our adapter on the wire, restarted as often as a test likes."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager

from pydantic import SecretStr

from adapters.discord.platform import DiscordPlatform, Words
from adapters.memory.places import room_named
from bot.model.people import Member, Platform
from bot.ports.chat import Cursors, Receiver
from bot.ports.survey import Survey
from bot.ports.time import Clock
from bot.settings import DiscordSettings
from tests.wire.discord.acts import Acting
from tests.wire.discord.gateway import Session
from tests.wire.discord.server import Wire

HERE = Platform.DISCORD
WORDS = Words("private", "I serve another community.")
PATIENT_S = 5.0
"""How long an answer is waited for before the sign of waiting; machines of tests are busy."""


class OnWire(DiscordPlatform):
    """The adapter itself, and what a test has to know of it: that it heard all, and handled it."""

    def __init__(
        self, wire: Wire, patience_s: float = PATIENT_S,
        other: Mapping[str, object] | None = None, clock: Clock | None = None,
    ) -> None:  # fmt: skip
        """`clock` is that of its machine, where it is another one than Discord's."""
        settings = settings_of(wire).model_copy(update=other)
        self._clock = clock or wire.town.clock
        super().__init__(settings, self._clock, WORDS, patience_s)
        self._wire, self._runs = wire, False

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Begin, or begin anew."""
        await self.stop()
        self._runs = True
        await super().start(receiver, cursors)
        self._wire.town.bots[HERE] = Acting(self._wire.state, self.handled, receiver.menu).deliver

    async def stop(self) -> None:
        """End, if it runs."""
        self._wire.town.bots.pop(HERE, None)
        if self._runs:
            self._runs = False
            await super().stop()

    @property
    def clock(self) -> Clock:
        """That of its machine: the town's, where it is right."""
        return self._clock

    @property
    def people(self) -> list[Member]:
        """Everybody's account here."""
        return [one.on(HERE) for one in self._wire.town.people.values()]

    @property
    def asked(self) -> list[tuple[str, str]]:
        """Every request so far: its method and path."""
        return self._wire.asked

    def forget_echoes(self) -> None:
        """As after a restart: of what was posted only the history knows."""
        self._posts.forget_echoes()

    def forget_turns(self) -> None:
        """As after a restart: of an interaction only its token is known."""
        self._desk._turns.clear()  # pyright: ignore[reportPrivateUsage]

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for something that the adapter does by itself."""
        async with asyncio.timeout(PATIENT_S):
            while not true():  # noqa: ASYNC110 - it says nothing when it is done
                await asyncio.sleep(0.01)

    async def mirrored(self) -> None:
        """AutoMod's rules were looked through after an arrival. `asked` is to be empty before."""
        await self.until(lambda: any(path.endswith("/rules") for _, path in self.asked))
        async with self._automod.turn:
            pass

    async def reconnected(self) -> None:
        """The network is back."""
        await connect_anew(self)

    async def survey(self) -> Survey:
        """The guild as the town is now."""
        await self._wire.tell_of_rooms()
        await self._up_to_date()
        return await super().survey()

    async def handled(self) -> None:
        """Everything that the gateway told was heard and handled."""
        await self._up_to_date()
        await self.settled()

    async def _up_to_date(self) -> None:
        for session in list(self._wire.gateway.sessions.values()):
            while self._lags(session):  # noqa: ASYNC110 - the library tells nobody how far it is
                await asyncio.sleep(0.001)

    def _lags(self, session: Session) -> bool:
        return session.socket is not None and self.heard < session.sequence


async def connect_anew(bot: DiscordPlatform) -> None:
    """At once, where the adapter would wait a little longer."""
    bot.sessions.arrived.clear()
    await bot.connection.stop()
    bot.connection.start()
    await bot.sessions.arrived.wait()


def settings_of(wire: Wire) -> DiscordSettings:
    """How the bot reaches the wire."""
    return DiscordSettings(
        token=SecretStr(wire.token), api_base=wire.api, gateway_url=wire.socket,
        moderator_rooms=(int(room_named("#moderators", HERE).id),),
        vent_rooms=(int(room_named("#vent", HERE).id),), members=True,
    )  # fmt: skip


@asynccontextmanager
async def on_wire(
    wire: Wire, patience_s: float = PATIENT_S, *, automod: bool = False
) -> AsyncGenerator[OnWire, None]:
    """The adapter until left; nothing is connected yet."""
    platform = OnWire(wire, patience_s, {"automod": automod})
    try:
        yield platform
    finally:
        await platform.stop()
