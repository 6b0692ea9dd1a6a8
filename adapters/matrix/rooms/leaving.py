"""Leaving private rooms in which nobody is left. They are not forgotten: they can still be read."""

import logging
from dataclasses import dataclass
from urllib.parse import quote

from adapters.matrix.crypto.client import people_in
from adapters.matrix.gateway.errors import BROKEN
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of
from adapters.matrix.rooms.company import MEMBER, told_of
from bot.crew import Crew

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Leaving:
    """Looks where somebody's membership changed."""

    here: Here
    crew: Crew

    def take(self, answer: Payload) -> None:
        """Nobody waits for it; what was said there is in the answer, or in its past."""
        joined = payload_of(payload_of(answer.get("rooms")).get("join"))
        for room, told in joined.items():
            if any(raw.get("type") == MEMBER for raw in told_of(told)) and self._is_empty(room):
                self.crew.go(self._leave(room))

    def _is_empty(self, room: str) -> bool:
        client = self.here.client
        alone = client is not None and people_in(client, room) == 1
        return alone and not self.here.is_ours(room) and self.here.company.is_private(room, 0)

    async def _leave(self, room: str) -> None:
        try:
            await self.here.ask(
                "POST", f"/_matrix/client/v3/rooms/{quote(room, safe='')}/leave", {}
            )
        except BROKEN as broken:  # it is tried again after the next start
            LOG.info("an empty room could not be left: %s", type(broken).__name__)
