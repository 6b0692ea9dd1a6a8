"""Invitations: private conversations are taken, and rooms that the settings name."""

import logging
from dataclasses import dataclass, field
from urllib.parse import quote

from adapters.matrix.gateway.errors import BROKEN, Refused
from adapters.matrix.here import Here
from adapters.matrix.payload import Payload, payload_of, payloads_of
from bot.crew import Crew

LOG = logging.getLogger(__name__)


@dataclass(slots=True)
class Invites:
    """Answers each once; one that could not be answered comes again with the next full sync."""

    here: Here
    crew: Crew
    _asked: set[str] = field(default_factory=set[str])
    _passed_over: set[str] = field(default_factory=set[str])

    def take(self, invited: Payload, ours: frozenset[str] = frozenset()) -> None:
        """Rooms that we are asked into; nobody waits for it. `ours` are so since now."""
        late: Payload = dict.fromkeys(self._passed_over & ours)
        self._passed_over |= set(invited) - self.here.rooms
        for room, told in {**late, **invited}.items():
            if room not in self._asked and (room in self.here.rooms or self._is_direct(told)):
                self._asked.add(room)
                self.crew.go(self._join(room))

    def _is_direct(self, told: object) -> bool:
        state = payloads_of(payload_of(payload_of(told).get("invite_state")).get("events"))
        return any(
            payload_of(one.get("content")).get("is_direct") is True
            for one in state
            if one.get("type") == "m.room.member" and one.get("state_key") == self.here.us
        )

    async def _join(self, room: str) -> None:
        try:
            await self.here.ask("POST", f"/_matrix/client/v3/join/{quote(room, safe='')}", {})
        except Refused as no:  # taken back meanwhile, or nobody is there any more
            LOG.info("an invitation could not be taken: %s", no)
        except BROKEN as broken:
            LOG.warning("an invitation could not be taken: %s", type(broken).__name__)
        finally:
            self._asked.discard(room)
