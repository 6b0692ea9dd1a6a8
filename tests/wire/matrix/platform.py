"""Our adapter on a real homeserver, as a town's platform: restarted as often as a story likes."""

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from pydantic import SecretStr

from adapters.matrix.listening import Listening
from adapters.matrix.platform import MatrixPlatform
from adapters.matrix.space.offices import Words
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Attached
from bot.model.people import MessageRef, Platform, Room, Target
from bot.ports.chat import Abilities, Cursors, Receiver
from bot.ports.delivery import DeliveryKey, Later, Outcome, Sent
from bot.ports.lacks import Lacks
from bot.ports.survey import Survey
from bot.settings import MatrixSettings
from bot.ui.reply import Reply
from tests.wire.matrix.between import Between
from tests.wire.matrix.cable import Cable
from tests.wire.matrix.hands import Hands, typed_by
from tests.wire.matrix.names import HERE, Names
from tests.wire.matrix.residence import BotAccount, Residence
from tests.wire.matrix.screens import Screens

PATIENT_S = 20.0
WORDS = Words("Admins", "Moderators", "Everybody", "In {room}")


@dataclass(slots=True)
class Scene:
    """What outlives a restart of the bot."""

    home: Residence
    town: Town
    bot: BotAccount
    cable: Cable
    folder: Path
    names: Names = field(init=False)
    hands: Hands = field(init=False)
    screens: Screens = field(init=False)
    told: int = 0
    """So many things of the town's history were done on the homeserver."""

    def __post_init__(self) -> None:
        self.names = Names(self.town.people)
        self.names.has(self.home.rooms)
        self.hands = Hands(self.home, self.town, self.names, self.bot)
        self.screens = Screens(self.home, self.town, self.names, self.hands, self.bot)

    async def forbid(self) -> None:
        """Where the town lets the bot write nothing, the homeserver does not, either."""
        here = (one for one in self.town.faults.forbidden if one.platform is HERE)
        await self.home.shuts(frozenset(one.name for one in here))

    def settings(self) -> MatrixSettings:
        """How the bot reaches its account."""
        return MatrixSettings(
            homeserver=self.cable.url, user=self.bot.id, token=SecretStr(self.bot.token),
            folder=self.folder, space=self.home.space, unlimited=True,
            moderator_rooms=(self.home.rooms["#moderators"],),
            vent_rooms=(self.home.rooms["#vent"],),
        )  # fmt: skip


class OnSynapse(MatrixPlatform):
    """The adapter itself, and what a test has to know: what it said, and that it is through."""

    def __init__(self, scene: Scene) -> None:
        super().__init__(scene.settings(), scene.town.clock, WORDS)
        self._scene = scene

    def _listening(self, receiver: Receiver) -> Listening:
        listening = super()._listening(receiver)
        posts, posted = self._posts, self._scene.screens.posted
        assert posts is not None
        before = posts.arrived

        def arrived(room: str, event: str, content: Mapping[str, object]) -> None:
            before(room, event, content)
            posted.append((room, event))

        posts.arrived = arrived
        return listening

    async def settled(self) -> None:
        """What it answers is said."""
        if self._posts is not None:
            async with asyncio.timeout(PATIENT_S):
                await self._lanes.settled()
                await self._posts.settled()


