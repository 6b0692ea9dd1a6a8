"""The town reached directly, in the same process."""

from collections.abc import Mapping
from datetime import datetime

from adapters.memory.platform import Deliver
from adapters.memory.town import Town
from bot.model.events import AnyEvent, Attached
from bot.model.people import MessageRef, Platform, Room, Target
from bot.ports.delivery import DeliveryKey, Outcome
from bot.ports.survey import Survey
from bot.ui.reply import Reply


class LocalLink:
    """A link without a wire."""

    def __init__(self, town: Town) -> None:
        """Reach this town."""
        self._town = town

    async def post(self, to: Target, what: Reply, key: DeliveryKey) -> Outcome:
        """Show something."""
        return await self._town.post(to, what, key)

    async def edit(self, ref: MessageRef, what: Reply) -> Outcome:
        """Replace what a message shows."""
        return await self._town.edit(ref, what)

    async def find(self, to: Target, key: DeliveryKey, since: datetime) -> MessageRef | None:
        """Look into the history."""
        return await self._town.find(to, key, since)

    async def attach(self, platform: Platform, deliver: Deliver) -> None:
        """Begin to receive what happens."""
        self._town.bots[platform] = deliver

    async def detach(self, platform: Platform) -> None:
        """Receive no more."""
        self._town.bots.pop(platform, None)

    async def missed(self, platform: Platform, cursors: Mapping[Room, int]) -> list[AnyEvent]:
        """What was said since these cursors."""
        return self._town.missed(platform, cursors)

    async def show(self, event: AnyEvent, reply: Reply) -> None:
        """Show what an event that was missed is answered with."""
        self._town.show_reply(event, reply, event.who.name)

    async def ends(self, platform: Platform) -> Mapping[Room, int]:
        """The newest position of every room."""
        return self._town.ends(platform)

    async def fetch(self, platform: Platform, one: Attached, most: int) -> bytes:
        """What came with a message."""
        return await self._town.fetch(platform, one.handle, most)

    async def survey(self, platform: Platform) -> Survey:
        """What the platform knows of itself."""
        return await self._town.survey(platform)
