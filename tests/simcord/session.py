"""The adapter's client in simcord: no socket, the same parsers."""

import asyncio
from collections.abc import Mapping
from typing import Any

import discord
from simcord import _dpy_internals
from simcord.backend import serializers
from simcord.gateway import FakeGateway, FakeWebSocket

from adapters.discord.gateway.client import Gateway, Hears
from tests.simcord.model import Sim
from tests.simcord.requests import Requests
from tests.wire.discord.ids import APPLICATION, BOT, GUILD
from tests.wire.discord.objects import CONTENT, MEMBERS, flags


class InProcess(Gateway):
    """One life of the connection, within this process."""

    def __init__(self, sim: Sim, hears: Hears, wanted: discord.Intents) -> None:
        super().__init__(hears, wanted)
        self._sim, self._ended = sim, asyncio.Event()
        _dpy_internals.install_http(self, Requests(sim))
        self._teller = FakeGateway(sim, self._connection)

    async def connect(self, *, reconnect: bool = True) -> None:
        """A session, until it is dropped. Raises ConnectionResetError then."""
        del reconnect
        _dpy_internals.install_websocket(self, FakeWebSocket(self._sim, self._teller))
        self._sim.match()
        self._teller.feed("READY", self._beginning())
        self._sim.subscribers.append(self._told)
        guild = serializers.guild_create_payload(self._sim, self._sim.guild)
        self._teller.feed("GUILD_CREATE", guild)
        await self._ended.wait()
        raise ConnectionResetError

    def drop(self) -> None:
        """The connection ends; what happens from now on is told to nobody."""
        if self._told in self._sim.subscribers:
            self._sim.subscribers.remove(self._told)
        self._ended.set()

    async def close(self) -> None:
        """The end."""
        self.drop()
        await super().close()

    def _told(self, event: str, payload: Mapping[str, Any]) -> None:
        """Discord tells the nonce of what a bot posts; simcord leaves it out."""
        nonce = self._sim.sent.get("nonce") if event == "MESSAGE_CREATE" else None
        self._teller.feed(event, {**payload, "nonce": nonce} if nonce else payload)

    def _beginning(self) -> dict[str, Any]:
        """As Discord names guilds: unavailable, and told one by one. simcord names none."""
        return {
            "v": 10, "user": {"id": BOT, **serializers.user_payload(self._sim.bot_user)},
            "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "simcord",
            "resume_gateway_url": "wss://simcord.invalid", "shard": [0, 1],
            "application": {"id": APPLICATION, "flags": flags(MEMBERS | CONTENT)},
        }  # fmt: skip