class InTown:
    """The adapter in the town's words; nothing else is between the engine and it."""

    def __init__(self, scene: Scene) -> None:
        self._scene, self.real = scene, OnSynapse(scene)
        self._names, self._between = scene.names, None

    _between: Between | None

    @property
    def name(self) -> Platform:
        """Which network this is."""
        return HERE

    @property
    def abilities(self) -> Abilities:
        """What it can show."""
        return self.real.abilities

    @property
    def lacks(self) -> Lacks:
        """What the homeserver keeps from us."""
        return self.real.lacks

    def moderator_rooms(self) -> tuple[Room, ...]:
        """The town's."""
        return tuple(map(self._names.in_town, self.real.moderator_rooms()))

    def vent_rooms(self) -> tuple[Room, ...]:
        """The town's."""
        return tuple(map(self._names.in_town, self.real.vent_rooms()))

    async def start(self, receiver: Receiver, cursors: Cursors) -> None:
        """Begin; what people said meanwhile stands on the homeserver by then, and is handled."""
        between = self._between = Between(receiver, self._names)
        out = self._scene.town.faults.out(HERE, self._scene.town.clock.now())
        sent = [] if out else await self.said_meanwhile()
        await self.real.start(between, {self._names.real(one): at for one, at in cursors.items()})
        self._scene.town.bots[HERE] = self._deliver
        self._scene.hands.is_up = True
        await self.through(*sent)

    async def said_meanwhile(self) -> list[str]:
        """People do what the town's history has, and the homeserver has not."""
        scene = self._scene
        found = sorted(
            (one for room, all_ in scene.town.history.items() for one in all_
             if room.platform is HERE and (one.position or 0) > scene.told),
            key=lambda one: one.position or 0,
        )  # fmt: skip
        sent = [await scene.hands.do(one) for one in found]
        scene.told = max([scene.told, *(one.position or 0 for one in found)])
        return sent

    async def stop(self) -> None:
        """Take no more."""
        self._scene.town.bots.pop(HERE, None)
        self._scene.hands.is_up = False
        await self.real.stop()
        await self._scene.screens.look()

    async def _deliver(self, event: AnyEvent) -> Reply | None:
        scene = self._scene
        shown = typed_by(scene.town, event.who.name, event.room)
        sent = await scene.hands.do(event, shown)
        scene.told = max(scene.told, event.position or 0)
        await self.through(sent)
        return None

    async def through(self, *sent: str) -> None:
        """These were handed over and handled, and what was answered is on screens."""
        between = self._between
        assert between is not None
        await self.until(lambda: between.handled.issuperset(sent) and not between.gathering)
        await self.settled()

    async def settled(self) -> None:
        """What it answers is said, and on screens."""
        await self.real.settled()
        await self._scene.screens.look()

    async def until(self, true: Callable[[], object]) -> None:
        """Wait for what the adapter does by itself."""
        async with asyncio.timeout(PATIENT_S):
            while not true():  # noqa: ASYNC110 - it says nothing when it is done
                await asyncio.sleep(0.005)

    async def lost(self) -> None:
        """The cable is cut, and the adapter knows it."""
        self._scene.cable.cut()
        listening = self.real.listening
        await self.until(lambda: listening is None or listening.connection.tries)

    async def back(self) -> None:
        """It is mended; what people said meanwhile is handled."""
        between = self._between
        assert between is not None
        sent, before = await self.said_meanwhile(), between.returns
        await self._scene.cable.mend()
        await self.until(lambda: between.returns > before)
        await self.through(*sent)

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message."""
        return await self.real.fetch(one, most)

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Say it, and have it read."""
        await self._scene.forbid()
        names = self._names
        outcome = await self.real.post(names.real_target(to), names.real_reply(what), key)
        return await self._read(outcome)

    async def _read(self, outcome: Outcome) -> Outcome:
        await self._scene.screens.look()
        if isinstance(outcome, Sent) and outcome.ref is not None:
            return Sent(self._names.ref(outcome.ref))
        return outcome

    def opens(self, to: Target) -> bool | None:
        """Whether a post there would begin a private conversation."""
        return self.real.opens(self._names.real_target(to))

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Say it otherwise, and have it read."""
        await self._scene.forbid()
        real = self._names.real_ref(ref)
        outcome = await self.real.edit(real, self._names.real_reply(what))
        if what.gone and isinstance(outcome, Sent):
            await self._scene.screens.gone(real.room.id, real.id)
        return await self._read(outcome)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """Look into the history."""
        found = await self.real.find(self._names.real_target(to), key, since)
        return self._names.ref(found) if isinstance(found, MessageRef) else found

    async def survey(self) -> Survey:
        """The space, in the town's words."""
        told = await self.real.survey()
        return self._names.survey(told, await self._scene.town.survey(HERE))
