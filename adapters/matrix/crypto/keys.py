"""Keys by which others write to us: enough of them on the server, and one for when none is left.

nio takes a count of nothing for no count, and knows no fallback key: fifty claims by anybody would
make us unreachable for every new member. Source: shared facts, matrix, fault 4.
"""

import asyncio
from dataclasses import dataclass, field

from adapters.matrix.crypto import inside
from adapters.matrix.crypto.asking import ask, tell_devices
from adapters.matrix.crypto.inside import DurableClient
from adapters.matrix.gateway.errors import Refused
from adapters.matrix.keeping.kept import Kept
from adapters.matrix.payload import Payload, number_of, payload_of, texts_of

ENOUGH = 40
"""Of fifty: so few claims that each upload is worth its request, and far from none."""
SIGNED = "signed_curve25519"
UPLOAD, QUERY, CLAIM = (f"/_matrix/client/v3/keys/{what}" for what in ("upload", "query", "claim"))
ASKED_AGAIN_S = 5.0
"""Who could not be asked about is asked about again after this, not after each message."""


@dataclass(slots=True)
class Keys:
    """Keeps our own keys on the server, and learns those of others."""

    client: DurableClient
    kept: Kept
    _asked: dict[str, float] = field(default_factory=dict[str, float])
    _one: asyncio.Lock = field(default_factory=asyncio.Lock)

    async def publish_first(self) -> None:
        """Before anything else: without these nobody can write to this device.

        Once more where the homeserver forgot them: it does where our device was logged out.
        """
        if inside.is_shared(self.client) and not await self._is_known():
            inside.share_again(self.client)
        if not inside.is_shared(self.client):
            await self._publish(0, fallback=True)
        self.kept.keep_published()

    async def _is_known(self) -> bool:
        user = self.client.user_id
        answer = await ask(self.client, "POST", QUERY, {"device_keys": {user: list[str]()}})
        devices = payload_of(payload_of(answer.get("device_keys")).get(user))
        return self.client.device_id in devices

    async def after(self, answer: Payload) -> None:
        """Whatever an answer of sync makes due. Raises what asking raises."""
        counts = answer.get("device_one_time_keys_count")
        on_server = number_of(payload_of(counts).get(SIGNED)) or 0
        few = counts is not None and on_server < ENOUGH  # left out, it is as it was
        unused = answer.get("device_unused_fallback_key_types")
        spent = unused is not None and SIGNED not in texts_of(unused)
        if few or spent or inside.has_fallback(self.client):
            on_server = on_server if counts is not None else ENOUGH
            await self._publish(on_server, fallback=spent or inside.has_fallback(self.client))
        await self.mend()

    async def mend(self) -> None:
        """What became due meanwhile: devices that we do not know, ways to them that are broken."""
        async with self._one:
            await self._learn()
            await self._write_to_devices()

    async def _learn(self) -> None:
        """What devices people have, where that changed."""
        now = asyncio.get_running_loop().time()
        due = {
            one for one in self.client.users_for_key_query
            if now - self._asked.get(one, -ASKED_AGAIN_S) >= ASKED_AGAIN_S
        }  # fmt: skip
        if not due:
            return
        self._asked |= dict.fromkeys(due, now)
        body = {"device_keys": {one: list[str]() for one in due}}
        answer = await ask(self.client, "POST", QUERY, body)
        await inside.learned(self.client, due, answer)
        for one in due - self.client.users_for_key_query:
            self._asked.pop(one, None)

    async def _publish(self, on_server: int, *, fallback: bool) -> None:
        body = inside.keys_to_publish(self.client, on_server, fallback=fallback)
        try:
            answer = await ask(self.client, "POST", UPLOAD, body)
        except Refused as no:
            if no.status == 400:  # of a store that was restored: other keys have these names
                inside.discard_unpublished(self.client)
            raise
        await inside.published(self.client, answer)

    async def _write_to_devices(self) -> None:
        """Ways to devices that nio wants mended, and what it has to tell them."""
        if self.client.should_claim_keys:
            wanted = {
                user: dict.fromkeys(devices, SIGNED)
                for user, devices in self.client.get_users_for_key_claiming().items()
            }
            body = {"one_time_keys": wanted, "timeout": 10_000}
            await inside.claimed(self.client, await ask(self.client, "POST", CLAIM, body))
        await tell_devices(self.client)
