"""Who is not let in says so once and waits; the wire splits sessions as Discord does."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import aiohttp
import pytest

from adapters.discord.gateway import connection, sessions
from bot.app.content import Content
from bot.app.discord_checkup import ask_discord
from bot.ports.lacks import REFUSALS, Lack
from bot.settings import GivenSettings
from tests.wire.discord.bot import settings_of
from tests.wire.discord.hearer import Hearer
from tests.wire.discord.ids import GUILD
from tests.wire.discord.scene import Scene
from tests.wire.discord.server import Wire

CLOSES = {
    4004: Lack.ENTRY, 4010: Lack.TERMS, 4011: Lack.CROWD, 4012: Lack.TERMS, 4013: Lack.TERMS,
}  # fmt: skip
OURS = (int(GUILD) >> 22) % 2


@pytest.fixture(autouse=True)
def hurried(monkeypatch: pytest.MonkeyPatch) -> None:
    """The start waits less for a guild that does not come, and a life less for the next one."""
    monkeypatch.setattr(sessions, "ARRIVES_WITHIN_S", 0.3)
    monkeypatch.setattr(connection, "WAITS_S", (0.01,))


@pytest.mark.parametrize(("code", "lack"), CLOSES.items())
async def test_what_discord_ends_for_good_is_known_and_tried_again_without_haste(
    scene: Scene, monkeypatch: pytest.MonkeyPatch, code: int, lack: Lack
) -> None:
    scene.wire.gateway.closes_with = code
    await scene.bot.start(Hearer(), {})
    await scene.bot.until(lambda: scene.bot.lacks.get(lack))
    assert [one for one in REFUSALS if scene.bot.lacks[one]] == [lack]
    await asyncio.sleep(0.3)  # thirty lives, at the pace of those that end otherwise
    assert scene.wire.gateway.identified == 1
    await scene.bot.stop()
    monkeypatch.setattr(connection, "SHUT_OUT_S", 0.01)
    await scene.bot.start(Hearer(), {})
    await scene.bot.until(lambda: scene.wire.gateway.identified > 2)
    scene.wire.gateway.closes_with = None
    await scene.bot.until(lambda: not scene.bot.lacks[lack])


async def test_another_reason_takes_the_place_of_the_first(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "SHUT_OUT_S", 0.01)
    scene.wire.gateway.closes_with = 4004
    await scene.bot.start(Hearer(), {})
    await scene.bot.until(lambda: scene.bot.lacks.get(Lack.ENTRY))
    scene.wire.gateway.closes_with = None
    scene.wire.state.shards = 2
    await scene.bot.until(lambda: scene.bot.lacks[Lack.CROWD])
    assert not scene.bot.lacks[Lack.ENTRY]


async def test_privileged_intents_are_given_up_one_by_one_and_then_nothing_spins(
    scene: Scene,
) -> None:
    scene.wire.gateway.closes_with = 4014
    await scene.bot.start(Hearer(), {})
    await scene.bot.until(lambda: scene.bot.lacks.get(Lack.TERMS))
    tried = scene.wire.gateway.identified
    await asyncio.sleep(0.3)
    assert scene.wire.gateway.identified == tried <= 3  # with both, with one, with none


async def test_the_doctor_says_that_a_token_belongs_to_a_bot_of_many_servers(
    scene: Scene, content: Content
) -> None:
    scene.wire.state.shards = 2
    asked = GivenSettings(discord=settings_of(scene.wire))
    (said,) = await ask_discord(asked, content.texts.into("en"), scene.bot.clock)
    assert "in very many servers" in said


@asynccontextmanager
async def identified(
    wire: Wire, **more: object
) -> AsyncGenerator[aiohttp.ClientWebSocketResponse, None]:
    """A session of nobody in particular."""
    async with aiohttp.ClientSession() as http, http.ws_connect(wire.socket) as socket:
        await socket.receive_json()
        told: dict[str, object] = {"token": wire.token, "intents": 1, **more}
        await socket.send_json({"op": 2, "d": told})
        yield socket


async def heard(socket: aiohttp.ClientWebSocketResponse, last: str) -> list[dict[str, Any]]:
    """What a session is told, up to an event of this name."""
    found: list[dict[str, Any]] = []
    while not found or found[-1]["t"] != last:
        found.append(await socket.receive_json(timeout=5.0))
    return found


@pytest.mark.parametrize(
    ("more", "code"),
    [
        ({}, 4011),
        ({"shard": [0, 1]}, 4011),
        ({"shard": [2, 2]}, 4010),
        ({"shard": [-1, 2]}, 4010),
        ({"shard": [0, 2], "token": "another"}, 4004),
        ({"shard": [0, 2], "intents": 1 << 30}, 4013),
    ],
)
async def test_the_wire_refuses_as_discord_does(
    scene: Scene, more: dict[str, object], code: int
) -> None:
    scene.wire.state.shards = 2
    async with identified(scene.wire, **more) as socket:
        await socket.receive(timeout=5.0)
        assert socket.close_code == code


async def test_a_guild_is_heard_on_its_own_shard_and_private_messages_on_the_first(
    scene: Scene,
) -> None:
    scene.wire.state.shards = 2
    async with (
        identified(scene.wire, shard=[0, 2]) as first,
        identified(scene.wire, shard=[1, 2]) as second,
    ):
        shards = (first, second)
        arrived = [(await heard(one, "READY"))[0]["d"] for one in shards]
        assert [one["shard"] for one in arrived] == [[0, 2], [1, 2]]
        assert [bool(one["guilds"]) for one in arrived] == [OURS == 0, OURS == 1]
        await scene.wire.gateway.dispatch("CHANNEL_CREATE", {"guild_id": GUILD})
        await scene.wire.gateway.dispatch("MESSAGE_CREATE", {"content": "in private"})
        for number, guild in enumerate((GUILD, str(int(GUILD) + (1 << 22)))):
            end = {"guild_id": guild, "number": number}
            await scene.wire.gateway.dispatch("TYPING_START", end)
        told = [
            {event["t"] for event in await heard(one, "TYPING_START")} - {"GUILD_CREATE"}
            for one in shards
        ]
    assert "CHANNEL_CREATE" in told[OURS]
    assert "CHANNEL_CREATE" not in told[1 - OURS]
    assert "MESSAGE_CREATE" in told[0]
    assert "MESSAGE_CREATE" not in told[1]
