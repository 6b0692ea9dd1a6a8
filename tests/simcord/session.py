"""The adapter's client in simcord: no socket, the same parsers."""

import asyncio
from typing import Any

import discord
from simcord import _dpy_internals
from simcord.backend import serializers
from simcord.gateway import FakeGateway, FakeWebSocket

from adapters.discord.client import Gateway, Hears
from tests.simcord.model import Sim
from tests.simcord.requests import Requests
from tests.wire.discord.ids import APPLICATION, GUILD
from tests.wire.discord.objects import CONTENT, MEMBERS, flags


class Counted(FakeWebSocket):
    """simcord's socket; ours counts what it was told."""

    sequence = 0


class InProcess(Gateway):
    """One life of the connection, within this process."""

    def __init__(self, sim: Sim, hears: Hears, wanted: discord.Intents) -> None:
        super().__init__(hears, wanted)
        self.sim, self._ended = sim, asyncio.Event()
        self.requests = Requests(sim, asyncio.get_running_loop())
        _dpy_internals.install_http(self, self.requests)
        self._told = FakeGateway(sim, self._connection)

    async def connect(self, *, reconnect: bool = True) -> None:
        """A session, until it is dropped. Raises ConnectionResetError then."""
        del reconnect
        socket = Counted(self.sim, self._told)
        _dpy_internals.install_websocket(self, socket)
        self.sim.match()
        self._told.feed("READY", self._beginning())
        self.sim.subscribers.append(self._feed)
        guild = serializers.guild_create_payload(self.sim, self.sim.guild)
        self._told.feed("GUILD_CREATE", guild)
        await self._ended.wait()
        raise ConnectionResetError

    def drop(self) -> None:
        """The connection ends; what happens from now on is told to nobody."""
        if self._feed in self.sim.subscribers:
            self.sim.subscribers.remove(self._feed)
        self._ended.set()

    async def close(self) -> None:
        """The end."""
        self.drop()
        await super().close()

    def _feed(self, event: str, payload: Any) -> None:  # noqa: ANN401 - any JSON
        """Discord tells the nonce of what a bot posts; simcord leaves it out."""
        ours = event == "MESSAGE_CREATE" and self.sim.nonce
        self._told.feed(event, {**payload, "nonce": self.sim.nonce} if ours else payload)

    def _beginning(self) -> dict[str, Any]:
        """As Discord names guilds: unavailable, and told one by one. simcord names none."""
        return {
            "v": 10, "user": dict(serializers.user_payload(self.sim.bot_user)),
            "guilds": [{"id": GUILD, "unavailable": True}], "session_id": "simcord",
            "resume_gateway_url": "wss://simcord.invalid", "shard": [0, 1],
            "application": {"id": APPLICATION, "flags": flags(MEMBERS | CONTENT)},
        }  # fmt: skip
