"""The engine as the adapter sees it in a story: told in the town's words."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from adapters.matrix.space.offices import ADMINS, MODERATORS
from adapters.memory import places
from bot.model.events import AnyEvent, Said
from bot.model.people import Platform, Role
from bot.ports.chat import Cursors, Receiver
from bot.ports.menu import Entry, Typing
from bot.ports.mirror import Mirror
from bot.ui.form import Choice
from bot.ui.reply import Reply
from tests.wire.matrix.names import HERE, Names

OFFICES = {
    places.office_id(places.MODERATORS, HERE): MODERATORS,
    places.office_id(places.ADMINS, HERE): ADMINS,
}
"""Who is called by a role of the town: those who have its power in the space."""


class Between:
    """The engine as the adapter sees it: told in the town's words, and who waits hears when."""

    def __init__(self, inner: Receiver, names: Names) -> None:
        self._inner, self._names = inner, names
        self.handled: set[str] = set()
        self.gathering: set[str] = set()
        self.returns = 0

    async def receive(self, event: AnyEvent) -> Reply | None:
        """In the town; done when this returns."""
        if isinstance(event, Said) and event.direct and event.attached:
            self.gathering.add(event.id)
        reply = await self._inner.receive(self._names.event(event))
        self.handled.add(str(event.id).split(":")[1])
        return reply

    async def gathered(self, event: Said) -> Reply | None:
        """As above."""
        told = self._names.event(event)
        assert isinstance(told, Said)
        try:
            return await self._inner.gathered(told)
        finally:
            self.gathering.discard(event.id)

    def is_urgent(self, event: Said) -> bool:
        """A text is what it is anywhere."""
        return self._inner.is_urgent(event)

    async def receive_early(self, event: Said) -> Reply | None:
        """In the town."""
        told = self._names.event(event)
        assert isinstance(told, Said)
        return await self._inner.receive_early(told)

    async def begins_at(self, positions: Cursors) -> None:
        """By the town's rooms."""
        await self._inner.begins_at({self._names.in_town(one): at for one, at in positions.items()})

    async def returned(self, platform: Platform, since: datetime, read: int) -> None:
        """And so much for an outage."""
        await self._inner.returned(platform, since, read)
        self.returns += 1

    def turn(self, platform: Platform) -> timedelta:
        """As it is."""
        return self._inner.turn(platform)

    def menu(self) -> Sequence[Entry]:
        """As it is."""
        return self._inner.menu()

    def suggestions(self, typing: Typing) -> Sequence[Choice]:
        """As they are."""
        return self._inner.suggestions(typing)

    def roles(self, platform: Platform, gives: Role) -> Sequence[str]:
        """Those of the space that are the town's."""
        return [OFFICES.get(one, one) for one in self._inner.roles(platform, gives)]

    async def mirror(self, platform: Platform) -> Mirror:
        """As it is."""
        return await self._inner.mirror(platform)
