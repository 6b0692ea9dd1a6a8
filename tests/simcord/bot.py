"""Our adapter in simcord's world, restarted as often as a test likes."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager

from pydantic import SecretStr
from simcord.backend.cdn import CDN_BASE

from adapters.discord.gateway.client import Gateway
from adapters.discord.platform import DiscordPlatform
from adapters.discord.reading.files import CDN, address_of
from adapters.memory.places import room_named
from adapters.memory.town import Town
from bot.model.events import Attached
from bot.ports.chat import Cursors, Receiver
from bot.ports.pictures import Unfit
from bot.ports.survey import Survey
from bot.settings import DiscordSettings
from tests.simcord.acts import SimActing
from tests.simcord.model import Sim
from tests.simcord.screens import Json
from tests.simcord.session import InProcess
from tests.wire.discord.bot import PATIENT_S, WORDS, connect_anew
from tests.wire.discord.state import HERE, State

HOST = CDN_BASE.removeprefix("https://")
SETTINGS = DiscordSettings(
    token=SecretStr("a-token"), members=True,
    moderator_rooms=(int(room_named("#moderators", HERE).id),),
    vent_rooms=(int(room_named("#vent", HERE).id),),
)  # fmt: skip


class InSim(DiscordPlatform):
    """The adapter itself; its client is within simcord."""

    def __init__(self, sim: Sim, other: Mapping[str, object] | None = None) -> None:
        super().__init__(SETTINGS.model_copy(update=other), sim.town.clock, WORDS, PATIENT_S)
        self.sim, self._runs = sim, False

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Begin, or begin anew."""
        await self.stop()
        self._runs = True
        await super().start(receiver, cursors)
        self.sim.town.bots[HERE] = SimActing(self.sim, self.settled, receiver.menu).deliver

    async def stop(self) -> None:
        """End, if it runs."""
        self.sim.town.bots.pop(HERE, None)
        if self._runs:
            self._runs = False
            await super().stop()

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message; simcord has no network to load it over."""
        address_of(one.handle.replace(HOST, CDN), None)
        found = self.sim.cdn.get(one.handle)
        if not found or len(found) > most:
            message = "there is no such file, or it is too large"
            raise Unfit(message)
        return found

    def drop(self) -> None:
        """The connection is cut."""
        if isinstance(client := self.connection.client, InProcess):
            client.drop()

    async def reconnected(self) -> None:
        """The network is back."""
        await connect_anew(self)

    async def survey(self) -> Survey:
        """The guild as the town is now."""
        self.sim.match()
        for number in self.sim.guild.channel_ids:
            self.sim.announce_channel_update(number)
        return await super().survey()

    def _client(self) -> Gateway:
        client = InProcess(self.sim, self.sessions.hear, self._allowed.intents())
        client.arrives, client.lost = self._arrives, self.sessions.lost
        self._here.client = client
        return client


def sim_over(town: Town) -> Sim:
    """Discord as simcord has it, over a town; whatever people write there stands in its history."""
    sim = Sim(State(town, nobody_is_told))
    town.ledger.watch = sim.keep
    return sim


async def nobody_is_told(name: str, payload: Json) -> None:
    """Nobody listens at the wire's gateway."""
    del name, payload


@asynccontextmanager
async def in_sim(town: Town) -> AsyncGenerator[InSim, None]:
    """The adapter until left; nothing is connected yet."""
    platform = InSim(sim_over(town))
    try:
        yield platform
    finally:
        await platform.stop()
