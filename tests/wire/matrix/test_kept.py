"""What must last is there again after a restart; what is lost or broken is one clear sentence."""

import asyncio
import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pydantic import SecretStr

from adapters.matrix.gateway.anew import begin_anew
from adapters.matrix.gateway.errors import Unusable
from adapters.matrix.keeping.kept import DEVICE, KEY, SEEDS, STORE
from adapters.matrix.keeping.pins import pins_in
from tests.wire.matrix.bot import Bot
from tests.wire.matrix.conftest import Arrives
from tests.wire.matrix.synapse import Synapse

QUERY = "/_matrix/client/v3/keys/query"


async def began(bot: Bot) -> Path:
    """The folder of a bot that was there once."""
    await bot.starts()
    await bot.stops()
    return bot.folder


async def refused(bot: Bot, saying: str) -> None:
    """The start says one sentence, and publishes nothing."""
    with pytest.raises(Unusable, match=r"\A[^\n]+\.\Z") as told:
        await bot.starts()
    assert saying in str(told.value)


async def test_all_of_it_is_for_the_bot_alone(bot: Bot) -> None:
    folder = await began(bot)
    files = sorted(one for one in folder.iterdir() if one.is_file())
    assert {DEVICE, KEY, SEEDS, STORE} <= {one.name for one in files}
    assert {one.stat().st_mode & 0o777 for one in files} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700


async def test_the_store_opens_with_no_key_that_anybody_knows(bot: Bot) -> None:
    folder = await began(bot)
    key = (folder / KEY).read_text("utf-8")
    assert len(key) == 64
    assert key != "DEFAULT_KEY"
    (folder / KEY).write_text("DEFAULT_KEY", "utf-8")
    await refused(bot, "is damaged")
    (folder / KEY).write_text("0" * 64, "utf-8")
    await refused(bot, "does not open")
    (folder / KEY).unlink()
    await refused(bot, "is gone")


async def test_the_device_and_its_identity_stay(
    synapse: Synapse, bot: Bot, arrives: Arrives
) -> None:
    ana = await arrives("ana")

    def published() -> object:
        asked = {"device_keys": {bot.id: list[str]()}}
        told = synapse.ask("POST", QUERY, asked, ana.client.access_token)
        return [told[one][bot.id] for one in ("device_keys", "master_keys", "self_signing_keys")]

    await began(bot)
    first = published()
    await began(bot)
    assert published() == first


@pytest.mark.parametrize("how", ["gone", "empty", "words", "another"])
async def test_seeds_that_are_lost_or_broken_stop_the_start(bot: Bot, how: str) -> None:
    seeds = await began(bot) / SEEDS
    match how:
        case "gone":
            seeds.unlink()
            await refused(bot, "are gone")
        case "empty":
            seeds.write_bytes(b"")
            await refused(bot, "is damaged")
        case "words":
            seeds.write_text('{"master": "x"}', "utf-8")
            await refused(bot, "is damaged")
        case _:
            told = json.loads(seeds.read_bytes())
            told["master"] = "11" * 32
            seeds.write_text(json.dumps(told), "utf-8")
            await refused(bot, "another identity")


@pytest.mark.parametrize("how", ["gone", "empty", "other"])
async def test_a_store_that_is_lost_stops_the_start(bot: Bot, how: str) -> None:
    store = await began(bot) / STORE
    store.unlink()
    match how:
        case "gone":
            await refused(bot, "is gone")
        case "empty":
            store.touch()
            await refused(bot, "is gone")
        case _:
            store.write_bytes(b"these are no keys at all" * 99)
            await refused(bot, "cannot be read")


async def test_a_device_that_cannot_be_read_stops_the_start(bot: Bot) -> None:
    device = await began(bot) / DEVICE
    device.write_text("{", "utf-8")
    await refused(bot, "is damaged")


async def test_a_start_that_died_half_way_is_finished_by_the_next(
    bot: Bot, arrives: Arrives, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Logged in, with a store, and nobody knows of its keys yet."""
    with monkeypatch.context() as dying:

        async def dies(_: object) -> None:
            raise asyncio.CancelledError

        dying.setattr("adapters.matrix.crypto.keys.Keys.publish_first", dies)
        dying.setattr("adapters.matrix.listening.STARTS_WITHIN_S", 0.5)
        await bot.starts()
        await bot.stops()

    await bot.starts()
    ana = await arrives("ana")
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "hello")
    await bot.hears("hello")


@pytest.mark.parametrize("lost", [SEEDS, STORE, KEY, DEVICE])
async def test_a_new_identity_on_purpose_can_be_written_to(
    synapse: Synapse, bot: Bot, arrives: Arrives, lost: str
) -> None:
    ana = await arrives("ana")
    folder = await began(bot)
    old = [one["device_id"] for one in devices(synapse, bot)]
    pins_in(folder).met("@mo:hs.test", "a key")
    (folder / lost).unlink()
    if lost != DEVICE:
        await refused(bot, " gone")

    aside = await begin_anew(bot.account, folder, datetime.now(UTC))

    assert aside is not None
    assert aside.exists()
    assert not (aside / lost).exists()
    assert pins_in(folder).known == ({} if lost == KEY else {"@mo:hs.test": "a key"})
    await bot.starts()
    assert not set(old) & {one["device_id"] for one in devices(synapse, bot)}
    room = await ana.opens(bot.id)
    await ana.is_with(bot.id, room)
    await ana.says(room, "are you there again?")
    await bot.hears("are you there again?")
    asked = {"device_keys": {bot.id: list[str]()}}
    told = synapse.ask("POST", QUERY, asked, ana.client.access_token)
    (device,) = told["device_keys"][bot.id].values()
    self_signing = next(iter(told["self_signing_keys"][bot.id]["keys"]))
    assert self_signing in device["signatures"][bot.id]


async def test_nothing_is_put_aside_where_the_homeserver_lets_nobody_in(bot: Bot) -> None:
    folder = await began(bot)
    wrong = replace(bot.account, password=SecretStr("wrong"))
    with pytest.raises(Unusable, match="password"):
        await begin_anew(wrong, folder, datetime.now(UTC))
    await began(bot)


async def test_the_token_of_the_old_device_makes_no_new_one(bot: Bot) -> None:
    folder = await began(bot)
    token = json.loads((folder / DEVICE).read_bytes())["token"]
    with pytest.raises(Unusable, match="a new device"):
        await begin_anew(
            replace(bot.account, password=None, token=SecretStr(token)), folder, datetime.now(UTC)
        )
    await began(bot)


def devices(synapse: Synapse, bot: Bot) -> list[dict[str, str]]:
    """Those of the bot's account that can be written to."""
    login = {
        "type": "m.login.password", "password": bot.password, "device_id": "LOOKS",
        "identifier": {"type": "m.id.user", "user": bot.id},
    }  # fmt: skip
    token = synapse.ask("POST", "/_matrix/client/v3/login", login)["access_token"]
    told = synapse.ask("GET", "/_matrix/client/v3/devices", token=token)["devices"]
    return [one for one in told if one["device_id"].startswith("PORCHLIGHT")]
