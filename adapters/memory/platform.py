"""The adapter of one pretended platform: what the contract suite holds the real ones to, too."""

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

from adapters.memory.faults import REMEMBERS, abilities
from adapters.memory.places import room_named
from bot.model.events import AnyEvent, Attached, Said
from bot.model.people import MessageRef, Platform, Room, Target
from bot.ports.chat import Abilities, Receiver
from bot.ports.delivery import DeliveryKey, Later, Outcome
from bot.ports.lacks import Lacks
from bot.ports.survey import Survey
from bot.ui.reply import Reply

Deliver = Callable[[AnyEvent], Awaitable[Reply | None]]


class TownLink(Protocol):
    """The town as an adapter reaches it: directly, or over a socket."""

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something."""
        ...

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message shows."""
        ...

    async def find(self, to: Target, key: DeliveryKey, since: datetime) -> MessageRef | None:
        """Look into the history."""
        ...

    async def attach(self, platform: Platform, deliver: Deliver) -> None:
        """Begin to receive what happens."""
        ...

    async def detach(self, platform: Platform) -> None:
        """Receive no more."""
        ...

    async def missed(self, platform: Platform, cursors: Mapping[Room, int]) -> list[AnyEvent]:
        """What was said since these cursors."""
        ...

    async def show(self, event: AnyEvent, reply: Reply) -> None:
        """Show what an event that was missed is answered with."""
        ...

    async def ends(self, platform: Platform) -> Mapping[Room, int]:
        """The newest position of every room."""
        ...

    async def fetch(self, platform: Platform, one: Attached, most: int) -> bytes:
        """What came with a message."""
        ...

    async def survey(self, platform: Platform) -> Survey:
        """What the platform knows of itself."""
        ...


class TownPlatform:
    """One of the town's two platforms, spoken through a link."""

    def __init__(self, name: Platform, link: TownLink, remembers: timedelta = REMEMBERS) -> None:
        """`remembers` is how long the platform recognises a key; zero means never."""
        self._name = name
        self._link = link
        self._receiver: Receiver | None = None
        self._reached: dict[Room, int] = {}
        self._abilities = abilities(name, remembers)

    @property
    def name(self) -> Platform:
        """Which network this is."""
        return self._name

    @property
    def abilities(self) -> Abilities:
        """What it can show."""
        return self._abilities

    @property
    def lacks(self) -> Lacks:
        """The town keeps nothing from us."""
        return {}

    def moderator_rooms(self) -> tuple[Room, ...]:
        """The moderators' room."""
        return (room_named("#moderators", self._name),)

    def vent_rooms(self) -> tuple[Room, ...]:
        """The room for anonymous posts."""
        return (room_named("#vent", self._name),)

    async def survey(self) -> Survey:
        """Rooms, roles, and who runs it."""
        return await self._link.survey(self._name)

    async def start(self, receiver: Receiver, cursors: Mapping[Room, int]) -> None:
        """Hand over what was missed, then everything as it comes."""
        self._receiver = receiver
        self._reached = {room: at for room, at in cursors.items() if room.platform is self._name}
        if not self._reached:
            self._reached = dict(await self._link.ends(self._name))
            await receiver.begins_at(self._reached)
        await self._link.attach(self._name, self._take)
        await self.catch_up()

    async def stop(self) -> None:
        """Take no more events."""
        await self._link.detach(self._name)
        self._receiver = None

    async def catch_up(self) -> int:
        """Hand over what was missed; how many things that were."""
        events = await self._link.missed(self._name, self._reached)
        for event in events:
            reply = await self._take(event)
            if reply is not None:
                await self._link.show(event, reply)
        return len(events)

    async def fetch(self, one: Attached, most: int) -> bytes:
        """What came with a message."""
        return await self._link.fetch(self._name, one, most)

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something once."""
        return await self._link.post(to, what, key)

    def opens(self, to: Target) -> bool | None:
        """Nobody counts here."""
        del to
        return False

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message of ours shows."""
        return await self._link.edit(ref, what)

    async def find(
        self, to: Target, key: DeliveryKey, since: datetime
    ) -> MessageRef | Later | None:
        """The message that this key posted, if it did arrive."""
        return await self._link.find(to, key, since)

    async def _take(self, event: AnyEvent) -> Reply | None:
        """One event after another, as a room's history is."""
        if self._receiver is None:
            return None
        reply = await self._receiver.receive(event)
        if event.position is not None:
            self._reached[event.room] = max(event.position, self._reached.get(event.room, 0))
        if isinstance(event, Said) and event.direct and event.attached:
            return await self._receiver.gathered(event) or reply
        return reply
