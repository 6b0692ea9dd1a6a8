"""Sharing what seals: every device in a room has the key before anything is sealed with it."""

import asyncio
import logging
import secrets
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from adapters.matrix.crypto import inside, outbound
from adapters.matrix.crypto.asking import ask
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.crypto.keys import CLAIM, QUERY, SIGNED
from adapters.matrix.crypto.outbound import DeviceName
from adapters.matrix.payload import Payload

LOG = logging.getLogger(__name__)
TO_DEVICE = "/_matrix/client/v3/sendToDevice/m.room.encrypted/{}"
AT_ONCE = 50
"""Devices told in one request, and encrypted for without a pause."""
CLAIM_MS = 2_000
"""How long our homeserver may wait for those of others: nobody is helped later because somebody
else's is down."""
AGAIN_S = 60.0
"""A device that could not be reached is tried again after this, and a user who could not be asked
about: not before each message."""
TURNS = 5
Members = Callable[[str], Awaitable[frozenset[str]]]
"""Who is in a room or asked into it."""


@dataclass(slots=True)
class Sharing:
    """Seals for the devices of rooms, through one client. A room's keys are shared one by one."""

    client: DurableClient
    _locks: defaultdict[str, asyncio.Lock] = field(
        default_factory=lambda: defaultdict(asyncio.Lock)
    )
    _unasked: dict[str, float] = field(default_factory=dict[str, float])
    _unreached: dict[DeviceName, float] = field(default_factory=dict[DeviceName, float])

    async def sealed(self, room: str, members: Members, kind: str, content: Payload) -> Payload:
        """An event's content for everybody in a room. Raises what asking raises.

        Whose device cannot be reached now gets the key for what comes later, once it can be.
        `members` are asked for again where somebody came or went while this was under way.
        """
        async with self._locks[room]:
            session = await self._shared(room, await members(room))
            for _ in range(TURNS):
                if outbound.is_current(self.client, room, session):
                    break
                session = await self._shared(room, await members(room))
            return outbound.seal(self.client, session, room, kind, content)

    async def _shared(self, room: str, users: frozenset[str]) -> Any:  # noqa: ANN401 - nio's
        """What seals there, once every device that can be reached has its key."""
        await self._learn(users)
        devices = outbound.devices_in(self.client, users)
        session = outbound.session_of(self.client, room, devices)
        missing = {
            name: one for name, one in devices.items() if name not in outbound.readers(session)
        }
        await self._find_ways(missing)
        names = [name for name, one in missing.items() if outbound.has_way(self.client, one)]
        for start in range(0, len(names), AT_ONCE):
            told = names[start : start + AT_ONCE]
            await self._tell(room, session, [missing[name] for name in told])
            outbound.has_key(session, told)
        return session

    async def _tell(self, room: str, session: Any, devices: Sequence[Any]) -> None:  # noqa: ANN401
        messages = outbound.key_for(self.client, room, session, devices)
        path = TO_DEVICE.format(secrets.token_hex(16))
        await ask(self.client, "PUT", path, {"messages": messages})

    async def _learn(self, users: Iterable[str]) -> None:
        """What devices they have, where that is not known."""
        due = self._due(outbound.unlearned(self.client, users), self._unasked)
        if not due:
            return
        body = {"device_keys": {one: list[str]() for one in due}, "timeout": CLAIM_MS}
        answer = await ask(self.client, "POST", QUERY, body)
        await inside.learned(self.client, due, answer)
        self._note(due, outbound.unlearned(self.client, due), self._unasked)

    async def _find_ways(self, devices: Mapping[DeviceName, Any]) -> None:
        """A way to each device to which we know none."""
        without = {name for name, one in devices.items() if not outbound.has_way(self.client, one)}
        due = self._due(without, self._unreached)
        if not due:
            return
        wanted: dict[str, dict[str, str]] = {}
        for name in due:
            wanted.setdefault(name.user, {})[name.id] = SIGNED
        body = {"one_time_keys": wanted, "timeout": CLAIM_MS}
        await inside.claimed(self.client, await ask(self.client, "POST", CLAIM, body))
        left = {name for name in due if not outbound.has_way(self.client, devices[name])}
        self._note(due, left, self._unreached)
        if left:
            LOG.warning("devices that cannot be written to now: %d", len(left))

    def _due(self, wanted: set[Any], tried: Mapping[Any, float]) -> set[Any]:
        now = asyncio.get_running_loop().time()
        return {one for one in wanted if now - tried.get(one, -AGAIN_S) >= AGAIN_S}

    def _note(self, asked: set[Any], left: set[Any], tried: dict[Any, float]) -> None:
        """Who is still not known is asked for again after a while."""
        now = asyncio.get_running_loop().time()
        for one in asked:
            tried.pop(one, None)
        tried |= dict.fromkeys(left, now)
